"""Rows packed for a page, and the figures that it shows of them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from capaug.records import AugmentedCaption, Edit, Reject, SceneGraph, Variant
from capaug.report.blocks import Blocks, whole_words
from capaug.report.figures import Figures


def unpacked(block: str) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = json.loads(gzip.decompress(base64.b64decode(block)))
    return columns


def row(number: int, style: str = "val2017", similarity: float | None = 0.5) -> AugmentedCaption:
    scores = {} if similarity is None else {"similarity": similarity}
    blue = Variant("a blue bus", "attribute_replace.contrast", (Edit(2, 5, "red", "blue"),), scores)
    bus = Variant("a bus", "asymmetry_2.subgraph", (Edit(1, 5, " red", ""),), scores)
    return AugmentedCaption("7", f"7-{number}", "a red bus", "coco", style, SceneGraph(), (bus,), (blue, blue))


@pytest.mark.parametrize(
    ("caption", "edits", "wanted"),
    [
        ("two boys run", [(7, 8, "")], [(4, 8, "boy")]),
        ("a man runs", [(2, 2, "wo")], [(2, 5, "woman")]),
        ("a cat sits", [(5, 5, "s")], [(2, 5, "cats")]),
        ("a man's hat", [(2, 5, "boy")], [(2, 7, "boy's")]),
        ("a red bus", [(1, 5, "")], [(1, 5, "")]),
        ("a red bus.", [(9, 9, ". It is old")], [(9, 9, ". It is old")]),
        ("a red bus", [(0, 0, "There is ")], [(0, 0, "There is ")]),
        ("women run", [(0, 2, ""), (3, 4, "a")], [(0, 5, "man")]),
        ("a red bus", [(6, 9, "car"), (2, 5, "blue")], [(2, 5, "blue"), (6, 9, "car")]),
        ("a big red bus", [(2, 6, ""), (6, 9, "blue")], [(2, 6, ""), (6, 9, "blue")]),
    ],
)
def test_edits_grow_to_whole_words(
    caption: str, edits: list[tuple[int, int, str]], wanted: list[tuple[int, int, str]]
) -> None:
    grown = whole_words(caption, [Edit(start, end, caption[start:end], new) for start, end, new in edits])
    assert [(edit.start, edit.end, edit.new) for edit in grown] == wanted
    assert applied(caption, grown) == applied(caption, [Edit(s, e, caption[s:e], new) for s, e, new in edits])


def applied(caption: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.start):
        caption = caption[: edit.start] + edit.new + caption[edit.end :]
    return caption


def test_a_block_holds_what_the_rows_hold() -> None:
    blocks = Blocks()
    blocks.add(row(1), picture=3)
    blocks.add(row(2, "train2017", None))
    blocks.add_reject(Reject("8", "8-1", "é" * 3000, "coco", "val2017", "too_long", "it has 3,000 characters"))
    blocks.end()
    (block,) = blocks.packed
    columns = unpacked(block)
    assert (blocks.rows, list(blocks.styles), list(blocks.reasons)) == (
        3,
        ["coco val2017", "coco train2017"],
        ["too_long"],
    )
    assert list(blocks.kinds) == [("negatives", "attribute_replace.contrast"), ("positives", "asymmetry_2.subgraph")]
    assert columns["style"] == [0, 1, 0] and columns["picture"] == [3, -1, -1] and columns["reason"] == [-1, -1, 0]
    assert columns["variants"] == [3, 3, 0] and columns["kind"] == [0, 0, 1, 0, 0, 1]
    assert columns["similarity"] == [0.5, 0.5, 0.5, None, None, None]
    assert columns["new"][:3] == ["blue", "blue", ""] and columns["start"][:3] == [2, 2, 1]
    assert columns["caption"][2] == "é" * 2000


def test_blocks_have_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.report.blocks.ROWS", 2)
    blocks = Blocks()
    for number in range(5):
        blocks.add(row(number))
    blocks.end()
    assert [len(unpacked(block)["id"]) for block in blocks.packed] == [2, 2, 1]
    assert [name for block in blocks.packed for name in unpacked(block)["id"]] == [f"7-{number}" for number in range(5)]


def test_what_is_counted() -> None:
    figures = Figures()
    for number, similarity in enumerate((0.5, 0.519, 0.96, None, 1.0)):
        figures.add(row(number, "train2017" if number == 4 else "val2017", similarity))
    negative, positive = figures.kinds()
    assert (negative.side, negative.kind, negative.count, negative.rows) == (
        "negatives",
        "attribute_replace.contrast",
        10,
        5,
    )
    assert negative.by_style == {"coco val2017": 8, "coco train2017": 2}
    assert positive.similarity is not None and positive.similarity.mean == pytest.approx(0.74475)
    assert positive.similarity.bars == ((0.5, 2), (0.96, 1), (1.0, 1))
    assert positive.similarity.quantiles[1] == pytest.approx(0.7395)
    assert figures.styles == {"coco val2017": 4, "coco train2017": 1}


def test_what_was_not_measured_has_no_figures() -> None:
    figures = Figures()
    figures.add(row(1, similarity=None))
    assert [one.similarity for one in figures.kinds()] == [None, None]
