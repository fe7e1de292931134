from __future__ import annotations

from capaug.formats.pairs import Pair, pairs, pairs_of_image
from capaug.records import AugmentedCaption, SceneGraph, Variant

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


def test_pairs_of_another_image_lend_nothing() -> None:
    other = row("a cat lies on a rug", {}, {NEGATE: "a cat does not lie on a rug"}, image="8")
    found = list(pairs([BED, QUILT, other]))
    assert {pair.negative for pair in found} == controls([BED, QUILT]).keys()
    assert {pair.group for pair in found} == {"7"}
