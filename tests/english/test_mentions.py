"""Which words of a caption speak of the same thing: a small gold of captions and their twins.

Words of one thing have one number behind them; a word without a number speaks of nothing that is mentioned twice.
"""

from __future__ import annotations

import re

import pytest

from capaug.captions import MentionKind, ParsedCaption
from capaug.english.mentions import Mentions
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption

GOLD = [
    # by its own name, where it is known
    "A dog#1 lies on a rug. The dog#1 is brown.",
    "A dog lies on a rug. A dog is brown.",
    "A dog lies on a rug. Another dog is brown.",
    "A pit bull#1 lies on a rug next to the dog#1's bed.",
    "The taxi turns onto the avenue and a woman crosses the street.",
    "A stop sign#1 stands at a corner. The sign#1 is red.",
    "A stop sign and a street sign stand at a corner. The sign is red.",
    "Two men#1 sit on a bench. The men#1 are old.",
    "Two men sit on a bench. The man is old.",
    "A car#1 is parked on a street#2. This car#1 is old, and the street#2 is wet.",
    # by a wider name
    "A pit bull#1 lies on a rug. The dog#1 is asleep.",
    "A cat lies on a rug. The dog is asleep.",
    "An owl#1 sits on a branch. The bird#1 is brown.",
    "An owl and a hawk sit on a branch. The bird is brown.",
    "A truck#1 is parked by a wall. The vehicle#1 is red.",
    # with qualities
    "A red car#1 and a blue car are parked. The red car#1 is old.",
    "A red car and a blue car are parked. The car is old.",
    "A red car is parked on a street. The blue car is old.",
    "A house#1 stands by a lake. The small house#1 is white.",
    "Two dogs run on a beach. The three dogs are wet.",
    "A dog sits next to a cat. The other dog is wet.",
    "A man on the left waves. The man on the right smiles.",
    "A man#1 in a hat#2 smiles. The man#1 in the hat#2 is old.",
    # pronouns
    "A woman#1 sits on a bench. She#1 reads a book.",
    "A woman and a girl sit on a bench. She reads a book.",
    "A man and a woman#1 stand by a car. She#1 holds a bag.",
    "A boy#1 rides his#1 bike.",
    "A cat#1 sits on a couch. It#1 is black.",
    "It is clear that a cat sits on a couch.",
    "A dog#1 with its#1 tongue out sits on a rug.",
    "A dog#1 has a toy in its#1 mouth.",
    "Two men#1 are talking. They#1 wear hats.",
    "A man and a boy are talking. They wear hats.",
    "A man#1 looks at himself#1 in a mirror.",
    # owners
    "A woman#1 wearing a hat#2 smiles. Her#1 hat#2 is red.",
    "A woman#1 smiles. Her#1 hat is red. A man#3 is waving. His#3 hat is black.",
    "A dog#1 with the dog#1 's collar.",
    # some of them
    "Two skateboards lean on a wall#1. The left one is red. The wall#1 is white.",
    "Two dogs run on a beach. One of the dogs is wet.",
    # in one sentence
    "A woman sits on a bench#1 while a man stands behind the bench#1.",
    "A woman sits on a bench while a man stands behind a bench.",
    'A sign with the word "stop" and the word "go" hangs on a pole.',
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def read(parser: Parser, text: str) -> ParsedCaption:
    """A caption whose sentences end with full stops, each read by itself."""
    sentences = [Caption("1", one) for one in re.split(r"(?<=\.) ", text)]
    parts = tuple(one.sentences[0] for one in parser.parse(sentences))
    return ParsedCaption(Caption("1", text), parts, Mentions(Lexicon.load()))


@pytest.mark.parametrize("marked", GOLD)
def test_mentions(parser, marked):
    wanted: dict[str, list[str]] = {}
    for word, number in re.findall(r"([A-Za-z]+)#(\d)", marked):
        wanted.setdefault(number, []).append(word.lower())
    told = read(parser, re.sub(r"#\d| (?='s)", "", marked))
    found = [[told.sentences[mention.sentence].lower[mention.end - 1] for mention in chain] for chain in told.mentions]
    assert sorted(found) == sorted(wanted.values())


def test_a_mention_knows_its_place_and_kind(parser):
    (chain,) = read(parser, "A grey pit bull rests. Its owner looks at the dog.").mentions
    assert [(m.sentence, m.first, m.end, m.kind) for m in chain] == [
        (0, 2, 4, MentionKind.NOUN),
        (1, 0, 1, MentionKind.POSSESSIVE),
        (1, 5, 6, MentionKind.NOUN),
    ]
    assert [m.thing is None for m in chain] == [False, True, False]


def test_a_thing_is_one_object_with_all_its_nouns(parser):
    graph = parser.parse([Caption("1", "A woman sits on a bench while a man stands behind the bench.")])[0].graph
    bench = next(thing for thing in graph.objects if thing.name == "bench")
    assert [thing.name for thing in graph.objects] == ["woman", "bench", "man"]
    assert [(span.start, span.end) for span in bench.mentions] == [(54, 59)]
    assert [relation.object for relation in graph.relations] == [1, 1]
    apart = parser.parse([Caption("1", "A woman sits on a bench while a man stands behind a bench.")])[0].graph
    assert [thing.name for thing in apart.objects] == ["woman", "bench", "man", "bench"]
    assert not any(thing.mentions for thing in apart.objects)


def test_captions_without_known_things_are_not_looked_through(parser, monkeypatch):
    asked = []
    chains = Mentions.chains
    monkeypatch.setattr(Mentions, "chains", lambda self, told: (asked.append(told), chains(self, told))[1])
    for text in ("A dog and its ball on a rug.", "A dog on the rug."):
        assert parser.parse([Caption("1", text)])[0].graph.objects
    assert not asked
