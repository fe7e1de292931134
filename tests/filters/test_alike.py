"""Negatives of a caption that say the same in other words."""

from __future__ import annotations

import pytest

from capaug.filters.alike import are_alike
from capaug.filters.base import Candidate
from capaug.kinds import Kind
from capaug.records import Edit, Variant


@pytest.mark.parametrize(
    ("caption", "old", "one", "other", "alike"),
    [
        ("A small dog on a bed.", "small", "large", "big", True),
        ("A small dog on a bed.", "small", "large", "huge", False),
        ("A woman on a bed.", "woman", "man", "guy", True),
        ("A woman on a bed.", "woman", "man", "boy", False),
        ("A dog sitting on a bed.", "sitting", "lying", "laying", True),
        ("A dog sitting on a bed.", "sitting", "lying", "standing", False),
    ],
)
def test_synonyms_in_one_place_are_alike(make_scene, caption, old, one, other, alike) -> None:
    scene, kind, start = make_scene(caption), Kind("own", true=False), caption.index(old)

    def made(new: str) -> Candidate:
        edits = (Edit(start, start + len(old), old, new),)
        return Candidate(scene, Variant(caption.replace(old, new), "own", edits), kind)

    assert are_alike(made(one), made(other)) is alike


def test_the_same_word_in_two_places_is_not_alike(make_scene) -> None:
    scene, kind = make_scene("A red ball on a red bed."), Kind("own", true=False)
    first = Candidate(scene, Variant("A blue ball on a red bed.", "own", (Edit(2, 5, "red", "blue"),)), kind)
    second = Candidate(scene, Variant("A red ball on a blue bed.", "own", (Edit(16, 19, "red", "blue"),)), kind)
    assert not are_alike(first, second)
