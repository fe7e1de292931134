"""What every format promises, and what each writes."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pyarrow as pa
import pytest

from capaug.errors import InputError, UsageError
from capaug.formats import FORMATS, arrow
from capaug.formats.batches import read_rows
from capaug.formats.negclip import NegClip
from capaug.formats.open_clip import OpenClip
from capaug.records import AugmentedCaption, Edit, SceneGraph, SceneObject, Variant

CAMEL = Variant("a man riding a camel", "asymmetry_1.object", (Edit(15, 20, "horse", "camel"),), {"similarity": 0.875})
MULE = Variant("a man riding a mule", "asymmetry_1.object", (Edit(15, 20, "horse", "mule"),), {"similarity": 0.75})
PERSON = Variant("a person riding a horse", "asymmetry_2.generalise", (Edit(2, 5, "man", "person"),))
GRAPH = SceneGraph((SceneObject("man", "man", 2, 5),))
ROWS = (
    AugmentedCaption("7", "71", "a man riding a horse", "coco", "val", GRAPH, (PERSON,), (CAMEL, MULE)),
    AugmentedCaption("7", "72", "Un café “chez 🐴”", "coco", "val", SceneGraph(), (), (CAMEL,)),
    AugmentedCaption("8", "81", "nothing to see", "coco", "val", SceneGraph(), (PERSON,), ()),
)
PICTURED = (
    *ROWS,
    AugmentedCaption("9", "91", 'a "red"\tsign\r\n', "coco", "val", SceneGraph(), (), (CAMEL,)),
)


def written(name: str, rows: tuple[AugmentedCaption, ...] = ROWS) -> bytes:
    file = io.BytesIO()
    FORMATS.get(name)().write(iter(rows), file)
    return file.getvalue()


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(name).decode("ascii").splitlines()]


NAMES = [name for name in FORMATS.names() if name != "fragments"]  # these rows have none (test_fragments.py)


@pytest.mark.parametrize("name", NAMES)
def test_equal_rows_give_equal_bytes_and_others_give_others(name: str) -> None:
    assert written(name, PICTURED) == written(name, PICTURED) != written(name, PICTURED[1:])


@pytest.mark.parametrize("name", [name for name in NAMES if not FORMATS.get(name).binary])
def test_texts_are_written_as_they_are_read(name: str) -> None:
    """The first line is there before the last row is asked for."""
    file = io.BytesIO()

    def watched() -> Iterator[AugmentedCaption]:
        yield from PICTURED[:3]
        yield PICTURED[3]
        assert file.getvalue().count(b"\n") >= 1
        yield from ROWS

    FORMATS.get(name)().write(watched(), file)
    assert file.getvalue().endswith(b"\n")


def test_whole_rows() -> None:
    assert lines("jsonl") == [row.as_row() for row in ROWS]


def test_pairs_are_a_caption_and_a_negative() -> None:
    assert lines("pairs")[0] == {
        "group": "7",
        "caption": "a man riding a horse",
        "negative": "a man riding a camel",
        "kind": "asymmetry_1.object",
    }
    assert len(lines("pairs")) == 3


def test_triplets_use_the_shorter_list_again_and_leave_out_rows_without_either() -> None:
    anchor, positive = ROWS[0].caption, PERSON.text
    assert lines("triplets") == [
        {"anchor": anchor, "positive": positive, "negative": CAMEL.text, "image_id": "7"},
        {"anchor": anchor, "positive": positive, "negative": MULE.text, "image_id": "7"},
    ]


@pytest.mark.parametrize(("per_batch", "batches"), [(1 << 18, [3]), (2, [2, 1])])
def test_arrow_gives_the_rows_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, per_batch: int, batches: list[int]
) -> None:
    monkeypatch.setattr(arrow, "ROWS_PER_BATCH", per_batch)
    (tmp_path / "rows.arrow").write_bytes(written("arrow"))
    assert tuple(read_rows(arrow.ARROW, tmp_path / "rows.arrow")) == ROWS
    with pa.ipc.open_stream(written("arrow")) as stream:
        assert [len(batch) for batch in stream] == batches


def test_arrow_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "rows.arrow").write_bytes(written("arrow", ()))
    assert list(read_rows(arrow.ARROW, tmp_path / "rows.arrow")) == []
    assert pa.ipc.open_stream(written("arrow", ())).read_all().column_names[:2] == ["image_id", "caption_id"]


def test_a_column_too_many_is_left_aside_and_one_too_few_is_told(tmp_path: Path) -> None:
    table = pa.ipc.open_stream(written("arrow")).read_all()
    path = tmp_path / "rows.arrow"
    for changed in (table.append_column("photo", pa.array(["a", "b", "c"])), table.drop_columns(["scene_graph"])):
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, changed.schema) as stream:
            stream.write_table(changed)
        if "scene_graph" in changed.column_names:
            assert tuple(read_rows(arrow.ARROW, path)) == ROWS
        else:
            with pytest.raises(InputError, match=r"rows.arrow: not a readable shard \('scene_graph'\)"):
                list(read_rows(arrow.ARROW, path))


def test_negclip_names_a_line_of_another_image_and_texts_survive_pandas() -> None:
    lists = {"neg_caption": ast.literal_eval, "neg_image": ast.literal_eval}
    lines = pandas.read_csv(io.BytesIO(written("negclip", PICTURED)), sep="\t", converters=lists)
    assert lines.columns.tolist() == ["filepath", "title", "neg_caption", "neg_image", "image_id"]
    assert lines["title"].tolist() == [row.caption for row in PICTURED if row.negatives]
    assert lines["neg_caption"].tolist() == [[v.text for v in row.negatives] for row in PICTURED if row.negatives]
    assert [lines["image_id"][other] for (other,) in lines["neg_image"]] == [9, 9, 7]


def test_negclip_needs_two_images() -> None:
    with pytest.raises(InputError, match="fewer than two images have a negative"):
        written("negclip", ROWS)
    with pytest.raises(InputError, match="fewer than two images have a negative"):
        written("negclip", ())


def test_a_table_that_fails_leaves_its_file_open() -> None:
    file = io.BytesIO()
    with pytest.raises(InputError):
        NegClip().write(ROWS, file)
    assert not file.closed


def test_open_clip_gets_captions_and_positives() -> None:
    file = io.BytesIO()
    OpenClip("val/{image_id:0>3}.jpg").write(PICTURED, file)
    lines = pandas.read_csv(io.BytesIO(file.getvalue()), sep="\t", dtype=str)
    assert lines.to_numpy().tolist() == [
        ["val/007.jpg", ROWS[0].caption, "7", "caption"],
        ["val/007.jpg", PERSON.text, "7", "asymmetry_2.generalise"],
        ["val/007.jpg", ROWS[1].caption, "7", "caption"],
        ["val/008.jpg", ROWS[2].caption, "8", "caption"],
        ["val/008.jpg", PERSON.text, "8", "asymmetry_2.generalise"],
        ["val/009.jpg", PICTURED[3].caption, "9", "caption"],
    ]


@pytest.mark.parametrize("path", ["{image}", "{}", "{image_id:012d}", "{image_id.x}", "{image_id", "one.jpg"])
def test_a_file_path_is_made_of_the_image_id(path: str) -> None:
    with pytest.raises(UsageError, match=r"--filepath .*it takes \{image_id\}"):
        OpenClip(path)


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown format 'triplet' .did you mean 'triplets'"):
        FORMATS.get("triplet")
