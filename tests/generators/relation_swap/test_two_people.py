"""A man and a woman change places in what is said of each."""

from __future__ import annotations

import pytest

ROLES = "relation_swap.roles"


@pytest.mark.parametrize(
    ("caption", "made"),
    [
        (
            "A man plays a guitar while a woman sings into a microphone.",
            "A woman plays a guitar while a man sings into a microphone.",
        ),
        ("A girl with a red hat laughs with a boy.", "A boy with a red hat laughs with a girl."),
        (
            "Two women in green sweaters walk past a man on the steps.",
            "Two men in green sweaters walk past a woman on the steps.",
        ),
    ],
)
def test_they_change_places(texts, caption: str, made: str) -> None:
    assert made in texts(ROLES, caption)


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("of_two_ages", "A man with a hat near a girl.", "A man with a hat near a woman."),
        ("tells_the_sex", "A man with a beard near a woman.", "A man with a book near a woman."),
        ("tells_the_sex", "A man with a book near his woman.", "A man with a book near a woman."),
        ("misspelt", "A man in a hat while a black women sings.", "A man in a hat while a black woman sings."),
        ("what_people_are", "A white man with a hat and a black woman.", "A young man with a hat and an old woman."),
        ("among_others", "A man with a hat, a woman and a child.", "A man with a hat and a woman."),
        ("may_be_of_both", "An elderly man and woman sit on a bench.", "An elderly man sees a woman on a bench."),
        ("may_be_of_both", "A man sitting on a bench next to a woman.", "A man holding a cup next to a woman."),
    ],
)
def test_rules_with_their_twins(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused(ROLES, caption)
    assert rule not in refused(ROLES, spared)


def test_what_another_caption_says_of_the_other(refused) -> None:
    caption = "A man with an umbrella near a woman."
    assert "said_of_the_other" in refused(ROLES, caption, "A woman with an umbrella.")
    assert "said_of_the_other" in refused(ROLES, caption, "Two people with umbrellas.")
    assert "said_of_the_other" not in refused(ROLES, caption, "A man with an umbrella.")


def test_nothing_is_made_of_two_men(texts) -> None:
    assert not texts(ROLES, "A man with a hat laughs with a man.")
