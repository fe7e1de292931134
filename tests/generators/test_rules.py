"""Refusals as named rules: asked in order, counted by name."""

from __future__ import annotations

import pytest

from capaug.captions import ParsedCaption, Scene, Sentence
from capaug.errors import UsageError
from capaug.generators.rules import Rules
from capaug.lexicon import Lexicon
from capaug.records import Caption


@pytest.fixture
def scene() -> Scene:
    caption = Caption("1", "A dog.")
    parsed = ParsedCaption(caption, (Sentence(caption, [], [], [], []),))
    return Scene(parsed, parsed.sentences[0], [], Lexicon.load())


def test_the_first_rule_that_holds_refuses_and_is_counted(scene: Scene) -> None:
    rules = Rules[int]("zoo.size")

    @rules.rule("minus one elephant")
    def negative(size: int) -> bool:
        return size < 0

    @rules.rule("three elephants")
    def odd(size: int) -> bool:
        return size % 2 == 1

    assert [rules.refuse(scene, size) for size in (2, 3, -1, 5)] == [False, True, True, True]
    assert scene.refused == {("zoo.size", "odd"): 2, ("zoo.size", "negative"): 1}
    assert [(rule.name, rule.example) for rule in rules] == [
        ("negative", "minus one elephant"),
        ("odd", "three elephants"),
    ]


def test_two_rules_of_one_name_are_an_error() -> None:
    rules = Rules[int]("zoo.size")

    def huge(size: int) -> bool:
        return size > 10

    rules.rule("an example")(huge)
    with pytest.raises(UsageError, match="two rules called 'huge'"):
        rules.rule("another")(huge)
