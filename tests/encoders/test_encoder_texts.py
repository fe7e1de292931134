"""The rules that make the embedded encoder's training texts (``recipes/build/encoder/pairs.py``)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from recipes.build.encoder import pairs

NOUNS = "dog cat lamp table man horse beach car house woman hat sheep herd".split()
ADJECTIVES = "black white red green tall old".split()


@pytest.fixture(scope="module")
def maker() -> Any:
    return pairs.TextMaker(NOUNS, ADJECTIVES)


def made(maker: Any, rule: str, text: str, draws: int = 60) -> set[str]:
    """What a rule makes of a text in a number of draws."""
    rng = random.Random(0)
    results = (getattr(maker, rule)(text.split(), rng) for _ in range(draws))
    return {" ".join(words) for words in results if words is not None}


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("turn_voice", "black dog chasing cat", "cat being chased by black dog"),
        ("turn_voice", "cat is being chased by black dog", "black dog chasing cat"),
        ("turn_relation", "lamp above table", "table below lamp"),
        ("front", "old man riding horse on beach", "on beach old man riding horse"),
        ("turn_conjuncts", "black cat and dog", "dog and black cat"),
        ("finite", "man riding horse", "man who is riding horse"),
        ("predicative", "red car", "car that is red"),
        ("possessive", "woman with hat", "woman that has hat"),
        ("swap_phrases", "dog chasing cat", "cat chasing dog"),
        ("swap_phrases", "herd of sheep behind house", "house behind herd of sheep"),
        ("swap_adjectives", "red car behind green house", "green car behind red house"),
    ],
)
def test_a_rule_makes(maker: Any, rule: str, text: str, expected: str) -> None:
    assert expected in made(maker, rule, text)


def test_phrases_that_are_merely_joined_do_not_change_places(maker: Any) -> None:
    assert not made(maker, "swap_phrases", "dog and cat")
    assert made(maker, "swap_phrases", "black dog and cat") == {"black cat and dog"}


def test_what_is_true_replaces_nothing(maker: Any) -> None:
    rng = random.Random(0)
    others = set(maker.attributes["red"]) - {"blue"}
    assert {maker.replace(["red"], others, rng)[0] for _ in range(20)} == {"blue"}


def test_synonyms_keep_the_number(maker: Any) -> None:
    rng = random.Random(0)
    exchanged = {" ".join(maker.exchanged(["couches"], rng, 1.0)) for _ in range(10)}
    assert exchanged == {"sofas"}
