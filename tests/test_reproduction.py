from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from capaug.augmenter import AugmentWork
from capaug.generation import make_folder
from capaug.recipes import load_recipe
from capaug.records import AugmentedCaption, ChunkResult
from capaug.reproduction import reproduce
from capaug.runs.layout import summary_path
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows
from capaug.runs.refilter import Bounds, refilter
from capaug.runs.sealed import write_sealed
from capaug.runs.shards import read_summary, write_shard
from capaug.runs.verify import verify
from capaug.sources import open_source

CAPTIONS = (
    ("1", "A brown dog chasing a white cat on the grass."),
    ("1", "http://example.com/dog.jpg"),
    ("1", "A dog runs after a cat in a yard."),
    ("1", None),
    ("2", "Two women holding red umbrellas near a bus."),
    ("2", "Women with umbrellas standing by a large bus."),
    ("3", "A man in a blue shirt riding a horse on the beach."),
)


@pytest.fixture(scope="module", name="folder")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three images in two shards, one with captions that get no row."""
    folder = tmp_path_factory.mktemp("reproduction")
    lines = [json.dumps({"image_id": image, "caption": text}) for image, text in CAPTIONS]
    (folder / "captions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    recipe = load_recipe("default")
    source = open_source(str(folder / "captions.jsonl"))
    work = AugmentWork(recipe, "cpu")
    make_folder(source, work, folder / "out", recipe=recipe.as_dict(), seed=recipe.seed, shard_size=2)
    return folder / "out"


def rewritten(folder: Path, rows: Sequence[AugmentedCaption], out: Path) -> Path:
    """``folder`` with other rows in its second shard, sealed as if they had been written."""
    shutil.copytree(folder, out)
    summary = read_summary(out, 1)
    assert summary is not None
    made = write_shard(out, 1, ChunkResult(list(rows)), summary.source)
    write_sealed(summary_path(out, 1), asdict(replace(made, refused=summary.refused)))
    manifest = Manifest.read(folder)
    replace(manifest, shards=[manifest.shards[0], made.data]).write(out)
    return out


def test_captions_made_anew_get_their_rows(folder: Path) -> None:
    result = reproduce(folder, 100)
    assert (result.captions, result.findings, result.notes) == (5, [], [])


def test_few_images_are_drawn_from_all_over(folder: Path) -> None:
    assert reproduce(folder, 1).captions == 2
    assert reproduce(folder, 2).captions == 4
    for broken in ("train/data-000000.arrow", "rejects/rejects-000000.jsonl"):
        assert reproduce(folder, 2, broken={broken}).captions == 0


def test_a_row_that_does_not_follow_is_found(folder: Path, tmp_path: Path) -> None:
    row = list(iter_rows(folder))[-1]
    assert row.negatives
    out = rewritten(folder, [replace(row, negatives=row.negatives[1:])], tmp_path / "out")
    (found,) = reproduce(out, 10).findings
    assert (found.file, found.row, found.caption) == ("train/data-000001.arrow", 0, row.caption_id)
    assert found.what == "made anew with the same recipe, seed and versions it gets other negatives"


def test_another_score_is_found_and_another_rounding_is_not(folder: Path, tmp_path: Path) -> None:
    row = list(iter_rows(folder))[-1]

    def moved(by: float) -> AugmentedCaption:
        first = row.positives[0]
        scores = {**first.scores, "similarity": first.scores["similarity"] + by}
        return replace(row, positives=(replace(first, scores=scores), *row.positives[1:]))

    assert reproduce(rewritten(folder, [moved(1e-6)], tmp_path / "rounded"), 10).findings == []
    (found,) = reproduce(rewritten(folder, [moved(1e-2)], tmp_path / "other"), 10).findings
    assert found.what.endswith("other positives")


def test_other_versions_are_told_and_not_called_broken(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = list(iter_rows(folder))[-1]
    out = rewritten(folder, [replace(row, negatives=())], tmp_path / "out")
    here = Manifest.read(folder).versions
    monkeypatch.setattr("capaug.reproduction.versions", lambda: {**here, "numpy": "9.9"})
    result = reproduce(out, 10)
    assert result.findings == []
    (note,) = result.notes
    assert note == (
        f"made with other versions: numpy {here['numpy']} (here 9.9); of 5 captions made anew here 1 get another row"
    )


def test_a_filtered_folder_is_made_anew_and_filtered(folder: Path, tmp_path: Path) -> None:
    refilter(folder, tmp_path / "once", Bounds(lowest=0.5, kinds=("attribute_replace",)))
    refilter(tmp_path / "once", tmp_path / "twice", Bounds(hardest=1))
    assert verify(tmp_path / "twice") == []
    result = reproduce(tmp_path / "twice", 10)
    assert (result.captions, result.findings, result.notes) == (5, [], [])


def test_what_needs_a_plug_in_is_told(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "out")
    manifest = Manifest.read(folder)
    recipe = {**manifest.recipe, "kinds": {"seasons.weather": {}}}
    replace(manifest, recipe=recipe).write(tmp_path / "out")
    result = reproduce(tmp_path / "out", 10)
    assert (result.captions, result.findings) == (0, [])
    assert result.notes[0].startswith("no caption was made anew: its recipe: kinds: unknown kind 'seasons.weather'")
