"""What pronouns may mean."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.phrases import Phrases
from capaug.english.words import words

PRONOUNS_AND_WHAT_POINTS_BACK = words("pronouns_and_what_points_back")
OF_THINGS = words("pronouns_of_things")
OF_PEOPLE = words("pronouns_of_people")


def antecedent_lost(phrases: Phrases, gone: Sequence[tuple[int, int]]) -> bool:
    """Whether a pronoun that stays may mean a noun in the ranges of words ``gone``."""
    if PRONOUNS_AND_WHAT_POINTS_BACK.isdisjoint(phrases.sentence.lower_set):
        return False
    lost = {k for first, end in gone for k in range(first, end)}
    things = [thing for thing in phrases.sentence.things if thing.head in lost]
    return any(
        thing.head < k and _may_mean(word, phrases.lexicon.objects.is_person(thing.name))
        for k, word in enumerate(phrases.words)
        if k not in lost and word in PRONOUNS_AND_WHAT_POINTS_BACK
        for thing in things
    )


def _may_mean(pronoun: str, person: bool) -> bool:
    return pronoun not in (OF_THINGS if person else OF_PEOPLE)
