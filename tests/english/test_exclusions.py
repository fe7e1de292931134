"""What may be denied, and the draw that denies a fact and what it excludes as often."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.english.edits import realise
from capaug.english.exclusions import Denials, draw
from capaug.lexicon.exclusive import flows

SITTING = sentence(
    "A man sitting next to a bike.", things=["A man", "a bike"], links=[("man", "sitting next to", "bike")]
)
STANDING = sentence(
    "A man standing next to his bike.", things=["A man", "his bike"], links=[("man", "standing next to", "bike")]
)


def pairs(told: Sentence, *siblings: Sentence, draws: int = 40) -> set[tuple[str, str]]:
    denials = scene(told, *siblings).once(Denials)
    return {
        (false[0], true[0])
        for seed in range(draws)
        for one, other in denials.drawn(random.Random(seed))
        if (false := realise(told.text, one)) and (true := realise(told.text, other))
    }


@pytest.mark.parametrize(
    ("told", "false", "true"),
    [
        (SITTING, "A man not sitting next to a bike.", "A man not standing next to a bike."),
        (
            sentence("a dog lies next to a bike", things=["a dog", "a bike"], links=[("dog", "lies next to", "bike")]),
            "a dog does not lie next to a bike",
            "a dog does not sit next to a bike",
        ),
        (
            sentence(
                "A bus driving on a street", things=["A bus", "a street"], links=[("bus", "driving on", "street")]
            ),
            "A bus not driving on a street",
            "A bus not parked on a street",
        ),
        (
            sentence("A man riding a horse.", things=["A man", "a horse"], links=[("man", "riding", "horse")]),
            "A man not riding a horse.",
            "A man not riding a motorcycle.",
        ),
        (
            sentence(
                "A man wearing a red shirt.",
                things=["A man", "a red shirt"],
                qualities=[("shirt", "red", "color")],
                links=[("man", "wearing", "shirt")],
            ),
            "A man not wearing a red shirt.",
            "A man not wearing a blue shirt.",
        ),
    ],
)
def test_stated_and_excluded_facts_are_denied_alike(told: Sentence, false: str, true: str) -> None:
    assert (false, true) in pairs(told, draws=120)


def test_what_a_sibling_says_is_not_denied() -> None:
    assert any("not standing" in true for _, true in pairs(SITTING))
    assert not any("not standing" in true for _, true in pairs(SITTING, STANDING))


def test_what_denies_something_is_not_denied_again() -> None:
    denying = sentence(
        "A man sitting on a bench with no bike.",
        things=["A man", "a bench"],
        links=[("man", "sitting on", "bench")],
        denied="no bike",
        absent=["bike"],
    )
    assert not scene(denying).once(Denials).allowed
    assert not scene(denying).once(Denials).stated()
    assert len(scene(SITTING).once(Denials).stated()) == 1


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


def test_a_draw_follows_the_flow() -> None:
    stated = {"sit": 60, "stand": 30, "lie": 10}
    flow = flows(stated, lambda a, b: a != b)
    rng = random.Random(0)
    drawn = Counter(draw("sit", stated, flow, lambda _: True, rng) for _ in range(2000))
    assert drawn["stand"] > drawn["lie"] > 0
    assert abs(drawn["stand"] / 2000 - flow["sit"]["stand"] / 60) < 0.05
    assert draw("sit", stated, flow, lambda _: False, rng) is None
    assert draw("fly", stated, flow, lambda _: True, rng) is None
