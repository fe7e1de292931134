"""Denying what a caption states is a negative, denying what its facts exclude a positive, both in the same words."""

from __future__ import annotations

import pytest

from capaug.generators.denial import deny_instead

NEGATE, ABSENCE = "asymmetry_1.negate", "asymmetry_3.absence"


@pytest.mark.parametrize(
    ("caption", "false", "true"),
    [
        ("A cat sitting by a window.", "A cat not sitting by a window.", "A cat not standing by a window."),
        ("a dog lies next to a bike", "a dog does not lie next to a bike", "a dog does not stand next to a bike"),
        ("A bus driving down a street", "A bus not driving down a street", "A bus not parked on a street"),
    ],
)
def test_stated_and_excluded_facts_are_denied_alike(texts, caption: str, false: str, true: str) -> None:
    assert false in texts(NEGATE, caption)
    assert true in texts(ABSENCE, caption, draws=60)


def test_nothing_stated_by_the_caption_or_a_sibling_is_denied_as_a_positive(texts) -> None:
    caption, sibling = "A man sitting next to a bike.", "A man standing next to his bike."
    found = texts(ABSENCE, caption, sibling, draws=60)
    assert not any("not sitting" in text or "not standing" in text for text in found)


def test_a_denial_of_a_change_of_the_same_word(parser) -> None:
    from capaug.records import Caption

    caption = parser.parse([Caption("1", "a dog lies on a mat")])[0]
    start = caption.text.index("lies")
    assert deny_instead(caption, [(start, start + 4, "does not lie")], [(start, start + 4, "stands")]) == [
        (start, start + 4, "does not stand")
    ]
    assert deny_instead(caption, [(start, start, "not ")], [(start, start + 4, "standing")]) == [
        (start, start + 4, "not standing")
    ]
    assert deny_instead(caption, [(start, start + 4, "does not lie")], [(start + 2, start + 4, "x")]) is None


@pytest.mark.parametrize("caption", ["A plate filled with cakes.", "Two signs show a closed street."])
def test_things_are_not_denied_doings(texts, caption: str) -> None:
    assert texts(NEGATE, caption) == []


def test_a_thing_bound_to_what_is_replaced_goes_with_it(texts) -> None:
    found = texts("asymmetry_1.object", "A train moving along its tracks.", draws=30)
    assert not any("bus" in text for text in found)
