"""A fact that the caption states is denied."""

from __future__ import annotations

import random

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.generators.asymmetry_1.negate import UNMATCHED, Negate
from capaug.lexicon import Lexicon


def two(text: str, one: str, words: str, other: str) -> Sentence:
    return sentence(text, things=[one, other], links=[(0, words, 1)])


def drawn(told: Sentence, draws: int = 60) -> list[list[str]]:
    """What each draw makes."""
    generator, stage = Negate(Lexicon.load()), scene(told)
    return [[v.text for v in generator.generate(stage, random.Random(seed))] for seed in range(draws)]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (two("A man riding a horse.", "A man", "riding", "a horse"), "A man not riding a horse."),
        (two("A man rides a horse.", "A man", "rides", "a horse"), "A man does not ride a horse."),
        (two("A boy with a frisbee.", "A boy", "with", "a frisbee"), "A boy without a frisbee."),
        (two("A man on a skateboard.", "A man", "on", "a skateboard"), "A man that is not on a skateboard."),
    ],
)
def test_what_is_stated_is_denied(told: Sentence, text: str) -> None:
    assert {made for texts in drawn(told) for made in texts} == {text}


@pytest.mark.parametrize(
    "told",
    [
        sentence("A man riding no horse.", things=["A man"], denied="no horse", absent=["horse"]),
        sentence("A man not riding a horse.", things=["A man"], denied="not riding a horse", absent=["horse"]),
        two("A sign showing a road.", "A sign", "showing", "a road"),
        sentence("A man."),
    ],
)
def test_what_is_not_denied(told: Sentence) -> None:
    assert not any(drawn(told))


def test_what_nothing_excludes_is_denied_always_only_where_nothing_can_be_replaced() -> None:
    nothing_else = two("A gizmo blocking a doodad.", "A gizmo", "blocking", "a doodad")
    assert all(texts == ["A gizmo not blocking a doodad."] for texts in drawn(nothing_else))
    replaceable = two("A cat on a shelf beside us.", "A cat", "on", "a shelf")
    made = sum(bool(texts) for texts in drawn(replaceable, draws=200))
    assert 0 < made < 200 * UNMATCHED * 3


def test_a_title_is_not_denied(texts):
    assert not texts("asymmetry_1.negate", "Man Riding Horse Near Barn")
    assert texts("asymmetry_1.negate", "Man riding horse near barn")


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("only_so", "Only the dog is lying on the bed.", "The dog is lying on the bed."),
        (
            "goes_on_from_it",
            "A dog is lying on a bed, adding warmth to the scene.",
            "A dog is lying on a bed, looking at a man.",
        ),
    ],
)
def test_what_the_sentence_goes_on_from_is_not_denied(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused("asymmetry_1.negate", caption)
    assert rule not in refused("asymmetry_1.negate", spared)
