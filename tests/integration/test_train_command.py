"""``capaug train`` on a few made scenes and on files of one's own, and what it refuses."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from capaug.recipes import KindSettings, Recipe
from capaug.worlds.folder import ShapesFolder, draw_partners, write_shapes
from capaug_cli import evaluate, train


@pytest.fixture(name="world", scope="module")
def world_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``world/shards`` and ``world/pictures`` of a few scenes."""
    folder = tmp_path_factory.mktemp("made")
    write_shapes(folder / "world", 12, recipe="negclip")
    return folder / "world"


SMALL = ("--device", "cpu", "--steps", "3", "--batch-size", "8")


def test_without_arguments_a_world_is_made(capaug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SCENES", 10)
    monkeypatch.setattr(train, "HELD_OUT_SCENES", 4)
    outcome = capaug("train", *SMALL)
    assert outcome.code == 0, outcome.stderr
    folder = tmp_path / "capaug-out" / "train-shapes"
    assert sorted(path.name for path in folder.iterdir()) == ["plain", "seeing", "world"]
    lines = outcome.stdout.splitlines()
    assert "8 captions held out" in lines[0]
    assert any("plain" in line and "seeing" in line for line in lines)
    assert any("Recall@1, image to text" in line for line in lines)
    assert any("right choice, all" in line for line in lines)
    for title in ("AUC, all", "mirror AUC, all"):
        assert any(re.search(rf"{title} \(\d+\)\W+\d+\.\d%\W+\d+\.\d%", line) for line in lines)
    assert not any("negate" in line for line in lines)
    assert any("as frequent as its reverse" in line for line in lines)
    assert (folder / "seeing" / "model" / "config.json").is_file()


def test_shards_and_pictures_of_ones_own(capaug, world: Path, tmp_path: Path) -> None:
    arguments = ("train", "negclip", "--shards", world / "shards", "--images", world / "pictures", *SMALL, "--json")
    outcome = capaug(*arguments)
    assert outcome.code == 0, outcome.stderr
    summary = json.loads(outcome.stdout)
    assert (summary["out"], summary["rows"], summary["test_rows"]) == ("capaug-out/train-shards", 22, 2)
    (result,) = summary["results"]
    assert result["recipe"] == "negclip"
    assert 0 <= result["choice"]["all"]["accuracy"] <= 1
    assert (result["auc"], result["mirror_auc"]) == ({}, {})  # one picture is held out: there is no other
    again = json.loads(capaug(*arguments).stdout)  # finished: only evaluated once more
    assert again["results"] == summary["results"]
    tested = capaug("train", "plain", *arguments[2:], "--test-shards", world / "shards", "--out", "other")
    summary = json.loads(tested.stdout)
    assert summary["test_rows"] == 24
    (result,) = summary["results"]
    assert result["auc"]["all"]["pairs"] == result["choice"]["all"]["pairs"] >= result["mirror_auc"]["all"]["pairs"] > 0


def test_what_was_held_out_is_measured_again(capaug, world: Path, tmp_path: Path) -> None:
    where = ("--shards", world / "shards", "--pictures", world / "pictures")
    trained = capaug("train", "plain", *where, *SMALL, "--out", "run", "--threads", "1", "--json")
    assert trained.code == 0, trained.stderr
    (result,) = json.loads(trained.stdout)["results"]
    noted = json.loads((tmp_path / "run" / "plain" / "held_out.json").read_text())
    assert (noted["images"], noted["results"], noted["balanced"]) == (["11"], result, False)

    on = ("run", "--data", world / "shards", "--images", world / "pictures", "--device", "cpu", "--json")
    measured = capaug("evaluate", "choice", *on, "--held-out")
    assert (measured.code, measured.stderr) == (0, "")
    choice = json.loads(measured.stdout)
    assert (choice["held_out"], choice["captions"]) == (True, 2)
    assert choice["choice"]["all"]["pairs"] == result["choice"]["all"]["pairs"]
    assert choice["choice"]["all"]["accuracy"] == result["choice"]["all"]["accuracy"]
    assert json.loads(capaug("evaluate", "retrieval", *on, "--held-out").stdout)["images"] == 1

    for command in ("choice", "retrieval"):
        on_all = capaug("evaluate", command, *on)
        assert on_all.code == 0
        (line,) = on_all.stderr.splitlines()
        told = "shards: the model was trained on most of it; --held-out measures the 1 images alone that were held out"
        assert line.endswith(told)
        assert not json.loads(on_all.stdout)["held_out"]

    write_shapes(tmp_path / "other", 3, recipe="negclip")
    on_other = ("run/plain", "--data", "other/shards", "--pictures", "other/pictures", "--device", "cpu")
    assert capaug("evaluate", "choice", *on_other).stderr == ""
    none = capaug("evaluate", "choice", *on_other, "--held-out")
    none.check_refused(1, "other/shards: holds none of the 1 images that were held out; give the folder")
    (tmp_path / "run" / "plain" / "held_out.json").write_text("{")
    capaug("evaluate", "choice", *on, "--held-out").check_refused(1, "held_out.json: broken; the same capaug train")
    (tmp_path / "run" / "plain" / "held_out.json").unlink()
    capaug("evaluate", "choice", *on, "--held-out").check_refused(2, "--held-out: run has no held_out.json, which")


def test_what_was_held_out_of_the_made_world(capaug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SCENES", 16)
    monkeypatch.setattr(train, "HELD_OUT_SCENES", 8)
    trained = capaug("train", "plain", *SMALL, "--json")
    assert trained.code == 0, trained.stderr
    (result,) = json.loads(trained.stdout)["results"]
    run = Path("capaug-out/train-shapes")
    on = (run / "plain", "--data", run / "world" / "shards", "--pictures", run / "world" / "pictures", "--json")
    measured = json.loads(capaug("evaluate", "choice", *on, "--held-out", "--device", "cpu").stdout)
    assert {kind: told["pairs"] for kind, told in measured["choice"].items()} == {
        kind: told["pairs"] for kind, told in result["choice"].items()
    }
    assert measured["choice"]["all"]["auc"] == result["auc"]["all"]


def test_the_examples_of_evaluate_run_after_those_of_train(
    capaug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "SCENES", 16)
    monkeypatch.setattr(train, "HELD_OUT_SCENES", 8)
    assert capaug("train", "seeing", "fam", *SMALL).code == 0
    lines = evaluate.EXAMPLES.splitlines()
    run = [shlex.split(line)[1:] for line in lines if line.startswith("capaug evaluate") and "train-shapes" in line]
    assert [line[1] for line in run] == ["retrieval", "choice", "words"]
    for line in run:
        outcome = capaug(*line, "--device", "cpu")
        assert (outcome.code, outcome.stderr) == (0, ""), line


def test_ctrl_c_says_how_it_goes_on(capaug, world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("capaug.training.loop.comparison.compare", interrupted)
    outcome = capaug("train", "plain", "--shards", world / "shards", "--images", world / "pictures", *SMALL)
    outcome.check_refused(130, "goes on from the last checkpoint, and without one (--save-every) begins anew")


def test_threads_are_told(capaug, world: Path) -> None:
    import torch

    before = torch.get_num_threads()
    try:
        where = ("--shards", world / "shards", "--images", world / "pictures", *SMALL)
        outcome = capaug("train", "plain", *where, "--threads", "1")
        assert re.search(r"\(\d+ s, 1 thread\)\.", outcome.stdout)
        assert torch.get_num_threads() == 1
        assert "AUC" not in outcome.stdout  # of one picture there is none, and nothing to explain
    finally:
        torch.set_num_threads(before)


def test_how_often_it_writes_and_what_a_step_is(capaug, world: Path, tmp_path: Path) -> None:
    arguments = ("train", "seeing", "--shards", world / "shards", "--images", world / "pictures", *SMALL, "--quiet")
    outcome = capaug(*arguments, "--accumulate", "2", "--log-every", "2", "--save-every", "2", "--out", "run")
    assert outcome.code == 0, outcome.stderr
    run = tmp_path / "run" / "seeing"
    assert json.loads((run / "recipe.json").read_text())["recipe"]["accumulate"] == 2
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert [(line["step"], line["epoch"]) for line in lines] == [(2, 1), (3, 2)]  # 22 rows: a step of 16 an epoch
    too_few = capaug(*arguments, "--accumulate", "3", "--out", "other")
    too_few.check_refused(2, "22 rows do not fill a step of 3 x 8 in 1 processes; give a smaller one: --batch-size")


def test_pictures_that_were_made_for_negatives(capaug, world: Path, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path / "made")
    made = ShapesFolder(tmp_path / "made" / "pictures", tmp_path / "made" / "shards")
    recipe = "name: four\nobjective: contrastive\nnegatives: 1\nin_contrast: false\nquadruple: 1.0\n"
    (tmp_path / "four.yaml").write_text(recipe)
    command = ("train", "four.yaml", "--shards", made.shards, "--images", made.pictures, *SMALL)
    capaug(*command).check_refused(2, "recipe four: 'quadruple' needs pictures that were made for the negatives")
    draw_partners(made)
    outcome = capaug(*command)
    assert outcome.code == 0, outcome.stderr
    (line,) = (tmp_path / "capaug-out" / "train-shards" / "four" / "metrics.jsonl").read_text().splitlines()
    assert json.loads(line)["quadruple"] > 0


OBJECTIVE = """
from capaug.training.loop import OBJECTIVES
from capaug.training.loop.objectives import Contrastive


@OBJECTIVES.register("halved")
class Halved(Contrastive):
    def forward(self, batch, step):
        return {"loss": super().forward(batch, step)["loss"] / 2}
"""


def test_an_objective_of_ones_own(capaug, world: Path, tmp_path: Path) -> None:
    (tmp_path / "objective.py").write_text(OBJECTIVE)
    for objective in ("contrastive", "halved"):
        (tmp_path / f"{objective}.yaml").write_text(f"name: {objective}\nobjective: {objective}\n")
    where = ("--shards", world / "shards", "--images", world / "pictures", *SMALL, "--json")
    capaug("train", "halved.yaml", *where).check_refused(1, "halved.yaml: unknown objective 'halved'; known: ascl, ")
    outcome = capaug("train", "contrastive.yaml", "halved.yaml", *where, "--plugin", "objective.py")
    assert outcome.code == 0, outcome.stderr
    metrics = tmp_path / "capaug-out" / "train-shards"
    first = {
        name: json.loads((metrics / name / "metrics.jsonl").read_text().splitlines()[0])
        for name in ("contrastive", "halved")
    }
    assert first["halved"]["step"] == first["contrastive"]["step"]
    assert first["halved"]["gradient"] == pytest.approx(first["contrastive"]["gradient"] / 2, rel=0.2)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("train", "clip"), ("unknown recipe 'clip'", "negclip")),
        (("train", "plain", "plain"), ("one name",)),
        (("train", "--shards", "here"), ("--shards and --images go together",)),
        (("train", "--test-shards", "here"), ("--test-shards needs",)),
        (("train", "--device", "cuda:7"), ("unknown device 'cuda:7'", "accelerate launch")),
    ],
)
def test_wrong_usage(capaug, arguments: tuple[str, ...], parts: tuple[str, ...]) -> None:
    capaug(*arguments).check_refused(2, *parts)


