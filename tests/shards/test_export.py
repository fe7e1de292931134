from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from capaug.errors import InputError, OutputError
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.shards.export import FORMATS, Pair, iter_pairs, pairs_of_image, write_json_lines

MERGE, ABSENCE = "asymmetry_3.merge", "asymmetry_3.absence"
INSERT, NEGATE, OBJECT = (f"asymmetry_1.{kind}" for kind in ("insert", "negate", "object"))


def row(caption: str, positives: dict[str, str], negatives: dict[str, str], image: str = "7") -> AugmentedCaption:
    """A row whose variants are given as kind and text."""
    sides = [tuple(Variant(text, kind, ()) for kind, text in side.items()) for side in (positives, negatives)]
    return AugmentedCaption(image, f"{image}-{caption}", caption, "test", "all", SceneGraph(), *sides)


BED = row(
    "a cat on a bed",
    {MERGE: "a grey cat on a bed"},
    {OBJECT: "a dog on a bed", INSERT: "a cat on a bed near a boat", NEGATE: "a cat that is not on a bed"},
)
QUILT = row(
    "a cat lies on a quilt",
    {ABSENCE: "a cat lies on a quilt, with no horse around"},
    {INSERT: "a cat lies on a quilt with a bus nearby", NEGATE: "a cat does not lie on a quilt"},
)
GREY = row("a grey cat sleeps", {MERGE: "a grey cat sleeps on a bed"}, {INSERT: "a grey cat sleeps near a tractor"})


def controls(rows: list[AugmentedCaption]) -> dict[str, str]:
    return {pair.negative: pair.caption for pair in pairs_of_image(rows)}


def test_a_negative_of_the_same_length_stands_against_its_caption() -> None:
    (pair,) = pairs_of_image([row("a cat on a bed", {MERGE: "a grey cat on a bed"}, {OBJECT: "a dog on a bed"})])
    assert pair == Pair("7", "a cat on a bed", "a dog on a bed", OBJECT)


def test_a_negative_that_lengthens_stands_against_a_positive_of_its_form() -> None:
    found = controls([BED, QUILT])
    assert found["a cat on a bed near a boat"] == "a grey cat on a bed"
    assert found["a cat does not lie on a quilt"] == "a cat lies on a quilt, with no horse around"


def test_a_sibling_lends_its_positive() -> None:
    found = controls([BED, QUILT, GREY])
    assert found["a cat that is not on a bed"] == "a cat lies on a quilt, with no horse around"
    # the next caption of the image that has one, not always the first
    assert found["a cat lies on a quilt with a bus nearby"] == "a grey cat sleeps on a bed"
    assert controls([BED, QUILT])["a cat lies on a quilt with a bus nearby"] == "a grey cat on a bed"


def test_without_such_a_positive_the_negative_is_left_out() -> None:
    assert controls([GREY, BED]).keys() == {
        "a dog on a bed",
        "a cat on a bed near a boat",
        "a grey cat sleeps near a tractor",
    }


def test_pairs_of_another_image_lend_nothing(build: Callable[..., Path]) -> None:
    other = row("a cat lies on a rug", {}, {NEGATE: "a cat does not lie on a rug"}, image="8")
    out = build([BED, QUILT, other], [])
    assert {pair.negative for pair in iter_pairs(out)} == controls([BED, QUILT]).keys()
    assert {pair.group for pair in iter_pairs(out)} == {"7"}


def test_every_format_is_json_lines(build: Callable[..., Path], tmp_path: Path) -> None:
    out = build([BED, QUILT], [])
    made: dict[str, list[dict[str, Any]]] = {}
    for name, objects in FORMATS.items():
        write_json_lines(tmp_path / name, objects(out))
        made[name] = [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
    assert [set(value) for value in made["pairs"]] == [{"group", "caption", "negative", "kind"}] * 5
    assert made["triplets"][0] == {
        "anchor": BED.caption,
        "positive": "a grey cat on a bed",
        "negative": "a dog on a bed",
    }
    assert len(made["triplets"]) == 5
    assert made["jsonl"] == [json.loads(json.dumps(one.as_row())) for one in (BED, QUILT)]


def test_a_broken_folder_leaves_no_file(out: Path, tmp_path: Path) -> None:
    next((out / "train").glob("*.arrow")).unlink()
    with pytest.raises(InputError, match="the shard is missing"):
        write_json_lines(tmp_path / "pairs.jsonl", FORMATS["pairs"](out))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_json_lines(tmp_path / "no" / "pairs.jsonl", [])
