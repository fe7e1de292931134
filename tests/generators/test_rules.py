"""Refusals as named rules: asked in order, counted by name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from capaug.captions import ParsedCaption, Scene, Sentence
from capaug.errors import UsageError
from capaug.generators.rules import Rules, Sieve
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


def test_a_sieve_gives_each_rule_what_the_one_before_left() -> None:
    sieve = Sieve[int, int]("zoo.size")
    asked: list[tuple[str, list[int]]] = []

    @sieve.rule("a mouse in an elephant's cage")
    def too_small(least: int, sizes: Sequence[int]) -> Sequence[int]:
        asked.append(("too_small", list(sizes)))
        return [size for size in sizes if size >= least]

    @sieve.rule("three elephants")
    def odd(least: int, sizes: Sequence[int]) -> Sequence[int]:
        asked.append(("odd", list(sizes)))
        return [size for size in sizes if size % 2 == 0]

    refused: dict[str, int] = {}
    assert sieve.left(3, (5, 4, 1, 2, 6), refused) == [4, 6]
    assert refused == {"too_small": 2, "odd": 1}
    assert asked == [("too_small", [5, 4, 1, 2, 6]), ("odd", [5, 4, 6])]


def test_a_sieve_asks_nothing_about_nothing() -> None:
    sieve = Sieve[int, int]("zoo.size")

    @sieve.rule("an empty cage")
    def empty(least: int, sizes: Sequence[int]) -> Sequence[int]:
        raise AssertionError("asked")

    refused: dict[str, int] = {}
    assert not sieve.left(3, (), refused)
    assert not refused


def test_rules_of_several_files_are_asked_in_the_order_in_which_these_are_named(scene: Scene) -> None:
    weights, sizes = Rules[int]("zoo.size"), Rules[int]("zoo.size")

    @sizes.rule("minus one elephant")
    def negative(size: int) -> bool:
        return size < 0

    @weights.rule("a mouse")
    def light(weight: int) -> bool:
        return weight < 2

    both = Rules[int]("zoo.size", weights, sizes)
    assert [rule.name for rule in both] == ["light", "negative"]
    assert both.refuse(scene, -1) and both.first(5) is None
    assert scene.refused == {("zoo.size", "light"): 1}


def test_two_files_with_rules_of_one_name_are_an_error() -> None:
    def huge(least: int, sizes: Sequence[int]) -> Sequence[int]:
        return sizes

    one, other = Sieve[int, int]("zoo.size"), Sieve[int, int]("zoo.size")
    one.rule("an elephant")(huge)
    other.rule("a whale")(huge)
    with pytest.raises(UsageError, match=r"zoo\.size has two rules called 'huge'"):
        Sieve[int, int]("zoo.size", one, other)
