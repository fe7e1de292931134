"""Whatever a data set holds in place of a caption: a graph or nothing, no exception, and all spans in the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capaug.parsing.parsed import ParsedCaption
from capaug.parsing.parser import Parser
from capaug.records import Caption

NASTY = [
    "",
    " ",
    "\n\t \r\n",
    ".",
    "...!!!???",
    "-",
    "- - - - -",
    "'s",
    "n't",
    "of of of of",
    "a a a a a",
    "the",
    "in front of",
    "next to next to next to",
    "a group of",
    "a group of a group of a group of",
    "a picture of",
    "a close up of a close up of",
    "with with with with a",
    "and and and",
    "dog, cat, couch, window, sunny",
    "DSC_00482.JPG",
    "IMG_2041",
    "https://example.org/a/b.jpg?x=1&y=2#frag",
    "mail@example.org",
    "<b>a dog</b> &amp; a cat",
    '{"caption": "a man", "id": 3}',
    "def f(x): return x ** 2  # comment",
    "SELECT * FROM t WHERE a = 'b';",
    "C:\\Users\\me\\photo.png",
    "Ein Hund liegt auf dem Sofa.",
    "Un homme à cheval sur la plage",
    "一个男人骑着马",
    "رجل يركب حصانا",
    "Человек на лошади",
    "a man 🏄‍♂️ surfing 🌊🌊",
    "cafe\u0301 table",
    "zero\u200bwidth\u200djoin",
    "\ufeffa dog on a couch",
    "\u202ea dog on a couch",
    "null",
    "nan",
    "12345",
    "3.14 x 2,000",
    "1/2 & 1/4",
    "((((((((()))))))))",
    '"""""""',
    "$$$ 50% OFF!!! BUY NOW",
    "A MAN RIDING A HORSE",
    "aManRidingAHorse",
    "a\u00a0man\u00a0riding\u00a0a\u00a0horse",
    "a  man   riding    a horse",
    "man " * 300,
    "a dog and " * 100 + "a cat",
    "x" * 5000,
    "a " + "very " * 200 + "long dog",
    "black-and-white, well-lit, 19th-century-style photo-graph",
    "rock 'n' roll",
    "it is what it is",
    "there is",
    "there are no people",
    "who that which whom",
    "is is is is",
    "sitting sitting sitting",
    "\x00\x01\x02 a dog",
    "\ud83d a lone surrogate",
]  # fmt: skip


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def check(text: str, parsed: ParsedCaption) -> None:
    graph = parsed.graph
    for part in (*graph.objects, *graph.attributes, *graph.relations):
        assert 0 <= part.start < part.end <= len(text)
    for thing in graph.objects:
        assert thing.name == thing.name.lower()
        assert thing.name.strip()
    for attribute in graph.attributes:
        assert 0 <= attribute.object < len(graph.objects)
    for relation in graph.relations:
        assert 0 <= relation.subject < len(graph.objects)
        assert 0 <= relation.object < len(graph.objects)
        assert relation.subject != relation.object


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nasty_strings(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


def test_nasty_strings_in_one_batch_change_nothing(parser: Parser) -> None:
    captions = [Caption(str(k), text) for k, text in enumerate(["a man riding a horse", *NASTY])]
    parsed = parser.parse(captions)
    assert len(parsed) == len(captions)
    assert parsed[0].graph.names()["relations"] == [["man", "ride", "horse"]]


WORDS = st.sampled_from(
    "a the two dog man horses table riding sitting parked is are on in front of next to with and , . - 's red black "
    "wooden group pair close up picture there that who not no while as his it on top".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
@example("a picture of a group of")
@example("close up of in front of")
def test_any_order_of_caption_words(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])
