"""Subject and object change places."""

from __future__ import annotations

import random

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.generators.relation_swap.roles import Roles
from capaug.lexicon import Lexicon


def texts(told: Sentence, *siblings: Sentence) -> list[str]:
    return [v.text for v in Roles(Lexicon.load()).generate(scene(told, *siblings), random.Random(0))]


def chasing(text: str, one: str, words: str, other: str, name: str = "1") -> Sentence:
    return sentence(text, things=[one, other], links=[(0, words, 1)], name=name)


CHASING = chasing("A dog chasing a cat.", "A dog", "chasing", "a cat")


def test_two_change_places() -> None:
    assert texts(CHASING) == ["A cat chasing a dog."]
    brown = sentence(
        "A brown dog chasing an orange cat.",
        things=["A brown dog", "an orange cat"],
        qualities=[("dog", "brown", "color"), ("cat", "orange", "color")],
        links=[("dog", "chasing", "cat")],
    )
    assert texts(brown) == ["An orange cat chasing a brown dog."]


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (chasing("Two dogs chasing a cat.", "Two dogs", "chasing", "a cat"), "one_is_many"),
        (chasing("A dog chasing its cat.", "A dog", "chasing", "its cat"), "pronoun"),
        (
            sentence(
                "A dog chasing a cat on a couch.",
                things=["A dog", "a cat", "a couch"],
                links=[("dog", "chasing", "cat"), ("cat", "on", "couch")],
            ),
            "says_more_of_them",
        ),
        (chasing("A woman teaching a girl.", "A woman", "teaching", "a girl"), "not_turned"),
    ],
)
def test_rules(told: Sentence, rule: str) -> None:
    stage = scene(told)
    assert not list(Roles(Lexicon.load()).generate(stage, random.Random(0)))
    assert dict(stage.refused) == {("relation_swap.roles", rule): 1}


def test_a_sibling_says_it_turned_round() -> None:
    assert not texts(CHASING, chasing("A cat runs after a dog.", "A cat", "runs after", "a dog", name="2"))
    assert texts(CHASING, chasing("A dog runs after a cat.", "A dog", "runs after", "a cat", name="2"))


@pytest.mark.parametrize(
    "told",
    [
        chasing("A woman standing next to a man.", "A woman", "standing next to", "a man"),  # symmetric
        chasing("A man riding a horse.", "A man", "riding", "a horse"),  # absurd when turned round
        chasing("A cat with a dog.", "A cat", "with", "a dog"),
    ],
)
def test_what_cannot_be_turned(told: Sentence) -> None:
    assert not texts(told)


def test_nothing_is_turned_beside_a_denial() -> None:
    spoken = {"things": ["A dog", "a cat"], "links": [(0, "chasing", 1)]}
    assert texts(sentence("A dog chasing a cat, and a ball.", **spoken))
    assert not texts(sentence("A dog chasing a cat, not a ball.", **spoken, denied="not a ball"))


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("pointed_out", "This man behind a woman.", "A man behind a woman."),
        ("told_of_one", "A man behind a woman whose hat is red.", "A man behind a woman."),
        ("known_behind_there_is", "There is a man behind the woman.", "There is a man behind a woman."),
    ],
)
def test_refusals_are_counted(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused("relation_swap.roles", caption)
    assert rule not in refused("relation_swap.roles", spared)
