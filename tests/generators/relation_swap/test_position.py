"""Where something is changes to the other side."""

from __future__ import annotations

import pytest

from capaug.lexicon.positions import opposites

POSITION = "relation_swap.position"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man stands to the left of a bus.", "A man stands to the right of a bus."),
        ("The man on the right wears a hat.", "The man on the left wears a hat."),
        ("A boy holds a kite in his left hand.", "A boy holds a kite in his right hand."),
        ("A goat is facing left near a gate.", "A goat is facing right near a gate."),
        ("A boat in the upper-left corner of the picture.", "A boat in the upper-right corner of the picture."),
        ("A nun on the left and a monk on the right.", "A nun on the right and a monk on the left."),
        ("A nun walks from left to right past a gate.", "A nun walks from right to left past a gate."),
        ("The leftmost horse is black.", "The rightmost horse is black."),
        ("Tall trees stand on both sides of a canal.", "Tall trees stand on only one side of a canal."),
        ("Tall trees stand on either side of a canal.", "Tall trees stand on only one side of a canal."),
        ("Huts on one side of a canal.", "Huts on both sides of a canal."),
        ("Huts on only one side of a canal.", "Huts on both sides of a canal."),
        ("A flyer with a logo at the top of the page.", "A flyer with a logo at the bottom of the page."),
        ("A poster with a logo in the lower left corner.", "A poster with a logo in the upper left corner."),
    ],
)
def test_a_side_gives_way(caption, expected, texts):
    assert expected in texts(POSITION, caption)


@pytest.mark.parametrize(
    "caption",
    [
        "A goat right next to a gate.",
        "A suitcase was left open on a bed.",
        "A right angle in a river.",
        "A cake on top of a box.",
        "A woman in a red top.",
        'A sign that says "Left Lane Closed" beside a road.',
    ],
)
def test_other_senses_are_left_alone(caption, texts):
    assert texts(POSITION, caption) == []


def test_all_that_hangs_together_is_turned_round(texts):
    caption = "A nun on the left faces a door. She holds a cup in her right hand. The door is on the right."
    assert texts(POSITION, caption) == [
        "A nun on the right faces a door. She holds a cup in her left hand. The door is on the left."
    ]


def test_what_does_not_hang_together_is_turned_round_alone(texts):
    caption = "A girl has a ring on her left hand. The sky is grey. There is a kiosk to the right of a tram."
    assert texts(POSITION, caption) == [caption.replace("left", "right")]


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("on_both", "Lamps on the left and right.", "A lamp on the left."),
        ("not_sure_of_a_side", "A goat on the left comes right to the gate.", "A goat on the left comes to the gate."),
        ("not_sure_of_a_side", "Cups angled from left to right.", "A nun walks from left to right."),
        ("on_both", "A fence stretches from left to right.", "From left to right: a goat, a cow and a hen."),
        ("not_said_to_be", "A hut with no goat on the left.", "A hut with a goat on the left."),
        ("counted", "The second goat from the left is white.", "The goat on the left is white."),
        ("alike", "Identical huts, one to the left of a goat.", "Two huts, one to the left of a goat."),
        (
            "as_on_the_other_side",
            "A lamp on the left and a lamp on the right.",
            "A lamp on the left and a stove on the right.",
        ),
        (
            "as_on_the_other_side",
            "A boy raises his left arm and his right arm.",
            "A boy raises his left arm and holds a cup with his right arm.",
        ),
        ("may_be_there_too", "Bushes on the left.", "A cow on the left."),
        ("may_be_there_too", "A hut to the left with a hut on either side.", "A hut to the left."),
        ("reads_one_way", "A clock with a numeral on the left.", "A clock with a hand on the left."),
        ("reads_one_way", "Jars spell a name. The jar on the left has an A.", "The jar on the left has an A."),
        ("too_many", " ".join(["A nun on the left faces a monk on the right."] * 6), "A nun on the left faces a monk."),
        ("of_no_things", "A statue on both sides of a door.", "Statues on both sides of a door."),
        ("of_no_things", "On one side of the lake is a bare land.", "Huts on one side of the lake."),
        ("counted_by_sides", "Two huts on both sides of a canal.", "Huts on both sides of a canal."),
        ("counted_by_sides", "Huts on one side of a canal and cows on the other.", "Huts on one side of a canal."),
        ("counted_by_sides", "A nun in the middle with monks on each side.", "A nun with monks on each side."),
        ("of_what_has_no_sides", "Dogs lie on one side.", "Dogs lie on one side of a canal."),
        (
            "sides_said_by_another",
            "Huts on both sides of a canal. Each side has a path.",
            "Huts on both sides of a canal. A boat is in the water.",
        ),
        ("not_printed", "A gull at the top of the picture.", "A logo at the top of the picture."),
        (
            "other_heights",
            "A card with a name at the top of the card and a date below it.",
            "A card with a name at the top of the card and a date.",
        ),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(POSITION, caption)
    assert rule not in refused(POSITION, twin)
    assert texts(POSITION, twin)


@pytest.mark.parametrize(
    ("rule", "caption", "sibling", "harmless"),
    [
        ("said_by_another", "A nun on the left.", "A nun to the right of a bus.", "A nun beside a bus."),
        ("sides_said_by_another", "Huts on both sides of a canal.", "Huts on one side of a canal.", "Huts by a canal."),
        ("height_said_by_another", "A card with a logo in the upper right.", "A logo below a name.", "A logo."),
    ],
)
def test_what_a_sibling_says_is_not_put_in(rule, caption, sibling, harmless, refused, texts):
    assert rule in refused(POSITION, caption, sibling)
    assert rule not in refused(POSITION, caption, harmless)
    assert texts(POSITION, caption, harmless)


def test_opposites_hold_both_ways():
    for name in ("sideways", "height"):
        pairs = opposites(name)
        assert pairs and all(pairs[other] == word and word != other for word, other in pairs.items())
