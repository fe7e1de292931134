"""Denying what a caption states is a negative, denying what its facts exclude a positive, both in the same words."""

from __future__ import annotations

import pytest

from capaug.english.edits import realise
from capaug.generators.denial import Denier, deny_instead
from capaug.generators.exclusive import flows
from capaug.lexicon import Lexicon
from capaug.records import Caption

NEGATE, ABSENCE = "asymmetry_1.negate", "asymmetry_3.absence"


@pytest.mark.parametrize(
    ("caption", "false", "true"),
    [
        ("A cat sitting by a window.", "A cat not sitting by a window.", "A cat not standing by a window."),
        ("a dog lies next to a bike", "a dog does not lie next to a bike", "a dog does not sit next to a bike"),
        ("A bus driving on a street", "A bus not driving on a street", "A bus not parked on a street"),
        ("A man riding a horse.", "A man not riding a horse.", "A man not riding a motorcycle."),
        ("A cat sleeping on a bed.", "A cat not sleeping on a bed.", "A cat not sleeping on a table."),
        ("A man wearing a red shirt.", "A man not wearing a red shirt.", "A man not wearing a blue shirt."),
    ],
)
def test_stated_and_excluded_facts_are_denied_alike(texts, caption: str, false: str, true: str) -> None:
    assert false in texts(NEGATE, caption)
    assert true in texts(ABSENCE, caption, draws=60)


@pytest.mark.parametrize(
    ("stated", "cells"), [({"sit": 6, "stand": 3, "lie": 1}, {}), ({"a": 5, "b": 5, "c": 5}, {("a", "b")})]
)
def test_flows_are_symmetric_and_not_above_what_is_stated(stated: dict[str, int], cells: set[tuple[str, str]]) -> None:
    def excludes(a: str, b: str) -> bool:
        return a != b and (a, b) not in cells and (b, a) not in cells

    found = flows(stated, excludes)
    for word, n in stated.items():
        assert 0 < sum(found[word].values()) <= n + 1e-6
        assert all(abs(amount - found[other][word]) < 1e-6 for other, amount in found[word].items())


def test_nothing_stated_by_the_caption_or_a_sibling_is_denied_as_a_positive(texts) -> None:
    caption, sibling = "A man sitting next to a bike.", "A man standing next to his bike."
    found = texts(ABSENCE, caption, sibling, draws=60)
    assert not any("not sitting" in text or "not standing" in text for text in found)


def test_a_denial_of_a_change_of_the_same_word(parser) -> None:
    caption = parser.parse([Caption("1", "a dog lies on a mat")])[0]
    start = caption.text.index("lies")
    assert deny_instead(caption, [(start, start + 4, "does not lie")], [(start, start + 4, "stands")]) == [
        (start, start + 4, "does not stand")
    ]
    assert deny_instead(caption, [(start, start, "not ")], [(start, start + 4, "standing")]) == [
        (start, start + 4, "not standing")
    ]
    assert deny_instead(caption, [(start, start + 4, "does not lie")], [(start + 2, start + 4, "x")]) is None


def test_a_thing_bound_to_what_is_replaced_goes_with_it(texts) -> None:
    found = texts("asymmetry_1.object", "A train moving along its tracks.", draws=30)
    assert not any("bus" in text for text in found)


@pytest.mark.parametrize(
    ("caption", "denied"),
    [
        ("A man wearing a hat and a scarf.", ["A man not wearing a hat or a scarf."]),
        ("A tree has leaves and apples.", ["A tree does not have leaves or apples."]),
        ("A woman has a bag, and a red scarf.", []),
        ("A boy with a glove and a ball.", ["A boy without a glove or a ball."]),
        ("A giraffe eats a leaf.", ["A giraffe does not eat a leaf."]),
        ("A giraffe eat a leaf.", []),
        ("A cat on a bed.", ["A cat that is not on a bed."]),
        ("A large motorcycle ridden by a boy.", ["A large motorcycle not ridden by a boy."]),
    ],
)
def test_how_a_relation_is_denied(parser, caption: str, denied: list[str]) -> None:
    parsed = parser.parse([Caption("1", caption)])[0]
    denials = [Denier(Lexicon.load()).relation(parsed, k) for k in range(len(parsed.relation_sites))]
    made = {realised[0] for edits in denials if edits and (realised := realise(caption, edits))}
    assert made == set(denied)
