"""Phrases that arrange things give way to others."""

from __future__ import annotations

import pytest

from capaug.lexicon.arrangements import ARRANGED, Arrangements

ARRANGEMENT = "relation_swap.arrangement"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Two dogs standing side by side in a field.", "Two dogs standing one behind the other in a field."),
        ("Two men sitting back to back on a bench.", "Two men sitting facing each other on a bench."),
        ("Children standing in a row.", "Children standing in a circle."),
        ("A man on a horse with a house in the background.", "A man on a horse with a house in the foreground."),
    ],
)
def test_a_phrase_gives_way(caption, expected, texts):
    assert expected in texts(ARRANGEMENT, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("said_twice", "Buses lined up in a row.", "Buses parked in a row."),
        ("said_twice", "A line of buses in a row.", "Buses in a row."),
        ("not_so_near", "A close up of a dog with a house in the background.", "A dog with a house in the background."),
        ("of_one_thing", "A man sits back to back.", "Two men sit back to back."),
        ("of_nothing", "Seen next to each other.", "Dogs next to each other."),
        ("always_far", "A dog with a mountain in the background.", "A dog with a house in the background."),
        ("goes_on", "A house in the background of a picture.", "A house in the background."),
        (
            "said_in_another_sentence",
            "Two dogs lie side by side. The dogs are brown.",
            "Two dogs lie side by side. A man reads.",
        ),
        ("not_of_these", "Two dogs lie in a row.", "Two dogs facing each other."),
        ("said_beside_it", "Dogs side by side and cats one behind the other.", "Dogs side by side."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused):
    assert rule in refused(ARRANGEMENT, caption)
    assert rule not in refused(ARRANGEMENT, twin)


def test_what_a_sibling_says_is_not_put_in(texts, refused):
    caption, sibling = "Two dogs standing side by side.", "Two dogs far apart on a field."
    assert any("far apart" in text for text in texts(ARRANGEMENT, caption, draws=40))
    assert texts(ARRANGEMENT, caption, sibling, draws=40)
    assert not any("far apart" in text for text in texts(ARRANGEMENT, caption, sibling, draws=40))
    assert "said_by_another" in refused(ARRANGEMENT, caption, sibling)


def test_nothing_excludes_itself():
    phrases = Arrangements.load()
    for name in ("each other", "facing", "row", "ground"):
        of_set = phrases.of_set(name)
        assert len(of_set) > 1
        for phrase in of_set:
            assert phrase.of <= ARRANGED and phrase not in phrases.others(phrase)
            assert all(phrase in phrases.others(other) for other in phrases.others(phrase))
