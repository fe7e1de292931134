"""Colours that stand alone: what somebody wears, and backgrounds beside them."""

from __future__ import annotations

import pytest

CONTRAST = "attribute_replace.contrast"


@pytest.mark.parametrize(
    ("caption", "made"),
    [
        ("A woman in blue shows two lipsticks.", "A woman in red shows two lipsticks."),
        ("A man wearing white stands near a fence.", "A man wearing black stands near a fence."),
        ("A woman dressed all in white", "A woman dressed all in red"),
        ("Vegetables isolated on a white background", "Vegetables isolated on a black background"),
    ],
)
def test_another_color_takes_its_place(texts, caption: str, made: str) -> None:
    assert made in texts(CONTRAST, caption, draws=40)


@pytest.mark.parametrize(
    "caption",
    [
        "A man in black and white.",
        "A street in yellow.",
        "A man in a white background noise machine.",
        "The background is white behind a man.",
    ],
)
def test_where_it_does_not_stand_alone_it_stays(texts, caption: str) -> None:
    (color,) = {"white", "yellow"} & set(caption.rstrip(".").split())
    assert all(color in text for text in texts(CONTRAST, caption, draws=20))


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("some_wear_it", "Some people in white sit on a bench.", "Two people in white sit on a bench."),
        ("worn_by_two", "A man in black near a black car.", "A man in black near a red car."),
    ],
)
def test_rules_with_their_twins(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused(CONTRAST, caption)
    assert rule not in refused(CONTRAST, spared)


def test_a_color_that_another_caption_names_is_not_put_on(texts) -> None:
    made = texts(CONTRAST, "A man in black sits.", "A blue bench.", draws=40)
    assert made and not any("blue" in text for text in made)
