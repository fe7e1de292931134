"""A dataset of HuggingFace as it comes, from files of this disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import datasets
import pytest

from capaug.errors import InputError, UsageError
from capaug.sources import Source, open_source

ROWS = [
    {"image_id": "a", "caption": "a dog", "n": 1},
    {"image_id": "a", "caption": "a pug", "n": 2},
    {"image_id": None, "caption": "a bus", "n": 3},
    {"image_id": "b", "caption": "a cat", "n": 4},
]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", folder)
    return folder


def streamed(folder: Path, rows: list[dict[str, Any]], **options: Any) -> Source:
    folder.mkdir(exist_ok=True)
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return open_source(f"hf:{folder}", stream=True, **options)


def test_rows_and_ids_are_those_of_the_dataset_that_is_loaded(tmp_path: Path, cache: Path) -> None:
    source = streamed(tmp_path / "mine", ROWS)
    groups = list(source.groups())
    assert not list(cache.rglob("*.arrow"))
    assert groups == list(source.groups()) == list(open_source(f"hf:{tmp_path / 'mine'}").groups())
    assert [group.image_id for group in groups] == ["a", "#2", "b"]
    assert [group for part in source.parts(2) for group in part.groups()] == groups
    assert (source.split, source.count(), source.notes()) == ("train", None, ())
    assert "streamed (caption: caption, image: image_id)" in source.describe()


def test_images_that_come_back_are_counted(tmp_path: Path) -> None:
    source = streamed(tmp_path / "mine", [*ROWS, ROWS[0]])
    assert len(list(source.groups())) == 4
    assert source.notes()[0].startswith("captions of 1 image lay far apart; streamed")


def test_the_fingerprint_is_of_the_files(tmp_path: Path) -> None:
    first = streamed(tmp_path / "mine", ROWS).fingerprint()
    assert streamed(tmp_path / "mine", ROWS, columns="caption=caption").fingerprint() != first
    assert json.loads(json.dumps(first)) == first
    assert str(tmp_path) not in str(first["files"])


def test_the_first_images_only(tmp_path: Path) -> None:
    source = streamed(tmp_path / "mine", ROWS, limit=1)
    assert [group.image_id for group in source.groups()] == ["a"]


def test_what_cannot_be_streamed(tmp_path: Path) -> None:
    datasets.Dataset.from_list(ROWS).save_to_disk(str(tmp_path / "saved"))
    with pytest.raises(UsageError, match="leave --stream out"):
        open_source(f"hf:{tmp_path / 'saved'}", stream=True)
    with pytest.raises(UsageError, match="--stream goes with --dataset hf:NAME only"):
        open_source("coco", stream=True)
    with pytest.raises(InputError, match="no column is known to hold captions"):
        streamed(tmp_path / "other", [{"words": "a dog"}])
    with pytest.raises(UsageError, match="no split 'val'; known: train"):
        streamed(tmp_path / "mine", ROWS, split="val")
    with pytest.raises(InputError, match="cannot load the dataset"):
        open_source(f"hf:{tmp_path / 'gone'}", stream=True)
