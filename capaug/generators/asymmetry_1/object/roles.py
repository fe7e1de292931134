"""Roles in which a thing may give way to what stands in those roles alone."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Sieve
from capaug.lexicon.objects import SUBJECT

MORE_SAID = words("openings_of_more_said")

Roles = frozenset[str]
"""Roles in which alone some of what is offered stands in the place of a thing."""

ROLES = Sieve[Place, Roles](KIND)


@ROLES.rule("a cow whose calf is near | person")
def more_is_said(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The words behind the thing say more of it than the graph tells."""
    return () if place.sentence.word(place.thing.words[1]) in MORE_SAID else roles


@ROLES.rule("a room with a table | shelf; a room with a horse | bicycle")
def another_part(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The thing is the object of something in another role: only what is on a table may be on a shelf."""
    held, acts = place.held_as, place.thing.as_subject
    return [one for one in roles if held <= one and (SUBJECT in one or not acts)] if held else roles


@ROLES.rule("a herd of cows in a field | people")
def no_part(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The thing is known by nothing that it does, or by more than the graph tells."""
    return roles if place.held_as else [one for one in roles if SUBJECT in one and place.only_acts]
