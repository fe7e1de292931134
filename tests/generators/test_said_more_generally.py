"""Generalising real captions: what an article, a number or a name needs stays."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("caption", "wrong", "twin", "right"),
    [
        ("A blue sky is overhead.", "A sky", "The blue sky is overhead.", "The sky is overhead."),
        ("Two one way signs on a road.", "one signs", "Two red signs on a road.", "Two signs on a road."),
        ("A picture of Mary and baby Jesus.", "person Jesus", "A picture of a woman and a baby.", "a child"),
        ("A box of rice in a white box.", "rice in a box", "A bag of rice in a white box.", "rice in a box"),
        ("A playground in the school.", "the building", "A playground near the school.", "the building"),
        ("A red passport of the European Union.", "the Union", "A red passport on the wooden table.", "the table"),
    ],
)
def test_what_is_needed_stays(texts, caption: str, wrong: str, twin: str, right: str) -> None:
    assert not [text for text in texts("asymmetry_2.generalise", caption) if wrong in text]
    assert [text for text in texts("asymmetry_2.generalise", twin) if right in text]
