"""The experiment on photographs (``benchmarks/flickr8k``), on a few made scenes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("accelerate")

from benchmarks.flickr8k import runs
from benchmarks.flickr8k.branches import BRANCHES, FUSED, Schedule, recipe_of, warm_start
from benchmarks.flickr8k.data import read, shrink
from benchmarks.flickr8k.runs import COST, Experiment, run, start
from benchmarks.flickr8k.tables import markdown, tables
from capaug.training.loop.recipes import check_training_recipe

SCHEDULE = Schedule(warm_steps=2, steps=2, batch_size=16, learning_rate=1e-3)


@pytest.fixture(name="experiment", scope="module")
def experiment_fixture(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """Prepared data: the same scenes to train and to test on."""
    from capaug.worlds.folder import write_shapes

    folder = tmp_path_factory.mktemp("flickr8k")
    made = write_shapes(folder / "world", 60, recipe="negclip")
    files = sorted(made.pictures.iterdir())
    photographs = pa.table({"image_id": [file.stem for file in files], "image": [file.read_bytes() for file in files]})
    pq.write_table(photographs, folder / "photographs.parquet")
    for split in ("train", "test"):
        shutil.copytree(made.shards, folder / f"shards-{split}")
        shrink(folder / "photographs.parquet", folder / f"pictures-{split}.parquet")
    return Experiment(folder, SCHEDULE, "test")


def test_all_branches_are_recipes_of_one_schedule() -> None:
    warm = warm_start(SCHEDULE)
    for name, branch in {**BRANCHES, **FUSED}.items():
        recipe = recipe_of(name, branch, Path("warm"), 3, SCHEDULE)
        check_training_recipe(recipe, name)
        assert (recipe.seed, recipe.model, recipe.steps) == (3, "warm", 2 * branch.times)
        shared = ("batch_size", "learning_rate", "final_learning_rate", "shift")
        assert all(getattr(recipe, key) == getattr(warm, key) for key in shared if name not in FUSED)


def test_the_first_pictures_alone(experiment: Experiment) -> None:
    every, some = read(experiment.out, "train"), read(experiment.out, "train", 5)
    images = list(dict.fromkeys(row.image_id for row in every.rows))
    assert list(dict.fromkeys(row.image_id for row in some.rows)) == images[:5]
    assert some.rows == [row for row in every.rows if row.image_id in images[:5]]


def test_runs_are_kept_and_a_broken_one_begins_anew(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    start(experiment)
    found = {name: [run(experiment, name, seed) for seed in (0, 1)] for name in ("plain", "negclip, balanced")}
    trained: list[str] = []
    train = runs.train
    monkeypatch.setattr(
        runs, "train", lambda recipe, *given, **more: trained.append(recipe.name) or train(recipe, *given, **more)
    )
    assert run(experiment, "plain", 0) == found["plain"][0]
    assert trained == []
    broken = experiment.folder / "plain-seed-1"
    (broken / COST).unlink()
    broken.with_name("plain-seed-1.test.json").unlink()
    again = run(experiment, "plain", 1)
    assert trained == ["plain"]
    assert {**again, "seconds": 0} == {**found["plain"][1], "seconds": 0}

    told = tables(found)
    for row in told["branches"].values():
        assert all(0 <= mean <= 600 and deviation >= 0 for mean, deviation in row.values())
    assert told["ahead"].keys() == {"negclip, balanced"}
    assert told["control"]["plain"]["shuffled AUC"][0] == pytest.approx(50, abs=3)
    assert "| plain |" in markdown(told)


def test_seeds_are_compared_with_the_same_seed() -> None:
    def made(auc: float) -> runs.Run:
        by_kind = {"all": auc, "asymmetry_1.object": auc}
        names = ("AUC", "mirror AUC", "balanced AUC", "balanced mirror AUC")
        others = {"right choice": 60.0, "with another picture": 50.0, "rSum": auc / 2, "seconds": 1.0}
        pairs = {name: {"all": 150, "asymmetry_1.object": 120, "asymmetry_1.lack": 30} for name in names}
        return {**dict.fromkeys(names, by_kind), **others, "pairs": pairs, "shuffled": {}}

    told = tables({"plain": [made(56), made(60)], "gap 1": [made(59), made(63)]})
    assert told["branches"]["plain"]["AUC"] == [58, pytest.approx(8**0.5)]
    assert told["ahead"]["gap 1"]["AUC"] == [3, 0]
    assert told["ahead"]["gap 1"]["rSum"] == [1.5, 0]
    assert list(told["kinds"]["plain"]) == ["asymmetry_1.object"]
    assert told["control"] == {}
    assert "58.0 ± 2.8" in markdown(told)
