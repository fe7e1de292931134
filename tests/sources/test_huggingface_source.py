from __future__ import annotations

import logging
from pathlib import Path

import datasets
import numpy as np
import pytest

from capaug.errors import InputError, UsageError
from capaug.sources import open_source
from capaug.sources.columns import Columns
from capaug.sources.huggingface import HuggingFaceDataset

CAPTIONS = [["a lamp on a desk", "a desk with a lamp"], ["two sheep in a field", "sheep grazing"]]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A dataset of two splits, saved to disk."""
    folder = tmp_path / "desk-and-sheep"
    train = datasets.Dataset.from_dict({"img": ["1.jpg", "2.jpg"], "captions": CAPTIONS})
    test = datasets.Dataset.from_dict({"img": ["3.jpg"], "captions": [["a kettle"]]})
    datasets.DatasetDict(train=train, test=test).save_to_disk(str(folder))
    return folder


@pytest.mark.parametrize("prefix", ["", "hf:"])
def test_a_list_of_captions_is_a_group(saved: Path, prefix: str) -> None:
    source = open_source(f"{prefix}{saved}", split="train", columns="image=img,caption=captions")
    groups = list(source.groups())
    assert [group.image_id for group in groups] == ["1.jpg", "2.jpg"]
    assert [[caption.text for caption in group.captions] for group in groups] == CAPTIONS
    assert [caption.id for caption in groups[1].captions] == ["1.0", "1.1"]
    assert {(group.source, group.split) for group in groups} == {("desk-and-sheep", "train")}
    assert source.count() is None
    assert "desk-and-sheep, split train (2 rows; caption: captions, image: img)" in source.describe()


def test_rows_of_texts_one_split_and_other_columns_left_alone(tmp_path: Path) -> None:
    data = {"image_id": [5, 5, 6], "caption": ["a mug", None, "a red mug"], "pixels": [[0.5], [0.1], [0.2]]}
    dataset = datasets.Dataset.from_dict(data, split=datasets.Split.VALIDATION)
    dataset.with_format("numpy").save_to_disk(str(tmp_path / "mugs"))  # the saved format must not change the captions
    source = open_source(str(tmp_path / "mugs"))
    first, second = source.groups()
    assert (first.image_id, [caption.text for caption in first.captions]) == ("5", ["a mug"])
    assert [(reject.caption_id, reject.reason) for reject in first.rejects] == [("1", "null")]
    assert second.captions[0].text == "a red mug"
    assert not isinstance(second.captions[0].text, np.str_)
    assert (source.split, source.count()) == ("validation", 3)


def test_a_folder_of_data_files(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "train.csv").write_text("image_id,caption\n8,a goat on a roof\n8,a goat\n", encoding="utf-8")
    source = open_source(f"hf:{folder}")
    (group,) = source.groups()
    assert [caption.text for caption in group.captions] == ["a goat on a roof", "a goat"]
    assert source.split == "train"


def test_the_fingerprint_is_of_the_content(saved: Path) -> None:
    options = {"columns": "image=img,caption=captions"}
    one = open_source(str(saved), split="train", **options)
    again = open_source(str(saved), split="train", **options)
    other = open_source(str(saved), split="test", **options)
    assert one.fingerprint() == again.fingerprint() != other.fingerprint()
    assert str(saved.parent) not in str(one.fingerprint())


def test_splits_and_columns_that_are_not_there(saved: Path) -> None:
    with pytest.raises(UsageError, match="choose one with --split; known: train, test"):
        open_source(str(saved), columns="caption=captions")
    with pytest.raises(UsageError, match="no split 'val'; known: train, test"):
        open_source(str(saved), split="val", columns="caption=captions")
    with pytest.raises(InputError, match="no column 'text'; choose with --columns caption=NAME among: 'img', 'capt"):
        open_source(str(saved), split="train", columns="caption=text")


def test_a_dataset_that_cannot_be_loaded_gives_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: object, **options: object) -> None:
        raise ConnectionError("Couldn't reach 'someone/captions' on the Hub\n(offline)")

    monkeypatch.setattr(datasets, "get_dataset_split_names", offline)
    with pytest.raises(InputError, match="cannot load the dataset someone/captions: Couldn't reach") as caught:
        open_source("hf:someone/captions")
    assert "\n" not in str(caught.value)


def test_without_a_network_its_tries_are_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def tried(*given: object) -> None:
        logging.getLogger("huggingface_hub.utils._http").warning("Retrying in 1s [Retry 1/5].")
        raise ConnectionError("Couldn't reach it")

    monkeypatch.setattr(datasets, "get_dataset_split_names", tried)
    with pytest.raises(InputError, match="cannot load the dataset nobody/nothing: Couldn't reach it"):
        open_source("hf:nobody/nothing")
    assert "Retrying" not in caplog.text + capsys.readouterr().err


def test_a_broken_saved_folder_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot load the dataset"):
        open_source(str(tmp_path))


def test_an_empty_split(tmp_path: Path) -> None:
    source = HuggingFaceDataset("none", "train", datasets.Dataset.from_dict({"caption": []}), Columns())
    with pytest.raises(InputError, match="dataset none, split train, holds no captions"):
        list(source.groups())
    source.dataset.save_to_disk(str(tmp_path / "none"))
    with pytest.raises(InputError):  # some versions of datasets cannot load what they saved here
        list(open_source(str(tmp_path / "none")).groups())