def test_a_picture_is_missing(capaug, world: Path, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "0.png").write_bytes((world / "pictures" / "0.png").read_bytes())
    outcome = capaug("train", "plain", "--shards", world / "shards", "--images", "few", *SMALL)
    outcome.check_refused(1, "few: no picture of 11 of 12 images (1, 2, 3, ...)", "image ids", "--skip-broken")


def test_missing_and_broken_pictures_are_counted(capaug, world: Path, tmp_path: Path) -> None:
    shutil.copytree(world / "pictures", tmp_path / "some")
    (tmp_path / "some" / "2.png").unlink()
    (tmp_path / "some" / "4.png").write_bytes(b"no picture")
    arguments = ("train", "plain", "--shards", world / "shards", "--images", "some", *SMALL, "--json")
    outcome = capaug(*arguments, "--skip-broken")
    assert outcome.code == 0, outcome.stderr
    assert outcome.stderr.splitlines() == [
        "warning: 1 images without a picture are left out with their captions (2)",
        "warning: 1 broken pictures are left out with their captions (4.png)",
    ]
    summary = json.loads(outcome.stdout)
    assert (summary["missing_pictures"], summary["broken_pictures"]) == (["2"], ["4.png"])
    assert summary["rows"] + summary["test_rows"] == 20
    shutil.copy(world / "pictures" / "2.png", tmp_path / "some")
    for workers in ("0", "1"):
        told = capaug(*arguments, "--out", f"out{workers}", "--workers", workers)
        told.check_refused(1, "cannot decode the picture 4.png", "--skip-broken")


