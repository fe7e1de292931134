"""The experiment on the whole world of made scenes (``benchmarks/worlds``), on a few of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("accelerate")

from benchmarks.worlds import runs
from benchmarks.worlds.branches import BRANCHES, FUSED, Schedule, recipe_of, warm_start
from benchmarks.worlds.data import ArrayPictures, Sizes, counts_of, prepare, read
from benchmarks.worlds.runs import COST, Experiment, run, start
from benchmarks.worlds.tables import markdown, tables
from capaug.training.data.pictures import decoded
from capaug.training.evaluation.quadruples import CHANCE
from capaug.training.loop.recipes import check_training_recipe
from capaug.worlds.evaluate import evaluate
from capaug.worlds.source import WHOLE

SCHEDULE = Schedule(warm_steps=2, steps=2, batch_size=8, learning_rate=1e-3)
SIZES = Sizes(scenes=5, test_scenes=2, partners=2, side=32)


@pytest.fixture(name="experiment", scope="module")
def experiment_fixture(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    data = prepare(tmp_path_factory.mktemp("worlds"), SIZES, jobs=1)
    assert prepare(data.parent, SIZES, jobs=1) == data
    return Experiment(data, SIZES, SCHEDULE)


def test_all_branches_are_recipes_of_one_schedule() -> None:
    warm = warm_start(Path("new"), SCHEDULE)
    for name, branch in {**BRANCHES, **FUSED}.items():
        recipe = recipe_of(name, branch, Path("warm"), 3, SCHEDULE)
        check_training_recipe(recipe, name)
        assert (recipe.seed, recipe.model, recipe.steps) == (3, "warm", 2 * branch.times)
        shared = ("batch_size", "learning_rate", "final_learning_rate", "shift")
        assert all(getattr(recipe, key) == getattr(warm, key) for key in shared if name not in FUSED)


def test_rows_and_partners(experiment: Experiment) -> None:
    learnt, asked = (read(experiment.data, SIZES, test) for test in (False, True))
    assert {int(row.image_id) for row in learnt.rows} == set(range(5))
    assert {int(row.image_id) for row in asked.rows} == {5, 6}
    assert max(len(row.negatives) for row in learnt.rows) == SIZES.partners < max(len(r.negatives) for r in asked.rows)
    pictures = ArrayPictures(experiment.data)
    captions = {(row.image_id, row.caption): row for row in asked.rows}
    for other in asked.partner_rows:
        (own,) = asked.partners[other.image_id, other.caption_id, 0]
        row = captions[own, other.negatives[0].text]
        (place,) = [k for k, negative in enumerate(row.negatives) if negative.text == other.caption]
        assert asked.partners[row.image_id, row.caption_id, place] == (other.image_id,)
        assert evaluate(WHOLE.scene(int(own)), other.caption) is False
        assert np.asarray(decoded(pictures, own)).shape == (32, 32, 3)
        assert (np.asarray(decoded(pictures, own)) != np.asarray(decoded(pictures, other.image_id))).any()
    counts = counts_of(experiment.data)
    assert sum(count["with a partner"] - count["drawn alike"] for count in counts.values()) >= len(asked.partner_rows)
    assert all(count["drawn alike"] <= count["with a partner"] <= count["negatives"] for count in counts.values())


def test_runs_are_kept_and_a_broken_one_begins_anew(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    start(experiment)
    found = {name: [run(experiment, name, 0)] for name in ("plain", "seeing")}
    trained: list[str] = []
    train = runs.trained
    monkeypatch.setattr(runs, "trained", lambda recipe, *given: trained.append(recipe.name) or train(recipe, *given))
    assert run(experiment, "seeing", 0) == found["seeing"][0]
    assert trained == []
    broken = experiment.folder / "seeing-seed-0"
    (broken / COST).unlink()
    broken.with_name("seeing-seed-0.json").unlink()
    again = run(experiment, "seeing", 0)
    assert trained == ["seeing"]
    assert {**again, "seconds": 0} == {**found["seeing"][0], "seconds": 0}

    told = tables(found)
    assert told["ahead"].keys() == {"seeing"}
    assert set(CHANCE) < told["branches"]["plain"].keys()
    assert all(0 <= value <= 600 for row in told["branches"].values() for value in row.values())
    assert told["control"]["plain"]["told apart"] == pytest.approx(50, abs=20)  # of few quadruples
    assert "| seeing |" in markdown(told)
