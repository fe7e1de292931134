"""``a desk with a laptop`` -> ``a desk that has a laptop``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Scene, Thing
from capaug.english.edits import Replacement
from capaug.english.endings import DISTANT
from capaug.english.openings import Opening
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.asymmetry_3.rewrites import KIND
from capaug.generators.rules import Rules

PRONOUNS_AND_WHAT_POINTS_BACK = words("pronouns_and_what_points_back")
MUTUAL = words("words_of_two_parties")


def having(scene: Scene, phrases: Phrases, owner: Thing, start: Opening) -> Iterator[list[Replacement]]:
    """Say of ``owner``, the last noun of ``start``, that it has what stands behind the ``with`` that follows."""
    at = start.end
    if RULES.refuse(scene, Possession(phrases, owner, at)):
        return
    who = "who" if phrases.lexicon.objects.is_person(owner.name) else "that"
    yield [(*phrases.sentence.span(at, at + 1), f"{who} {'have' if start.many else 'has'}")]


@dataclass(frozen=True)
class Possession:
    """``owner`` with something, word ``at`` being the ``with``."""

    phrases: Phrases
    owner: Thing
    at: int

    @cached_property
    def had(self) -> list[Thing]:
        """The things that it has."""
        return [link.object for link in self.owner.as_subject if link.predicate == "with"]


RULES = Rules[Possession](KIND)


@RULES.rule("a desk with | two or three lamps")
def nothing_had(possession: Possession) -> bool:
    """What follows ``with`` is not known to be had."""
    return not possession.had or possession.had[0].base[0] != possession.at + 1


@RULES.rule("a woman with | a man")
def somebody_had(possession: Possession) -> bool:
    """Who is with somebody does not have them."""
    objects = possession.phrases.lexicon.objects
    return any(objects.is_animate(thing.name) or thing.name == "people" for thing in possession.had)


@RULES.rule("a train with | trees in the background")
def seen_beside_it(possession: Possession) -> bool:
    """What is had may only be seen beside the owner, or be meant by a pronoun."""
    said = possession.phrases.sentence.lower_set
    return not (said.isdisjoint(DISTANT) and said.isdisjoint(PRONOUNS_AND_WHAT_POINTS_BACK) and said.isdisjoint(MUTUAL))


@RULES.rule("a table with | food sitting on it")
def more_is_said_of_it(possession: Possession) -> bool:
    """A participle behind it may be the main thing that is said."""
    return any(
        token.tag in ("VBG", "VBN") and token.dep not in ("amod", "compound")
        for token in possession.phrases.sentence.tokens[possession.at :]
    )
