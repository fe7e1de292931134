"""Captions with markup are parsed as they are read, and told as they were given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.parsing.parser import Parser
from capaug.records import Caption, SceneGraph


@pytest.fixture(name="parser", scope="module")
def parser_fixture() -> Parser:
    return Parser()


def graph(parser: Parser, text: str) -> SceneGraph:
    return parser.parse([Caption("1", text)])[0].graph


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a <b>red</b> bus on the street", "a red bus on the street"),
        ("a man&#39;s hat on a table", "a man's hat on a table"),
        ("a dog<br>on grass", "a dog on grass"),
        ("a black &amp; white cat on a couch", "a black & white cat on a couch"),
        ("a dog on the beach #dog #sun https://t.co/abc", "a dog on the beach"),
        ("<PERSON> riding a horse", "person riding a horse"),
        ("a dog next to &lt;PERSON&gt;", "a dog next to person"),
    ],
)
def test_the_graph_of_what_is_read_with_spans_as_given(parser: Parser, text: str, plain: str) -> None:
    found, expected = graph(parser, text), graph(parser, plain)
    assert found.names() == expected.names() and found.objects
    for one, other in zip(found.objects, expected.objects, strict=True):
        as_given = text[one.start : one.end]
        assert as_given == plain[other.start : other.end] or "PERSON" in as_given


def test_words_are_as_read_and_spans_as_given(parser: Parser) -> None:
    text = "<PERSON>, in a <i>red</i> hat, holds a man&#39;s hand"
    (sentence,) = parser.parse([Caption("1", text)])[0].sentences
    assert sentence.text == text
    words = {token.text: text[token.start : token.end] for token in sentence.tokens}
    assert words["person"] == "<PERSON>" and words["'s"] == "&#39;s" and words["red"] == "red"


def test_a_name_taken_out_is_no_part_of_a_name(parser: Parser) -> None:
    assert graph(parser, "actor <PERSON> in a red hat").names()["objects"] == ["actor", "hat"]
    assert graph(parser, "a <PERSON> store by a road").names()["objects"] == ["store", "road"]
    assert graph(parser, "a red store by a road").names()["objects"] == ["store", "road"]


def test_places_taken_out_are_no_things(parser: Parser) -> None:
    assert graph(parser, "a dog on a beach in <LOC>").names()["relations"] == [["dog", "on", "beach"]]
    with_person = graph(parser, "a dog on a beach with <PERSON>").names()["objects"]
    assert with_person == ["dog", "beach", "person"]


PIECES = [
    "a dog",
    "<PERSON>",
    "<LOC>",
    "<b>red</b>",
    "&amp;",
    "&lt;NAME&gt;",
    "on",
    "the beach",
    "'s",
    "<br>",
    "holding",
    "#tag",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from([" ", ""]))
def test_spans_lie_in_the_caption_and_cut_no_placeholder(parser: Parser, pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    parsed = parser.parse([Caption("1", text)])[0]
    found = parsed.graph
    for span in [*found.objects, *found.attributes, *found.relations]:
        assert 0 <= span.start < span.end <= len(text)
        piece = text[span.start : span.end]
        assert piece.count("<") == piece.count(">")
    for sentence in parsed.sentences:
        assert [thing.index for thing in sentence.things] == list(range(len(sentence.things)))
        assert [link.index for link in sentence.links] == list(range(len(sentence.links)))
        starts = [token.start for token in sentence.tokens]
        assert starts == sorted(starts)
