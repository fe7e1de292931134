"""``capaug.generate`` is the command for programs, and what programs make is found again by other processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import capaug
from capaug.errors import UsageError
from capaug.runs.manifest import Manifest
from capaug.sources import open_source


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_it_makes_the_folder_that_the_command_makes(shared_run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    heard = []
    manifest = capaug.generate("coco", limit=12, progress=heard.append)
    out = tmp_path / "capaug-out" / "coco-sample"
    assert contents(out) == contents(shared_run.out)
    assert manifest == Manifest.read(out)
    assert [summary.index for summary in heard] == [0]


def test_a_source_and_a_recipe_may_be_objects(tmp_path: Path) -> None:
    kind = {"asymmetry_1.object": capaug.KindSettings(limit=1)}
    recipe = capaug.Recipe("mine", kind, filters=("rules",))
    (tmp_path / "captions.txt").write_text("a man riding a brown horse\n")
    source = open_source(str(tmp_path / "captions.txt"))
    manifest = capaug.generate(source, tmp_path / "out", recipe=recipe, seed=5)
    assert (manifest.rows, manifest.seed, set(manifest.negatives)) == (1, 5, {"asymmetry_1.object"})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"recipe": "clip"}, "unknown recipe 'clip'"),
        ({"engine": "rey"}, r"unknown engine 'rey'"),
        ({"device": "tpu"}, "unknown device 'tpu'"),
        ({"workers": 0}, "number of workers must be at least 1"),
        ({"split": "all"}, "'all'"),
    ],
)
def test_what_it_cannot_do_it_says(tmp_path: Path, options, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        capaug.generate("coco", tmp_path / "out", limit=1, **options)
    assert not (tmp_path / "out").exists()


def test_an_object_of_a_source_takes_no_options_of_a_data_set(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="limit"):
        capaug.generate(open_source("coco"), tmp_path / "out", limit=3)


MAP = """
import sys
from datasets import load_dataset
from capaug import Augmenter

augmenter = Augmenter("negclip", seed=2, device="cpu")


def negatives(batch):
    print("made")
    results = augmenter.augment_captions(batch["caption"])
    return {"negatives": [[negative.text for negative in result.negatives] for result in results]}


captions = load_dataset("csv", data_files="captions.csv", split="train", cache_dir="cache")
made = captions.map(negatives, batched=True)
print(made._fingerprint, made[0]["negatives"])
"""


def test_a_map_finds_its_cache_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "captions.csv").write_text("caption\na man riding a brown horse\n")
    said = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", MAP],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            env={"PATH": "", "HOME": str(tmp_path), "PYTHONHASHSEED": seed, "HF_HUB_OFFLINE": "1"},
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.splitlines())
    (made, first), (second,) = said
    assert made == "made"
    assert first == second
