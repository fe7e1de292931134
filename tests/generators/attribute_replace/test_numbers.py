"""How many there are of a thing changes."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        (
            "known_by_another_word",
            "A kayaker on a wide river. The boater holds a paddle.",
            "A kayaker on a wide river. The boat is red.",
        ),
        ("never_counted", "A metal grate in the road.", "A paper bill is held up to the camera."),
        ("never_counted", "A long street with many shops.", "A red playground with many slides."),
        ("of_one_thing", "A man fixes a tie.", "A bottle of lager beer for sale."),
        ("before_a_plural", "Someone is showing a car features", "Someone is showing a car"),
    ],
)
def test_one_stays_one(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused("attribute_replace.contrast", caption)
    assert rule not in refused("attribute_replace.contrast", spared)


def test_what_there_is_none_of_is_not_counted(texts) -> None:
    assert not [t for t in texts("attribute_replace.contrast", "Bottles with zero alcohol.", draws=20) if "ingle" in t]
    assert [t for t in texts("attribute_replace.contrast", "Three bottles on a shelf.", draws=20) if "ingle" in t]


def test_what_is_in_them_stays_as_it_is(texts) -> None:
    made = texts("attribute_replace.contrast", "A bottle of lager beer for sale.", draws=20)
    assert "Two bottles of lager beer for sale." in made
    assert not [text for text in made if "beers" in text]
