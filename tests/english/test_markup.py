"""Captions with markup: what is read of them, and which edits leave them whole."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.english.edits import realise
from capaug.english.markup import reading


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("a man&#39;s hat", "a man's hat"),
        ("a man&#x27;s hat", "a man's hat"),
        ("a&nbsp;dog", "a dog"),
        ("salt &amp;amp; pepper", "salt & pepper"),
        ("<b>a dog</b>", "a dog"),
        ("**A dog** sits by a **red** door.", "A dog sits by a red door."),
        ("a dog<br>on grass", "a dog on grass"),
        ("a dog <br /> on grass", "a dog on grass"),
        ('<a href="x.html">a dog</a> runs', "a dog runs"),
        ("a dog <!-- check this --> runs", "a dog runs"),
        ("&lt;i&gt;a dog&lt;/i&gt;", "a dog"),
        ("<PERSON> and <PERSON> at the beach", "person and person at the beach"),
        ("&lt;PERSON&gt; rides a horse", "person rides a horse"),
        ("[NAME]'s dog in <LOC>", "person's dog in London"),
        ("actor<PERSON_1>", "actor person"),
        ("a dog on the beach #dog #sun", "a dog on the beach"),
        ("a dog on the beach https://t.co/abc", "a dog on the beach"),
        ("a red dress IMG_2034.JPG", "a red dress"),
        ("a red dress | #dress - www.example.com", "a red dress"),
        ("A red dress.png", "A red dress"),
        ("a goal in the first half via example.com", "a goal in the first half"),
        ("A goal in the first half. example.com", "A goal in the first half."),
        ("a goal in the first half (example.com)", "a goal in the first half"),
        ("a heart of paper. - stock photo", "a heart of paper."),
        ("A plan of a house | Plans and More", "A plan of a house"),
    ],
)
def test_what_is_read(text: str, read: str) -> None:
    found = reading(text)
    assert found is not None and found.text == read


@pytest.mark.parametrize(
    "text",
    [
        "a dog on a couch.",
        "i <3 my cat, 2 < 3 > 1",
        "AT&T; and R&D; on a sign",
        "x <y and z> w",
        "a dog [left] and a cat",
        "2 ** 3",
        "a sign with a d**n word",
        "a website for cats.com",
        "a couple before a banner of Los Mocanos.com",
        'a sign that says "Rouleur, www.rouleur.cc"',
        "a jersey that says #love",
        "a man with the number #7",
        'a sign reads "www.example.com"',
        "#sunset #beach",
        "free stock photo",
    ],
)
def test_what_is_read_to_the_letter(text: str) -> None:
    assert reading(text) is None


PIECES = "a dog <b> </b> <br> &amp; &lt; &gt; &#39; <PERSON> [NAME] < > & ; # #tag www.a.com IMG_1.jpg".split()
PIECES += "| - stock photo é 狗".split()


@given(st.lists(st.sampled_from([*PIECES, " ", " ", "\n"]), max_size=20).map("".join) | st.text())
def test_offsets_never_fall(text: str) -> None:
    read = reading(text)
    assert read == reading(text)
    if read is None:
        return
    assert len(read.text) == len(read.starts) == len(read.ends)
    assert list(read.starts) == sorted(read.starts) and list(read.ends) == sorted(read.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(read.starts, read.ends, strict=True))
    for character, start, end in zip(read.text, read.starts, read.ends, strict=True):
        assert end - start != 1 or text[start] == character
    for start, end, person in read.stand_ins:
        assert read.text[start:end] == ("person" if person else "London")
        given_start, given_end = read.given(start, end)
        assert text[given_start] in "<[&" and text[given_end - 1] in ">];"


@pytest.mark.parametrize("piece", [" ", "#a ", "| ", "- ", "1_", "a.", "( ", "<a ", "&amp;", "<!--"])
def test_a_long_text_takes_linear_time(piece: str) -> None:
    short, long = (piece * (length // len(piece)) + "#a" for length in (1_000, 30_000))
    began = perf_counter()
    reading(short)
    between = perf_counter()
    reading(long)
    assert perf_counter() - between < 300 * max(between - began, 1e-3)


def edited(text: str, old: str, new: str) -> str | None:
    start = text.index(old)
    made = realise(text, [(start, start + len(old), new)])
    return made and made[0]


@pytest.mark.parametrize(
    ("text", "old", "new", "result"),
    [
        ("a <b>red</b> bus", "red", "green", "a <b>green</b> bus"),
        ("a <b>red</b> bus", "<b>red</b> ", "", "a bus"),
        ("the <b>red bus</b>", "red ", "", "the <b>bus</b>"),
        ("a man&#39;s hat", "man", "boy", "a boy&#39;s hat"),
        ("a black &amp; white cat", "&amp; white ", "", "a black cat"),
        ("<PERSON> rides a horse", "horse", "elephant", "<PERSON> rides an elephant"),
        ("a dog next to <PERSON>", "next to", "behind", "a dog behind <PERSON>"),
        ("a man and <PERSON> on a beach", " and <PERSON>", "", "a man on a beach"),
        ("a dog #dog", "dog", "cat", "a cat #dog"),
        ("a **red** door", "red", "green", "a **green** door"),
    ],
)
def test_edits_beside_markup(text: str, old: str, new: str, result: str) -> None:
    assert edited(text, old, new) == result


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a <b>red</b> bus", "red</b> bus", "car"),  # leaves a tag open
        ("a <b>red</b> bus", "red", "orange"),  # the article stands before the tag
        ("a <b>red</b> bus", "red", ""),  # a tag around nothing
        ("the <b>red bus</b>", "red", ""),  # joins the space to the tag
        ("a man&#39;s hat", "man&#3", "boy"),  # cuts an entity
        ("<PERSON> rides a horse", "<PERSON>", "a man"),
        ("<PERSON> rides a horse", "PERSON", "NAME"),
        ("<PERSON> rides a horse", "<PERSON>", "two <PERSON>"),
        ("<PERSON> rides a horse", "<PERSON>", "<PERSON>s"),
        ("<PERSON> on a horse", "<PERSON>", "There is <PERSON>"),
        ("<PERSON> on a horse", "on", "that is not on"),
        ("&lt;PERSON&gt; rides a horse", "PERSON", "person"),
        ("two dogs and <PERSON>", "two dogs and", "the"),
        ("a dog #dog", "#dog", "#cat"),
        ("a **red** door", "**red", "green"),
        ("a **red** door", "red", ""),
        ("a man on a horse", "a man", "a man in <b>a red"),  # as a sibling has it
        ("a man on a horse", "a man", "a <PERSON>"),
    ],
)
def test_edits_that_would_break_markup(text: str, old: str, new: str) -> None:
    assert edited(text, old, new) is None


def test_placeholders_change_places_with_others() -> None:
    text = "<PERSON> chases a dog"
    made = realise(text, [(0, 8, "a dog"), (16, 21, "<PERSON>")])
    assert made is not None and made[0] == "A dog chases <PERSON>"
