"""Two links exchange their objects."""

from __future__ import annotations

import random

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.generators.relation_swap.objects import Objects
from capaug.lexicon import Lexicon


def two(text: str, one: str, other: str, words: str = "holding", second: str = "holding") -> Sentence:
    """A man with one thing, a woman with another."""
    things = ["A man", one, "a woman", other]
    return sentence(text, things=things, links=[(0, words, 1), (2, second, 3)])


def test_two_objects_change_places() -> None:
    told = two("A man holding a cup and a woman holding a plate.", "a cup", "a plate")
    made = list(Objects(Lexicon.load()).generate(scene(told), random.Random(0)))
    assert [variant.text for variant in made] == ["A man holding a plate and a woman holding a cup."]


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (two("A man holding a cup and a woman holding a dog.", "a cup", "a dog"), "things_of_two_sorts"),
        (two("A man holding a cup and a woman holding two plates.", "a cup", "two plates"), "one_is_many"),
        (two("A man holding a cup and a woman holding a mug.", "a cup", "a mug"), "nothing_changes"),
        (two("A man holding a cup and a woman holding her plate.", "a cup", "her plate"), "pronoun"),
        (
            two("A man with a bowl and a woman on a plate.", "a bowl", "a plate", "with", "on"),
            "on_it_or_in_it",
        ),
        (two("A man in a suit and a woman in a dress.", "a suit", "a dress", "in", "in"), "clothes_of_women"),
        (
            two("A man tasting a cup and a woman throwing a plate.", "a cup", "a plate", "tasting", "throwing"),
            "never_seen",
        ),
    ],
)
def test_rules(told: Sentence, rule: str) -> None:
    stage = scene(told)
    assert not list(Objects(Lexicon.load()).generate(stage, random.Random(0)))
    assert dict(stage.refused) == {("relation_swap.objects", rule): 1}


def test_what_another_caption_says_is_not_said() -> None:
    told = two("A man in an apron and a woman in a turban.", "an apron", "a turban", "in", "in")
    other = sentence("A woman in an apron", things=["A woman", "an apron"], links=[("woman", "in", "apron")])
    stage = scene(told, other)
    assert not list(Objects(Lexicon.load()).generate(stage, random.Random(0)))
    assert ("relation_swap.objects", "said_by_another") in stage.refused
    assert list(Objects(Lexicon.load()).generate(scene(told), random.Random(0)))
