"""A predicate gives way to one that excludes it."""

from __future__ import annotations

import random

import pytest
from sentences import scene, sentence

from capaug.captions import Sentence
from capaug.generators.relation_swap.predicate import Predicate
from capaug.lexicon import Lexicon


def two(text: str, one: str, words: str, other: str) -> Sentence:
    return sentence(text, things=[one, other], links=[(0, words, 1)])


def texts_of(made: Sentence, *siblings: Sentence, draws: int = 60) -> set[str]:
    generator, stage = Predicate(Lexicon.load()), scene(made, *siblings)
    return {v.text for seed in range(draws) for v in generator.generate(stage, random.Random(seed))}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (two("A cat under a table.", "A cat", "under", "a table"), "A cat on a table."),
        (two("A man pushing a bike.", "A man", "pushing", "a bike"), "A man riding a bike."),
        (two("A man riding a horse.", "A man", "riding", "a horse"), "A man standing next to a horse."),
        (two("A boy on a skateboard.", "A boy", "on", "a skateboard"), "A boy holding a skateboard."),
        (two("A boy holding a skateboard.", "A boy", "holding", "a skateboard"), "A boy on a skateboard."),
        (two("A man sitting at a desk.", "A man", "sitting at", "a desk"), "A man sitting on a desk."),
        (two("A woman sits next to a cake.", "A woman", "sits next to", "a cake"), "A woman stands next to a cake."),
        (
            two("A teddy bear sitting on a chair.", "A teddy bear", "sitting on", "a chair"),
            "A teddy bear standing on a chair.",
        ),
        (two("A horse being led by a man.", "A horse", "led by", "a man"), "A horse being ridden by a man."),
    ],
)
def test_what_captions_often_say_is_put_in(made: Sentence, expected: str) -> None:
    assert expected in texts_of(made)


def test_what_a_sibling_says_is_not_put_in() -> None:
    sitting = two("A man sitting on a bench.", "A man", "sitting on", "a bench")
    lies = two("A man lies on a bench.", "A man", "lies on", "a bench")
    assert any("lying" in text or "laying" in text for text in texts_of(sitting))
    assert texts_of(sitting, lies)
    assert not any("lying" in text or "laying" in text for text in texts_of(sitting, lies))


@pytest.mark.parametrize("end", ["A man sitting on", "A man riding a horse is", "A man riding", ""])
def test_nothing_stands_behind(end: str) -> None:
    things = [thing for thing in ("A man", "a horse") if thing in end]
    assert not texts_of(sentence(end, things=things), draws=1)


def test_what_is_done_on_ones_back_stays() -> None:
    assert not texts_of(two("A cat lying on its back.", "A cat", "lying on", "its back"))
    assert texts_of(two("A cat lying on its bed.", "A cat", "lying on", "its bed"))


def test_planes_in_an_airport_are_not_put_outside(texts) -> None:
    assert not any("outside" in text for text in texts("relation_swap.predicate", "Two men in an airport."))
    assert any("outside" in text for text in texts("relation_swap.predicate", "Two men in a restaurant."))


def test_nobody_is_outside_a_kitchen(texts) -> None:
    assert not any("outside" in text for text in texts("relation_swap.predicate", "Two men in a kitchen."))


def test_nobody_plays_behind_a_crowd(texts) -> None:
    assert not any("behind" in t for t in texts("relation_swap.predicate", "Players in front of a crowd."))
    assert any("behind" in t for t in texts("relation_swap.predicate", "Players in front of a bus."))


def test_a_participle_becomes_an_active_one(texts) -> None:
    made = texts("relation_swap.predicate", "The boy is dressed in a green shirt.", draws=30)
    assert not any("is held" in text for text in made)
    assert any("is holding" in text for text in made)


def test_a_player_of_cassettes_neither_sits_nor_stands(texts) -> None:
    assert not any("stands" in t for t in texts("relation_swap.predicate", "A cassette player sits on a counter."))
    assert any("stands" in t for t in texts("relation_swap.predicate", "A hockey player sits on a bench."))


def test_who_looks_at_a_flag_may_hold_it(texts) -> None:
    assert not any("hold" in text for text in texts("relation_swap.predicate", "An astronaut looking at a flag."))
    assert any(
        "paint" in text or "wav" in text for text in texts("relation_swap.predicate", "A man looking at a sign.")
    )


def test_who_reads_a_paper_may_carry_it(texts) -> None:
    assert not any("carry" in text for text in texts("relation_swap.predicate", "A man reading a newspaper."))
