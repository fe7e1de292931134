"""Something is on another part of the same place."""

from __future__ import annotations

import pytest

PART = "relation_swap.part"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A nurse waits at the top of the stairs.", "A nurse waits at the bottom of the stairs."),
        ("A boy stands at the foot of a snowy hill.", "A boy stands at the top of a snowy hill."),
        ("A puppy sits in the back of an old van.", "A puppy sits in the front of an old van."),
        ("A nurse reads at the back of a bus.", "A nurse reads at the front of a bus."),
        ("A goat stands in the middle of a dirt road.", "A goat stands on the side of a dirt road."),
        ("A goat stands on the edge of a large field.", "A goat stands in the middle of a large field."),
        ("A basket at the end of a pier.", "A basket in the middle of a pier."),
        ("A LARGE RED STAR ON THE SIDE OF A BARN", "A LARGE RED STAR ON TOP OF A BARN"),
    ],
)
def test_a_phrase_gives_way(caption, expected, texts):
    assert expected in texts(PART, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("still_told", "A nurse climbs to a bench at the top of the stairs.", "A nurse at the top of the stairs."),
        ("still_told", "A goat by the curb on the side of a road.", "A goat on the side of a road."),
        ("of_two_places", "A goat on the edge of a field and a road.", "A goat on the edge of a field."),
        ("not_with_this", "A church on the side of a road.", "Two goats on the side of a road."),
        ("not_with_this", "A goat eats grass at the edge of a river.", "A goat drinks at the edge of a river."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(PART, caption)
    assert texts(PART, twin, draws=40)


def test_other_captions_tell_the_part(texts, refused):
    caption = "A goat stands in the middle of the road."
    assert texts(PART, caption, "A goat and a van.", draws=40)
    assert not texts(PART, caption, "A goat on the side of the road.", draws=40)
    assert "called_otherwise" in refused(PART, caption, "A goat on the side of the road.")


def test_what_is_in_front_of_a_place_is_on_no_part_of_it(texts):
    assert not texts(PART, "A nurse waits in front of a bus.", draws=20)
    assert not texts(PART, "A van on both sides of the road.", draws=20)
