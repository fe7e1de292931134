"""The sibling check."""

from __future__ import annotations

import pytest

from capaug.captions import Scene
from capaug.english.facts import Facts, negated
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def facts(parser, *captions: str) -> Facts:
    first, *others = parser.parse([Caption(str(i), text) for i, text in enumerate(captions)])
    return Facts(Scene(first, first.sentences[0], others, Lexicon.load()))


def test_mentions_synonyms_and_covers(parser):
    known = facts(parser, "A puppy on a sofa.", "There is a bike near a red car.")
    assert all(known.mentions(name) for name in ("puppy", "dog", "couch", "bicycle", "car", "vehicle"))
    assert not known.mentions("elephant")


def test_attributes_of_what_may_be_the_same_thing(parser):
    known = facts(parser, "A dog on a rug.", "A brown puppy on a rug.")
    assert known.has_attribute("dog", "brown")
    assert not known.has_attribute("dog", "white")


def test_negated(parser):
    told = parser.parse([Caption("1", "A street with no cars."), Caption("2", "A street with cars.")])
    assert [negated(caption.sentences[0]) for caption in told] == [True, False]
