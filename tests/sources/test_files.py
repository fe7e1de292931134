from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.errors import InputError, UsageError
from capaug.sources import open_source
from capaug.sources.base import Source

ROWS = [
    {"image_id": "beach.jpg", "caption": 'Children fly a kite, the "dragon" one, on a beach.'},
    {"image_id": "beach.jpg", "caption": "a kite over the sand"},
    {"image_id": "bus.jpg", "caption": "A café beside a red bus stop"},
    {"image_id": "beach.jpg", "caption": "Kids with\na kite"},
]


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path)
    elif path.suffix in (".csv", ".tsv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def images(source: Source) -> list[tuple[str, list[str]]]:
    return [(group.image_id, [caption.text for caption in group.captions]) for group in source.groups()]


def error_of(path: Path, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        list(open_source(str(path), **options).groups())
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv", ".tsv", ".parquet", ".data"])
def test_rows_of_one_image_are_siblings_wherever_they_stand(tmp_path: Path, suffix: str) -> None:
    quotes = True if suffix == ".tsv" else None
    source = open_source(str(write(tmp_path / f"mine{suffix}", ROWS)), quotes=quotes)
    assert images(source) == [
        ("beach.jpg", [ROWS[0]["caption"], ROWS[1]["caption"], ROWS[3]["caption"]]),
        ("bus.jpg", [ROWS[2]["caption"]]),
    ]
    assert source.notes() == ("captions of 1 image lay far apart in the input; they were brought together",)
    ids = [caption.id for group in source.groups() for caption in group.captions]
    assert len(set(ids)) == len(ids) == 4
    assert {(group.source, group.split) for group in source.groups()} == {(f"mine{suffix}", "all")}


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_columns_by_name_and_without_an_image_column(tmp_path: Path, suffix: str) -> None:
    rows = [{"shown": "a.jpg", "said": "a fat pigeon"}, {"shown": "a.jpg", "said": "a pigeon on a ledge"}]
    path = str(write(tmp_path / f"mine{suffix}", rows))
    assert images(open_source(path, columns={"image": "shown", "caption": "said"}, split="dev")) == [
        ("a.jpg", ["a fat pigeon", "a pigeon on a ledge"])
    ]
    source = open_source(path, columns="caption=said")
    alone = list(source.groups())
    assert [len(group.captions) for group in alone] == [1, 1]
    assert alone[0].image_id == "#" + alone[0].captions[0].id != alone[1].image_id
    assert source.fingerprint()["options"] == {"caption": "said"}
    assert "each row is an image of its own" in source.describe()


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"mine{suffix}", [{"image": "a.jpg", "said": "a fat pigeon"}])
    unknown = "no column is known to hold captions; choose with --columns caption=NAME among: 'image', 'said'"
    assert unknown in error_of(path)
    assert "no column 'img'; choose with --columns image=NAME" in error_of(path, columns="caption=said,image=img")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_two_columns_that_may_be_meant_are_refused(tmp_path: Path, suffix: str) -> None:
    rows = [{"image": "a.jpg", "file_name": "b.jpg", "caption": "a fat pigeon", "title": "Pigeons"}]
    path = write(tmp_path / f"mine{suffix}", rows)
    assert "more than one column may be the caption; choose with --columns caption=NAME" in error_of(path)
    assert "more than one column may be the image; choose with --columns image=NAME" in error_of(
        path, columns="caption=caption"
    )
    assert images(open_source(str(path), columns="caption=title,image=image")) == [("a.jpg", ["Pigeons"])]


def test_ids_that_a_file_gives_are_kept_and_must_differ(tmp_path: Path) -> None:
    rows = [{"image_id": 1, "caption": "a dog", "cid": 70}, {"image_id": 2, "caption": "a cat", "cid": 71}]
    path = write(tmp_path / "a.jsonl", rows)
    source = open_source(str(path), columns="caption_id=cid")
    assert [caption.id for group in source.groups() for caption in group.captions] == ["70", "71"]
    write(path, [*rows, {"image_id": 3, "caption": "an owl", "cid": 70}])
    assert f"{path}:3 has the id 70 of {path}:1" in error_of(path, columns="caption_id=cid")
    write(path, [*rows, {"image_id": 3, "caption": "an owl", "cid": None}])
    assert f"{path}:3: no id of the caption" in error_of(path, columns="caption_id=cid")


@pytest.mark.parametrize(
    ("image", "expected"),
    [(391895.0, "391895"), ("391895.0", "391895"), (7, "7"), (1.5, "1.5"), (" ", "#1"), ("", "#1"), (None, "#1")],
)
def test_ids_of_images_that_went_through_pandas(tmp_path: Path, image: object, expected: str) -> None:
    path = write(tmp_path / "a.jsonl", [{"image_id": image, "caption": "a dog"}])
    assert images(open_source(str(path))) == [(expected, ["a dog"])]


def test_gaps_in_a_column_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"image_id": [7.0, float("nan"), None, 7.0], "caption": list("abcd")}), path)
    assert images(open_source(str(path))) == [("7", ["a", "d"]), ("#1", ["b"]), ("#2", ["c"])]


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_lists_of_captions_nulls_and_other_types(tmp_path: Path, suffix: str) -> None:
    rows = [
        {"image_id": 1, "caption": ["a bowl of soup", None, "soup with bread"]},
        {"image_id": None, "caption": []},
        {"image_id": None, "caption": None},
    ]
    first, *others = open_source(str(write(tmp_path / f"mine{suffix}", rows))).groups()
    assert first.image_id == "1"
    assert [caption.text for caption in first.captions] == ["a bowl of soup", "soup with bread"]
    assert [caption.id.split(".")[1] for caption in first.captions] == ["0", "2"]
    assert [reject.reason for reject in first.rejects] == ["null"]
    assert [[reject.reason for reject in group.rejects] for group in others] == [["null"], ["null"]]


