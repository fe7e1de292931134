"""Piles of nouns, as shops write them: what is sold is there, all else may be a name or a kind."""

from __future__ import annotations

import pytest

from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vector Giant Owl Kid's Dark T-Shirt", ["t-shirt"]),
        ("Vector of a giant owl on a kid's dark t-shirt", ["owl", "kid", "t-shirt"]),
        ("Vintage Oak Kitchen Table Lamp", ["kitchen table lamp"]),
        ("A vintage lamp on an oak kitchen table", ["lamp", "kitchen table"]),
        ("Red Car, Blue Truck", ["car", "truck"]),
    ],
)
def test_of_a_pile_of_nouns_the_last_is_there(parser: Parser, text: str, names: list[str]) -> None:
    (parsed,) = parser.parse([Caption("1", text)])
    assert [thing.name for thing in parsed.graph.objects] == names


@pytest.mark.parametrize(
    ("text", "qualities"),
    [
        ("Blue Tigers Team Leather Jacket", ["leather"]),
        ("A red leather jacket of the Tigers team", ["red", "leather"]),
        ("Vintage Brown Leather Jacket", ["vintage", "brown", "leather"]),
    ],
)
def test_of_a_pile_only_what_stands_at_the_last_noun_is_said_of_it(
    parser: Parser, text: str, qualities: list[str]
) -> None:
    (parsed,) = parser.parse([Caption("1", text)])
    assert [quality.name for quality in parsed.graph.attributes] == qualities
