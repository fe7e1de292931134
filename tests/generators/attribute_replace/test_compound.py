"""The first noun of a compound gives way to another of its line."""

from __future__ import annotations

import pytest

COMPOUND = "attribute_replace.compound"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A kitten sleeps in a bathroom sink.", "A kitten sleeps in a kitchen sink."),
        ("A kitten sleeps on a white kitchen counter.", "A kitten sleeps on a white bathroom counter."),
        ("A slice of chocolate cake on a napkin.", "A slice of carrot cake on a napkin."),
        ("A Slice Of Chocolate Cake On A Napkin", "A Slice Of Vanilla Cake On A Napkin"),
        ("Tourists wait outside an ice cream shop.", "Tourists wait outside a book shop."),
        ("Tourists wait outside a book shop.", "Tourists wait outside an ice cream shop."),
        ("Two school buses pass a church.", "Two city buses pass a church."),
        ("A basketball game is shown on a phone.", "A hockey game is shown on a phone."),
        ("three wine glasses and a napkin", "three beer glasses and a napkin"),
        ("A man poses in a giraffe costume.", "A man poses in a clown costume."),
        ("A baby elephant stands near a fence.", "An adult elephant stands near a fence."),
        ("A van waits on a city street.", "A van waits on a village street."),
        ("A clock tower beside a river.", "A water tower beside a river."),
    ],
)
def test_a_modifier_gives_way(caption, expected, texts):
    assert expected in texts(COMPOUND, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("goes_with_what_stands_before", "A slice of moist chocolate cake.", "A large slice of chocolate cake."),
        ("goes_with_what_stands_before", "A ham and egg sandwich on foil.", "A big egg sandwich on foil."),
        ("of_a_name", "A puppy in a Grand Hyatt hotel room.", "A puppy in a tidy hotel room."),
        ("goes_on", "A kitten in the bathroom sink / basin.", "A kitten in the bathroom sink."),
        ("goes_on", "A Wii game of baseball on a bench.", "A Wii game on a bench."),
        ("only_there", "Two palm trees", "Two palm trees in a photo of a van."),
        ("only_there", "There is a shoe store behind a van.", "A shoe store is behind a van."),
        ("still_told", "A tennis match between two women with rackets.", "A tennis match between two women."),
        ("still_told", "A kitchen sink full of dishes.", "A kitchen sink full of leaves."),
        ("still_told", 'A beer bottle that says "Pale Ale".', 'A beer bottle that says "Hello".'),
        ("not_with_this", "A birthday cake for a girl.", "A birthday cake for a friend."),
        ("not_with_this", "A toothbrush on a kitchen counter.", "A kitten on a kitchen counter."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(COMPOUND, caption)
    assert texts(COMPOUND, twin, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "sibling", "new"),
    [
        ("not_with_this", "A kitten sleeps in a bathroom sink.", "A kitten beside dishes and a stove.", "kitchen"),
        ("not_with_this", "Two school buses pass a church.", "Red buses on a downtown street.", "city"),
        ("called_otherwise", "A bottle stands beside a wine glass.", "A bottle beside a beer glass.", "beer"),
    ],
)
def test_what_a_sibling_says_is_not_put_in(rule, caption, sibling, new, texts, refused):
    assert any(new in text for text in texts(COMPOUND, caption, draws=40))
    assert not any(new in text for text in texts(COMPOUND, caption, sibling, draws=40))
    assert rule in refused(COMPOUND, caption, sibling)


def test_a_generic_modifier_is_only_known(texts):
    assert not texts(COMPOUND, "A man poses in an animal costume.", draws=20)
    assert not texts(COMPOUND, "A man poses in a giraffe costume.", "A man in an animal costume.", draws=20)
