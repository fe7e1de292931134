"""What may be the title of a work."""

from __future__ import annotations

import pytest

from capaug.english.titles import is_title
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bringing goats home : farms of old Japan", True),
        ("Great Heron by Ann Lee", True),
        ("In the picture: a goat on a hill", False),
        ("A boy has two goats: a white one and a black one", False),
        ("A white goat by a river", False),
        ("A plane made by Boeing", False),
    ],
)
def test_a_title_has_a_colon_or_an_author(parser: Parser, text: str, title: bool) -> None:
    (told,) = parser.parse([Caption("1", text)])
    assert is_title(told.sentences[0]) is title