def test_captions_of_numbers_are_told_of(tmp_path: Path) -> None:
    (group,) = open_source(str(write(tmp_path / "mine.jsonl", [{"caption": 17}]))).groups()
    assert [(r.reason, r.caption, r.detail) for r in group.rejects] == [
        ("not_text", "17", "the caption is of type int, not text")
    ]


def test_plain_text_is_a_caption_a_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(b"\xef\xbb\xbfA boy on a swing\r\n\r\n  two swings \nlast line, no end")
    source = open_source(str(path))
    assert [(c.id, c.text) for group in source.groups() for c in group.captions] == [
        ("1", "A boy on a swing"),
        ("2", ""),
        ("3", "  two swings "),
        ("4", "last line, no end"),
    ]
    assert source.count() == 4


@given(st.lists(st.none() | st.text() | st.lists(st.text() | st.none(), max_size=3), min_size=1))
def test_nothing_of_a_jsonl_file_is_lost(tmp_path_factory: pytest.TempPathFactory, captions: list[Any]) -> None:
    path = write(tmp_path_factory.mktemp("rows") / "a.jsonl", [{"caption": caption} for caption in captions])
    groups = list(open_source(str(path)).groups())
    texts = [caption.text for group in groups for caption in group.captions]
    flat = [item for caption in captions for item in (caption if isinstance(caption, list) else [caption])]
    assert texts == [item for item in flat if item is not None]
    empty_lists = captions.count([])
    assert sum(len(group.rejects) for group in groups) == flat.count(None) + empty_lists


def test_counts_where_they_are_cheap(tmp_path: Path) -> None:
    assert open_source(str(write(tmp_path / "a.parquet", ROWS))).count() == 4
    assert open_source(str(write(tmp_path / "b.parquet", [{"caption": ["a", "b"]}]))).count() is None
    assert open_source(str(write(tmp_path / "a.jsonl", ROWS))).count() is None
    assert open_source(str(write(tmp_path / "a.jsonl", ROWS)), limit=1).count() is None


