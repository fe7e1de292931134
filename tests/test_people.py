"""What docs/explanation/ethics.md says of people: what is never exchanged, and what is."""

from __future__ import annotations

import pytest

from capaug import Augmenter

KEPT = {
    "A black man riding a brown horse.": "black man|black men",
    "An asian woman holding a white cat.": "asian",
    "A blind man with a cane on a street.": "blind",
    "A white woman and a black man on a couch.": "white wom|black m",
    "A muslim man praying in a mosque.": "muslim",
    "A deaf girl is playing with two dogs.": "deaf",
    "A man in a wheelchair playing tennis.": "wheelchair",
}


@pytest.fixture(scope="module", name="negatives")
def negatives_fixture() -> dict[str, list[str]]:
    """Negatives before any filter but that of rules: all that could ever be kept."""
    captions = [*KEPT, "An old woman sitting on a bench.", "A man riding a brown horse."]
    rows = Augmenter("negclip", filters=["rules"]).augment_captions(captions)
    return {row.caption: [negative.text for negative in row.negatives] for row in rows}


@pytest.mark.parametrize("caption", KEPT)
def test_what_people_are_is_not_exchanged(caption: str, negatives: dict[str, list[str]]) -> None:
    words = KEPT[caption].split("|")
    assert negatives[caption]
    for text in negatives[caption]:
        assert any(word in text for word in words), text


def test_gender_and_age_are(negatives: dict[str, list[str]]) -> None:
    assert "A young woman sitting on a bench." in negatives["An old woman sitting on a bench."]
    assert any("woman" in text or "lady" in text for text in negatives["A man riding a brown horse."])
