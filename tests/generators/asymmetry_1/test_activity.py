"""What is played or done gives way to another of its line."""

from __future__ import annotations

import pytest

ACTIVITY = "asymmetry_1.activity"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man plays the guitar in a studio.", "A man plays the violin in a studio."),
        ("A man is playing a guitar on a balcony.", "A man is playing an accordion on a balcony."),
        ("Four nurses playing soccer", "Four nurses playing volleyball"),
        ("A teacher shows how to play tennis.", "A teacher shows how to play basketball."),
        ("Two sisters are playing video games.", "Two sisters are playing cards."),
        ("A girl does gymnastics in a yard.", "A girl does karate in a yard."),
        ("TWO NURSES PLAYING GUITARS", "TWO NURSES PLAYING VIOLINS"),
    ],
)
def test_what_is_played_gives_way(caption, expected, texts):
    assert expected in texts(ACTIVITY, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("goes_on", "A nurse plays guitar and sings.", "A nurse plays guitar while she sings."),
        ("goes_on", "A nurse plays guitar hero.", "A nurse plays guitar."),
        ("still_told", "Two nurses playing tennis with rackets.", "Two nurses playing tennis with friends."),
        ("still_told", "A nurse playing guitar into an amp.", "A nurse playing guitar into a phone."),
        ("on_a_screen", "Two nurses playing baseball with a Wii.", "Two nurses playing baseball."),
        ("game_behind_an_article", "Two nurses playing the Wii.", "Two nurses playing Wii."),
        ("several_behind_an_article", "A nurse plays a guitar.", "A nurse plays the guitar."),
        ("not_with_this", "A nurse plays a guitar on the street.", "A nurse plays a guitar."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(ACTIVITY, caption)
    assert texts(ACTIVITY, twin, draws=40)


def test_one_article_stands_before_no_drums(texts):
    assert not any("a drums" in text for text in texts(ACTIVITY, "A nurse plays a guitar.", draws=60))
    assert any("the drums" in text for text in texts(ACTIVITY, "A nurse plays the guitar.", draws=60))


def test_other_captions_tell_what_is_played(texts, refused):
    caption = "Two nurses are playing frisbee."
    assert any("soccer" in text for text in texts(ACTIVITY, caption, draws=60))
    assert not any("soccer" in text for text in texts(ACTIVITY, caption, "Nurses run after a soccer ball.", draws=60))
    assert "called_otherwise" in refused(ACTIVITY, caption, "Nurses are playing soccer.")


def test_what_is_known_and_no_more_stays(texts):
    assert not texts(ACTIVITY, "Two nurses are playing music.", draws=20)
    assert not texts(ACTIVITY, "Two nurses are playing with a guitar.", draws=20)