def test_the_first_images_only(tmp_path: Path) -> None:
    source = open_source(str(write(tmp_path / "a.parquet", ROWS)), limit=1)
    assert [image for image, _ in images(source)] == ["beach.jpg"]
    assert source.count() == 3
    assert "first 1 images" in source.describe()
    assert source.notes()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"caption": "a dog"', "not JSON"),
        ("a dog", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["a dog"]', "a JSON list; one JSON object a line"),
        ('{"image_id": {"id": 3}, "caption": "a dog"}', "the image column holds a dict"),
        ('{"images": [], "annotations": []}', "no field 'caption', in which those before have what is read"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"caption": "a cat"}\n\n' + line + "\n", encoding="utf-8")
    error = error_of(path)
    assert f"{path}:3: " in error
    assert message in error


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("image_id,caption\n1,a dog, a cat\n", ":2: 3 fields where the header has 2"),
        ("image_id,caption\n1,a dog\n2\n", ":3: 1 fields where the header has 2"),
        ('image_id,caption\n1,"a dog\n2,a cat\n', ":2: unexpected end of data"),
        ('image_id,caption\n1,"a" dog\n', ":2: ',' expected after '\"'"),
        ("image_id,caption\n", "holds no captions"),
    ],
)
def test_a_bad_csv_record_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content, encoding="utf-8")
    assert message in error_of(path)


def test_an_empty_image_field_is_an_image_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("image_id,caption\n,a dog\n,a cat\n", encoding="utf-8")
    assert images(open_source(str(path))) == [("#2", ["a dog"]), ("#3", ["a cat"])]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".txt"])
def test_a_byte_that_is_not_utf8_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine{suffix}"
    path.write_bytes(b"caption\n" * (suffix == ".csv") + b'{"caption": "caf\xe9"}\n')
    offset = path.read_bytes().index(b"\xe9")
    assert f"byte {offset} of the file is not UTF-8" in error_of(path)


def test_parquet_that_is_none_or_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    path.write_bytes(b"PAR1 but no more")
    assert "not a Parquet file" in error_of(path)
    write(path, ROWS)
    path.write_bytes(path.read_bytes()[:-20])
    assert "not a Parquet file" in error_of(path)
    pq.write_table(pa.table({"caption": pa.array([b"caf\xe9"]).view(pa.string())}), path)
    assert "not UTF-8" in error_of(path)
    pq.write_table(pa.table({"caption": pa.array([], pa.string())}), path)
    assert "holds no captions" in error_of(path)


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet", ".txt", ".json.gz", ".tar"])
def test_missing_and_empty_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine{suffix}"
    assert "no such file" in error_of(path)
    path.touch()
    assert "is empty" in error_of(path)


def test_an_unknown_dataset_lists_what_is_known(tmp_path: Path) -> None:
    for dataset in ("cocoo", ""):
        with pytest.raises(UsageError) as caught:
            open_source(dataset)
        assert all(known in str(caught.value) for known in ("coco", "hf:NAME"))
    with pytest.raises(InputError, match="hf:"):
        open_source(str(tmp_path))
    with pytest.raises(UsageError, match="hf:NAME"):
        open_source("hf:")


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROWS)
    with pytest.raises(UsageError, match="--dataset coco only"):
        open_source(str(path), annotations=path)
    with pytest.raises(UsageError, match="--dataset coco only"):
        open_source(str(path), data_dir=tmp_path)
    text = tmp_path / "a.txt"
    text.write_text("a dog\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--columns does not go with --delimiter none"):
        open_source(str(text), columns="caption=caption", delimiter="none")
    with pytest.raises(UsageError, match="--delimiter does not go with"):
        open_source(str(write(tmp_path / "a.parquet", ROWS)), delimiter=",")
