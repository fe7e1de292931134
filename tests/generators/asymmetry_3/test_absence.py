"""What the caption's facts exclude is denied, in the words in which the facts themselves are."""

from __future__ import annotations

import random

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.generators.asymmetry_3.absence import Absence
from capaug.lexicon import Lexicon


def two(text: str, one: str, words: str, other: str) -> Sentence:
    return sentence(text, things=[one, other], links=[(0, words, 1)])


def texts(told: Sentence, *siblings: Sentence) -> set[str]:
    generator, stage = Absence(Lexicon.load()), scene(told, *siblings)
    return {v.text for seed in range(120) for v in generator.generate(stage, random.Random(seed))}


SITTING = two("A man sitting next to a bike.", "A man", "sitting next to", "a bike")


def test_what_is_excluded_is_denied() -> None:
    assert "A man not standing next to a bike." in texts(SITTING)
    assert "A man not riding a motorcycle." in texts(two("A man riding a horse.", "A man", "riding", "a horse"))
    assert not any("not sitting" in text for text in texts(SITTING))


def test_what_a_sibling_says_is_not() -> None:
    standing = two("A man standing next to his bike.", "A man", "standing next to", "his bike")
    assert "A man not standing next to a bike." not in texts(SITTING, standing)
    assert "A man not standing next to a bike." in texts(SITTING, SITTING)


@pytest.mark.parametrize(
    "told",
    [
        two("A man sitting next to no bike.", "A man", "sitting next to", "no bike"),
        sentence(
            "A man sitting next to a bike or a car.",
            things=["A man", "a bike", "a car"],
            links=[("man", "sitting next to", "bike")],
        ),
    ],
)
def test_nothing_where_a_thing_may_not_be_there(told: Sentence) -> None:
    assert not texts(told)
