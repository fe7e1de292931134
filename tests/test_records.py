"""The record types and their Arrow schema say the same."""

from __future__ import annotations

from dataclasses import asdict, replace

import pyarrow as pa
import pytest

from capaug.records import (
    SCORES,
    Attribute,
    AugmentedCaption,
    Edit,
    Relation,
    SceneGraph,
    SceneObject,
    Span,
    Variant,
    record_batch,
    records_of,
    row_schema,
)

ROW = AugmentedCaption(
    image_id="7",
    caption_id="70",
    caption="A man riding a brown horse",
    source="coco",
    split="sample",
    scene_graph=SceneGraph(
        (SceneObject("man", "man", 2, 5), SceneObject("horse", "horse", 21, 26, (Span(2, 5),))),
        (Attribute(1, "brown", "color", 15, 20),),
        (Relation(0, "ride", 1, 6, 12),),
    ),
    positives=(Variant("A man riding a horse", "asymmetry_2.generalise", (Edit(15, 21, "brown ", ""),)),),
    negatives=(
        Variant(
            "A man riding a white horse",
            "attribute_replace.contrast",
            (Edit(15, 20, "brown", "white"),),
            {"similarity": 0.5, "balance": -0.25},
        ),
    ),
)


def plain(value):
    """Tuples as lists, scores as columns, all the way down; what is for Python programs alone left out."""
    if isinstance(value, dict):
        if "scores" in value:
            value = {**value, **value["scores"]}
        value = {key: part for key, part in value.items() if key not in ("scores", "reason", "detail")}
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def test_row_says_all_that_the_record_holds():
    assert ROW.as_row() == plain(asdict(ROW))


def test_row_goes_through_arrow_and_back():
    table = pa.Table.from_pylist([ROW.as_row(SCORES)], schema=row_schema())
    assert table.to_pylist() == [ROW.as_row(SCORES)]


def test_a_row_says_how_much_of_its_caption_was_read():
    assert (ROW.read, ROW.read_text) == (len(ROW.caption), ROW.caption)
    part = replace(ROW, read=13)
    assert part.read_text == "A man riding "
    assert AugmentedCaption.from_row(part.as_row()) == part


def test_objects_of_earlier_shards_have_no_other_mentions():
    row = ROW.as_row()
    assert AugmentedCaption.from_row(row) == ROW
    for thing in row["scene_graph"]["objects"]:
        del thing["mentions"]
    assert [thing.mentions for thing in AugmentedCaption.from_row(row).scene_graph.objects] == [(), ()]


def test_records_of_a_batch_are_those_of_its_rows():
    rows = [ROW, replace(ROW, image_id="8", negatives=()), replace(ROW, read=13)]
    batch = record_batch(rows)
    assert records_of(batch) == rows == [AugmentedCaption.from_row(row) for row in batch.to_pylist()]
    assert records_of(batch.slice(1, 2)) == rows[1:]
    assert records_of(batch.slice(0, 0)) == []


def test_records_of_earlier_shards_and_of_other_columns():
    row = ROW.as_row(SCORES) | {"photo": "a"}
    for thing in row["scene_graph"]["objects"]:
        del thing["mentions"]
    (found,) = records_of(pa.RecordBatch.from_pylist([row]))
    assert [thing.mentions for thing in found.scene_graph.objects] == [(), ()]
    assert found.negatives == ROW.negatives


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"caption": None}, "a null in the column caption"),
        ({"negatives": None}, "a null in the column negatives"),
        ({"negatives": [None]}, "a null in the column negatives"),
        ({"scene_graph": None}, "a null in the column scene_graph"),
    ],
)
def test_a_null_is_no_record(changes, error):
    batch = pa.RecordBatch.from_pylist([ROW.as_row(SCORES), ROW.as_row(SCORES) | changes], row_schema())
    assert records_of(batch.slice(0, 1)) == [ROW]
    with pytest.raises(TypeError, match=error):
        records_of(batch)


def test_a_column_too_few_is_named():
    with pytest.raises(KeyError, match="scene_graph"):
        records_of(record_batch([ROW]).drop_columns(["scene_graph"]))


def test_names():
    assert ROW.scene_graph.names() == {
        "objects": ["man", "horse"],
        "attributes": [["horse", "brown"]],
        "relations": [["man", "ride", "horse"]],
    }
