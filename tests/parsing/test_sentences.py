"""Where sentences begin and end, in captions as people and models write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.parsing.parser import Parser
from capaug.parsing.sentences import (
    MAX_CHARACTERS,
    MAX_WORDS,
    characters_read,
    sentence_spans,
    without_marker,
)
from capaug.records import Caption


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


# Sentences are parted by |, which stands for the white space that is there; two sentences that touch by ||.
@pytest.mark.parametrize(
    "marked",
    [
        "A man rides a horse.",
        "a man rides a horse",
        "A man rides a horse.| He wears a hat.",
        "Is that a dog?| It is!| What a dog.",
        "some planes are in an airport .",
        "a man . |a dog",
        "A dog on a field.||The dog runs.",
        "A dog on a field.||A cat sleeps.",
        "A man on St. Paul street.| It rains.",
        "The shop is on Main St.| The door is open.",
        "Mr. and Mrs. Smith stand beside Dr. A. Jones.",
        "A book by J. K. Rowling lies there.| The cover is red.",
        "No. 3 is red.| No. 4 is blue.",
        "She says no.| Three men laugh.",
        "A 16 oz. mug of approx. 3 in. height, e.g. a gift.",
        "Vol. 2 of a book",
        "A dog, a cat, etc. are there.| The rug is red.",
        "It opens at 9 a.m. daily.| The sign is new.",
        "A U.S. flag waves.| The pole is from the U.S.| It is tall.",
        "Kicks by Acme Inc. lie there.",
        "A ball costs 3.50 dollars.| The price is 2.5 times higher.",
        "A page of example.com is open.| See Www.Example.Com now.",
        'A sign that says "STOP!" in red.| It is round.',
        'A sign says "STOP! NO ENTRY. GO BACK." in red.',
        'A sign with the word "ENTER."| The word is red.',
        "A sign with the word “ENTER.”| The word is red.",
        'A cup that reads "Blue bottle coffee. "| She holds it.',
        'A 10" pan.| The 12" pan is bigger.',
        "A man (on the left. perhaps) waves.| He smiles.",
        "He waits...| The bus comes.",
        "He waits ... and waits.",
        "The hotel... is old.",
        "A girl whispers SHH! in a library.",
        "what a day! |the sun is out",
        "A dog sits on a rug.| the rug is red.",
        "A red. white, and blue hydrant.",
        "A man waves. :)",
        "A man waves.\n\n---\n\n|The dog barks.",
        "In the picture:\n|- a dog\n|- a cat on\n  a mat\n|* two men",
        "1. A dog sits.\n|2. A cat runs.",
        "### Scene\n|A man waves.\n\n|Two men sit.",
        "**Foreground:**| A man waves.\n|**Background:**| Trees grow.",
        'Text that reads:\n\n|first line: "one"\n\n|second line: "two"',
        "A man riding\n\na brown horse",
        "A man riding\na brown horse",
        "A man with\nJohn Smith",
        "A man waves\n|The dog barks",
        "A boy sits, his dog,\nRex, beside him",
    ],
)  # fmt: skip
def test_sentences(marked: str) -> None:
    wanted = [part.strip() for part in marked.split("|") if part.strip()]
    assert split(marked.replace("|", "")) == wanted


def test_nothing_but_white_space_has_no_sentence() -> None:
    assert split("") == split(" \n\t ") == []


@pytest.mark.parametrize(
    ("line", "without"),
    [
        ("- A dog", "A dog"),
        ("12. A dog", "A dog"),
        ("## A dog", "A dog"),
        ("A dog", "A dog"),
        ("-", "-"),
        ("3 dogs",) * 2,
    ],
)
def test_markers_of_lines(line: str, without: str) -> None:
    start, end = without_marker(line, (0, len(line)))
    assert line[start:end] == without


TEXTS = st.text(st.sampled_from("aAbB .!?…\n\"”“()*-#'1,:")) | st.lists(
    st.sampled_from(
        ["A man", "st", "St", "U.S", ".", ". ", "! ", "? ", "...", '"', "\n", "\n\n", " ", "- ", "1. ", ")", "("]
    )
).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text())
def test_spans_are_in_order_and_hold_all_that_is_no_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert spans == sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
    if any(map(str.isalnum, text)):
        assert all(any(map(str.isalnum, text[start:end])) for start, end in spans)


def test_captions_within_the_limits_are_read_whole() -> None:
    text = "A man rides a horse. " * (MAX_WORDS // 5)
    assert len(text.split()) == MAX_WORDS
    assert characters_read(text) == len(text)
    assert characters_read("a" * MAX_CHARACTERS) == MAX_CHARACTERS


def test_longer_captions_are_read_up_to_the_end_of_a_sentence() -> None:
    text = "A man rides a horse. " * (MAX_WORDS // 5) + "Two more words."
    assert text[: characters_read(text)] == ("A man rides a horse. " * (MAX_WORDS // 5)).strip()
    wide = "A very " + "l" * 50 + "ong word. "
    assert characters_read(wide * 100) == len(wide) * (MAX_CHARACTERS // len(wide)) - 1


def test_nothing_is_read_of_a_sentence_over_the_limits() -> None:
    assert characters_read("word " * (MAX_WORDS + 1)) == 0
    assert characters_read("a" * (MAX_CHARACTERS + 1) + ". A dog.") == 0


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def test_words_stand_where_the_caption_has_them(parser: Parser) -> None:
    text = "  A man rides a horse.The horse is brown.\n\n- A dog runs near a tree!  "
    (parsed,) = parser.parse([Caption("1", text)])
    assert [sentence.own_text for sentence in parsed.sentences] == [
        "A man rides a horse.",
        "The horse is brown.",
        "A dog runs near a tree!",
    ]
    assert all(text[t.start : t.end] == t.text for sentence in parsed.sentences for t in sentence.tokens)
    assert all(text[o.start : o.end].lower().endswith(o.lemma) for o in parsed.graph.objects)
    assert parsed.graph.names()["relations"] == [["man", "ride", "horse"], ["dog", "run near", "tree"]]


def test_no_relation_joins_two_sentences(parser: Parser) -> None:
    alone = ["A woman holds a cup.", "A dog on a rug.", "Two men stand near a car."]
    together = parser.parse([Caption("1", " ".join(alone))])[0].graph.names()["relations"]
    apart = parser.parse([Caption(str(k), text) for k, text in enumerate(alone)])
    assert together == [relation for one in apart for relation in one.graph.names()["relations"]]
    assert len(together) == 3
