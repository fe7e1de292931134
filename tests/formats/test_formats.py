"""What every format promises, and what each writes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from capaug.errors import InputError, UsageError
from capaug.formats import FORMATS, arrow
from capaug.formats.arrow import read_rows
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


def written(name: str, rows: tuple[AugmentedCaption, ...] = ROWS) -> bytes:
    file = io.BytesIO()
    FORMATS.get(name)().write(iter(rows), file)
    return file.getvalue()


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(name).decode("ascii").splitlines()]


NAMES = [name for name in FORMATS.names() if name != "fragments"]  # these rows have none (test_fragments.py)


@pytest.mark.parametrize("name", NAMES)
def test_equal_rows_give_equal_bytes_and_others_give_others(name: str) -> None:
    assert written(name) == written(name) != written(name, ROWS[1:])


@pytest.mark.parametrize("name", [name for name in NAMES if not FORMATS.get(name).binary])
def test_texts_are_written_as_they_are_read(name: str) -> None:
    """The first line is there before the last row is asked for."""
    file = io.BytesIO()

    def watched() -> Iterator[AugmentedCaption]:
        yield from ROWS[:2]
        yield ROWS[2]
        assert file.getvalue().count(b"\n") >= 1
        yield from ROWS

    FORMATS.get(name)().write(watched(), file)
    assert file.getvalue().endswith(b"}\n")


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
        {"anchor": anchor, "positive": positive, "negative": CAMEL.text},
        {"anchor": anchor, "positive": positive, "negative": MULE.text},
    ]


@pytest.mark.parametrize(("per_batch", "batches"), [(1 << 18, [3]), (2, [2, 1])])
def test_arrow_gives_the_rows_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, per_batch: int, batches: list[int]
) -> None:
    monkeypatch.setattr(arrow, "ROWS_PER_BATCH", per_batch)
    (tmp_path / "rows.arrow").write_bytes(written("arrow"))
    assert tuple(read_rows(tmp_path / "rows.arrow")) == ROWS
    with pa.ipc.open_stream(written("arrow")) as stream:
        assert [len(batch) for batch in stream] == batches


def test_arrow_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "rows.arrow").write_bytes(written("arrow", ()))
    assert list(read_rows(tmp_path / "rows.arrow")) == []
    assert pa.ipc.open_stream(written("arrow", ())).read_all().column_names[:2] == ["image_id", "caption_id"]


def test_a_column_too_many_is_left_aside_and_one_too_few_is_told(tmp_path: Path) -> None:
    table = pa.ipc.open_stream(written("arrow")).read_all()
    path = tmp_path / "rows.arrow"
    for changed in (table.append_column("photo", pa.array(["a", "b", "c"])), table.drop_columns(["scene_graph"])):
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, changed.schema) as stream:
            stream.write_table(changed)
        if "scene_graph" in changed.column_names:
            assert tuple(read_rows(path)) == ROWS
        else:
            with pytest.raises(InputError, match=r"rows.arrow: not a readable shard \('scene_graph'\)"):
                list(read_rows(path))


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown format 'triplet' .did you mean 'triplets'"):
        FORMATS.get("triplet")