def test_ids_that_name_none_or_two_pictures(capaug, world: Path, tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    for name in ("x", "y"):
        shutil.copy(world / "pictures" / "0.png", tmp_path / "named" / f"{name}.png")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "0").mkdir()
    for folder in ("two", "two/0"):
        for number in range(12):
            shutil.copy(world / "pictures" / "0.png", tmp_path / folder / f"{number}.png")
    arguments = ("train", "plain", "--shards", world / "shards", *SMALL, "--images")
    capaug(*arguments, "named").check_refused(1, "no picture of any of the 12 images is there (0, 1, 2, ...)")
    capaug(*arguments, "two").check_refused(1, "image id '0' names two pictures, 0.png and 0/0.png (11 other ids")


def test_shards_without_negatives(capaug, world: Path, tmp_path: Path) -> None:
    positives = Recipe("bare", negatives=0, positives=1, kinds={"asymmetry_2.generalise": KindSettings(1)})
    bare = write_shapes(tmp_path / "bare", 12, recipe=positives)
    arguments = ("--shards", bare.shards, "--images", bare.pictures, *SMALL)
    capaug("train", "plain", "negclip", *arguments).check_refused(1, "recipe negclip: the rows have no negatives")
    outcome = capaug("train", "plain", *arguments)
    assert outcome.code == 0, outcome.stderr
    (line,) = (line for line in outcome.stdout.splitlines() if "right choice, all (0)" in line)
    assert "-" in line and "0.0%" not in line


def test_what_is_no_shards_folder(capaug, world: Path, tmp_path: Path) -> None:
    capaug("train", "plain", "--shards", ".", "--images", world / "pictures", *SMALL).check_refused(1)
