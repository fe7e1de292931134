"""No edit touches a part of what names nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capaug.generators.frozen import leaves_frozen
from capaug.records import Edit, Variant
from tests.sentences import scene, sentence

TEXT = 'A sign that says "RED FROG" on a wall.'


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("RED", "BLUE", False),
        ('"RED FROG" on', '"CAT" on', True),  # taken away whole: nothing of it is changed
        (' that says "RED FROG"', "", True),
        (' FROG"', "", False),
        ("wall", "floor", True),
        ("sign", "shirt", True),
    ],
)
def test_edits_leave_frozen_words(old: str, new: str, left: bool) -> None:
    told = sentence(TEXT, things=["A sign", "a wall"])
    first = next(i for i, token in enumerate(told.tokens) if token.text == '"')
    told = replace(told, frozen=frozenset(range(first, first + 4)))
    place = scene(told)
    start = TEXT.index(old)
    variant = Variant(TEXT.replace(old, new), "family.kind", (Edit(start, start + len(old), old, new),))
    assert leaves_frozen(place, variant) is left
    assert place.refused["family.kind", "frozen_words"] == (not left)


def test_an_insertion_between_frozen_words_is_refused() -> None:
    told = replace(sentence(TEXT, things=["A sign"]), frozen=frozenset({4, 5, 6, 7}))
    start = TEXT.index("FROG")
    assert not leaves_frozen(scene(told), Variant("", "family.kind", (Edit(start, start, "", "BIG "),)))
    assert leaves_frozen(scene(told), Variant("", "family.kind", (Edit(0, 0, "", "BIG "),)))
