"""Six images whose captions hold what negatives of others say."""

from __future__ import annotations

import re

import pytest

from capaug.records import Attribute, AugmentedCaption, Edit, Relation, SceneGraph, SceneObject, Variant

LEMMAS = {"cars": "car", "dogs": "dog", "lies": "lie", "lying": "lie", "walks": "walk"}
THINGS = ("car", "cars", "house", "dog", "dogs", "cat", "road")
QUALITIES = ("red", "blue", "white")
VERBS = ("lies on", "lying on", "walks on")


def make_row(image: str, place: int, caption: str, *negatives: tuple[str, str]) -> AugmentedCaption:
    """A row; a negative is its kind and its text, which differs from the caption in single words."""
    found = [(word, caption.index(word)) for word in re.findall(r"\w+", caption)]
    things = [(word, start) for word, start in found if word in THINGS]
    objects = tuple(SceneObject(LEMMAS.get(w, w), LEMMAS.get(w, w), at, at + len(w)) for w, at in things)
    attributes = tuple(
        Attribute(next(n for n, (_, later) in enumerate(things) if later > at), word, "color", at, at + len(word))
        for word, at in found
        if word in QUALITIES
    )
    relations = []
    for verb in VERBS:
        at = caption.find(verb)
        if at >= 0:
            lemma = " ".join(LEMMAS.get(word, word) for word in verb.split())
            relations.append(Relation(0, lemma, 1, at, at + len(verb)))
    variants = []
    for kind, text in negatives:
        edits = [
            Edit(old.start(), old.end(), old[0], new[0])
            for old, new in zip(re.finditer(r"\w+", caption), re.finditer(r"\w+", text), strict=True)
            if old[0] != new[0]
        ]
        variants.append(Variant(text, kind, tuple(edits)))
    graph = SceneGraph(objects, attributes, tuple(relations))
    return AugmentedCaption(image, f"{image}.{place}", caption, "own", "all", graph, (), tuple(variants))


CONTRAST, SWAP, OBJECT = "attribute_replace.contrast", "attribute_replace.swap", "asymmetry_1.object"
PREDICATE, NEGATE = "relation_swap.predicate", "asymmetry_1.negate"

ROWS = (
    make_row(
        "i1", 0, "a red car by a white house",
        (CONTRAST, "a blue car by a white house"), (SWAP, "a white car by a red house"),
    ),
    make_row("i1", 1, "the car is parked", (OBJECT, "the dogs is parked"), (NEGATE, "the car not parked")),
    make_row("i2", 0, "two blue cars"),
    make_row("i3", 0, "a dog lies on the blue road", (PREDICATE, "a dog walks on the blue road")),
    make_row("i3", 1, "a red dog"),
    make_row("i4", 0, "a dog walks on a road"),
    make_row("i5", 0, "a white car", (OBJECT, "a white zebra")),
    make_row("i5", 1, "the red house of a dog"),
    make_row("i6", 0, "a blue house"),
)  # fmt: skip


@pytest.fixture
def rows() -> tuple[AugmentedCaption, ...]:
    return ROWS
