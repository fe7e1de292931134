"""Qualities and numbers exchanged between two things."""

from __future__ import annotations

import pytest
from sentences import scene, sentence

SWAP = "attribute_replace.swap"


def two_animals(first: str, second: str, joint: str, *, other: str = "dog"):
    """Two animals of two colours, joined by ``joint``."""
    link = [] if joint == "and" else [("cat", joint, other)]
    colors = [("cat", first, "color"), (1, second, "color")]
    things = [f"A {first} cat", f"a {second} {other}"]
    return scene(sentence(f"A {first} cat {joint} a {second} {other}", things=things, qualities=colors, links=link))


def test_two_things_exchange_their_colours(texts):
    assert texts(SWAP, two_animals("black", "white", "and")) == ["A white cat and a black dog"]
    assert texts(SWAP, two_animals("black", "white", "next to")) == ["A white cat next to a black dog"]


def test_nothing_to_exchange(texts):
    assert not texts(SWAP, two_animals("black", "black", "and"))
    assert not texts(SWAP, two_animals("black", "white", "next to", other="cat"))  # the same picture


def test_swap(texts):
    assert "A white cat and a black dog on a couch." in texts(SWAP, "A black cat and a white dog on a couch.")


@pytest.mark.parametrize(
    "caption",
    [
        "A black cat and a black dog on a couch.",  # nothing changes
        "A black cat next to a white cat.",  # the same picture
        "A wooden table and a white dog.",  # two types
    ],
)
def test_no_swap(caption, texts):
    assert not texts(SWAP, caption)
    assert texts(SWAP, "A black table and a white dog.")


def test_counts_swap(texts):
    assert "Two women and a dog at a lake." in texts(SWAP, "A woman and two dogs at a lake.")
    assert not texts(SWAP, "Two men riding a horse.")  # one horse carries no three
    assert not texts(SWAP, "A woman and two dogs at a lake.", "Some women at a lake.")


RULES = [
    ("one_of_several", "A black and white cat and a brown dog."),
    ("not_before_its_noun", "The cat is black and a white dog sleeps."),
    ("no_numbers_of_their_own", "Three men and several dogs."),
    ("same_picture", "A black cat next to a white cat."),
    ("said_of_several", "A woman and two dogs at a lake.", "Some women at a lake."),
    ("said_of_the_other", "A black cat and a white dog on a couch.", "A white cat."),
    ("apart", "Two men riding a horse."),
    ("named_by_its_number", "Two men on four wheelers."),
    ("compared", "A larger cat and a tiny dog on a couch."),
    ("told_of_more", "A black bird and a yellow car that darkens to black."),
    ("unsuited", "A woman with blonde hair and a black shirt."),
    ("of_two_kinds", "A woman with two chairs."),
]


@pytest.mark.parametrize(("rule", "captions"), [(rule, captions) for rule, *captions in RULES])
def test_refusals_are_counted(rule, captions, refused):
    assert rule in refused(SWAP, *captions)
    assert rule not in refused(SWAP, "A black cat and a white dog on a couch.")
