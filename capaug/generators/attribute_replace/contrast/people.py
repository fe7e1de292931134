"""People: their mood, sex and age."""

from __future__ import annotations

from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

HIS_OR_HER = frozenset({"his", "her", "he", "she", "him", "hers", "himself", "herself"})
YOUNG = words("young_by_name")
SAD = words("moods_of_the_sad")

PEOPLE = Rules[Change](KIND)


@PEOPLE.rule("a happy girl, smiling | frowning")
def moods_clash(change: Change) -> bool:
    """Another word tells of the mood."""
    mood = change.value in SAD or change.quality.name in SAD
    return mood and any(word.startswith(("smil", "laugh", "grin", "cheer")) for word in change.words)


@PEOPLE.rule("a small male child with a smile on his face | female")
def pronoun_of_its_sex(change: Change) -> bool:
    """A pronoun tells the sex as well."""
    return change.value in ("male", "female") and not HIS_OR_HER.isdisjoint(change.sentence.lower_set)


@PEOPLE.rule("a female rider | male, where another caption says: a man on a horse")
def that_sex_is_said(change: Change) -> bool:
    """Another caption names somebody of that sex."""
    if change.value not in ("male", "female"):
        return False
    return any(SEXES.get(name) == change.value for name in change.facts.names)


@PEOPLE.rule("a young lad | old")
def young_by_name(change: Change) -> bool:
    """Its name says that it is young."""
    return change.value in ("old", "elderly", "older", "middle-aged") and change.noun in YOUNG


@PEOPLE.rule("a young woman with a pregnant belly | elderly")
def of_another_age(change: Change) -> bool:
    """Only the young are so."""
    return change.value in ("old", "elderly", "older") and "pregnant" in change.words
