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
        ("before_a_plural", "Someone is showing a car features", "Someone is showing a car"),
    ],
)
def test_one_stays_one(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused("attribute_replace.contrast", caption)
    assert rule not in refused("attribute_replace.contrast", spared)


def test_what_there_is_none_of_is_not_counted(texts) -> None:
    assert not [t for t in texts("attribute_replace.contrast", "Bottles with zero alcohol.", draws=20) if "ingle" in t]
    assert [t for t in texts("attribute_replace.contrast", "Three bottles on a shelf.", draws=20) if "ingle" in t]
