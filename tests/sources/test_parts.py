"""The parts of a source are its groups, wherever they are read."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.records import CaptionGroup
from capaug.sources import Source, open_source
from capaug.sources.columns import Columns
from capaug.sources.huggingface import HuggingFaceDataset
from capaug.sources.limited import Limited
from capaug.sources.parts import Carried
from capaug.worlds.source import ROWS, Shapes

IMAGES = [1, 1, 2, 3, 3, 3, 1, 4, 5, 5, 6]
TEXTS = [f"a café {k}" for k in range(len(IMAGES))]
PAIRS = [{"image_id": image, "caption": text} for image, text in zip(IMAGES, TEXTS, strict=True)]


def coco(folder: Path) -> Source:
    annotations = [{"id": k, **pair} for k, pair in enumerate(PAIRS)]
    (folder / "captions_val.json").write_text(json.dumps({"annotations": annotations}))
    return open_source("coco", annotations=folder / "captions_val.json")


def text(folder: Path) -> Source:
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*TEXTS[:4], "", *TEXTS[4:]]).encode())
    return open_source(str(folder / "a.txt"))


def jsonl(folder: Path) -> Source:
    (folder / "a.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in PAIRS))
    return open_source(str(folder / "a.jsonl"))


def delimited(folder: Path) -> Source:
    (folder / "a.csv").write_text("image_id,caption\n" + "".join(f"{p['image_id']},{p['caption']}\n" for p in PAIRS))
    return open_source(str(folder / "a.csv"))


def parquet(folder: Path) -> Source:
    pq.write_table(pa.Table.from_pylist(PAIRS), folder / "a.parquet", row_group_size=3)
    return open_source(str(folder / "a.parquet"))


def saved(folder: Path) -> Source:
    pairs = sorted(PAIRS, key=lambda pair: int(pair["image_id"]))
    datasets.Dataset.from_list(pairs, split="train").save_to_disk(str(folder / "saved"))
    return open_source(str(folder / "saved"))


def scattered(folder: Path) -> Source:
    datasets.Dataset.from_list(PAIRS, split="train").save_to_disk(str(folder / "saved"))
    return open_source(str(folder / "saved"))


def saved_lists(folder: Path) -> Source:
    data = {"captions": [[text, text + " again"] for text in TEXTS]}
    datasets.Dataset.from_dict(data, split="train").save_to_disk(str(folder / "saved"))
    return open_source(str(folder / "saved"), columns="caption=captions")


def shapes(folder: Path) -> Source:
    return Shapes(ROWS, images=11)


SOURCES = [coco, text, jsonl, delimited, parquet, saved, scattered, saved_lists, shapes]
READ_WHERE_THEY_ARE_WORKED_ON = {text, saved, saved_lists, shapes}


def read(source: Source, size: int) -> list[list[CaptionGroup]]:
    """The groups of each part, after a trip to another process."""
    return [list(pickle.loads(pickle.dumps(part)).groups()) for part in source.parts(size)]


@pytest.mark.parametrize("make", SOURCES)
@pytest.mark.parametrize("size", [1, 2, 4, 100])
@pytest.mark.parametrize("limit", [None, 1, 4, 5, 100])
def test_the_parts_are_the_groups_in_order(
    tmp_path: Path, make: Callable[[Path], Source], size: int, limit: int | None
) -> None:
    source = make(tmp_path)
    if limit is not None:
        source = Limited(source, limit)
    groups = list(source.groups())
    parts = read(source, size)
    assert [group for part in parts for group in part] == groups
    assert [len(part) for part in parts[:-1]] == [size] * (len(parts) - 1)
    assert 0 < len(parts[-1]) <= size


@pytest.mark.parametrize("make", SOURCES)
def test_a_part_is_read_again_and_again(tmp_path: Path, make: Callable[[Path], Source]) -> None:
    first = next(iter(make(tmp_path).parts(3)))
    assert list(first.groups()) == list(first.groups())
    assert isinstance(first, Carried) is (make not in READ_WHERE_THEY_ARE_WORKED_ON)


def test_another_process_reads_its_part(tmp_path: Path) -> None:
    source = saved(tmp_path)
    (tmp_path / "part").write_bytes(pickle.dumps(list(source.parts(2))[1]))
    code = f"import pickle; print(*[g.image_id for g in pickle.load(open({str(tmp_path / 'part')!r}, 'rb')).groups()])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [group.image_id for group in list(source.groups())[2:4]]


def test_a_part_of_a_saved_dataset_holds_no_rows(tmp_path: Path) -> None:
    text = "a long caption " * 1000
    datasets.Dataset.from_dict({"caption": [text] * 64}, split="train").save_to_disk(str(tmp_path / "saved"))
    sizes = [len(pickle.dumps(part)) for part in open_source(str(tmp_path / "saved")).parts(16)]
    assert len(sizes) == 4
    assert max(sizes) < len(text)


def test_a_fault_in_a_part_names_the_line_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a dog\na cat\na caf\xe9\n")
    first, second = open_source(str(path)).parts(2)
    assert len(list(first.groups())) == 2
    with pytest.raises(InputError, match=r"a.txt:3: byte 17 of the file is not UTF-8"):
        list(second.groups())


def test_rows_that_are_no_text_are_rejects_in_parts_too(tmp_path: Path) -> None:
    data = {"image_id": ["a", "b", "b"], "caption": [None, "a dog", None]}
    datasets.Dataset.from_dict(data, split="train").save_to_disk(str(tmp_path / "saved"))
    (_, second) = read(open_source(str(tmp_path / "saved")), 1)
    assert [(reject.caption_id, reject.reason) for reject in second[0].rejects] == [("2", "null")]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=12), st.integers(1, 4))
def test_runs_of_one_image_are_never_cut(images: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        dataset = datasets.Dataset.from_dict({"image_id": images, "caption": [str(k) for k in range(len(images))]})
        # as if it lay on the disk, so that it is cut by its image column
        patch.setattr(datasets.Dataset, "cache_files", property(lambda self: [{"filename": "x"}]))
        source = HuggingFaceDataset("x", "train", dataset, Columns())
        assert [group for part in source.parts(size) for group in part.groups()] == list(source.groups())
