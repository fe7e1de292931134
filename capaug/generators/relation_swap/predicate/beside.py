"""Beside, in front of or behind something."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import INSIDE, KIND, LEAVES, LOOKS_ON, Change
from capaug.generators.rules import Rules

PREDICATES_OF_BESIDE = words("predicates_of_beside")
SHORES = words("shores")
ACTS_OF_TOUCHING = words("acts_of_touching")
ACTS_BESIDE = words("acts_upon_what_is_beside")
BESIDE_WORDS = frozenset({"beside", "near", "by"}) | {"next"}

BESIDE = Rules[Change](KIND)


@BESIDE.rule("people sitting on | beside chairs")
def beside_one_of_several(change: Change) -> bool:
    """Who is on one of several is beside the others."""
    leaves = change.tail in LEAVES and change.spot.old_tail in INSIDE | {"on", "on top of"}
    return leaves and change.link.object.plural


@BESIDE.rule("ducks in | next to a river near its bank")
def by_the_shore(change: Change) -> bool:
    """The sentence names the shore, by which whoever is in the water may be."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail in INSIDE
    leaves = leaves or (change.tail in INSIDE and change.spot.old_tail in PREDICATES_OF_BESIDE)
    water = leaves and change.spot.lexicon.objects.category(change.spot.target) == "water"
    return water and not SHORES.isdisjoint(change.spot.sentence.lower_set)


@BESIDE.rule("a crowd in | beside a field next to a plane")
def beside_two_things(change: Change) -> bool:
    """The sentence says already beside what it is."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail not in PREDICATES_OF_BESIDE
    return leaves and not BESIDE_WORDS.isdisjoint(
        change.spot.sentence.lower[change.link.object.head : change.link.object.head + 4]
    )


@BESIDE.rule("a man in front of | behind city buildings")
def behind_all_of_them(change: Change) -> bool:
    """Behind several buildings nobody is seen."""
    hidden = change.last == "behind" and change.link.object.plural
    return hidden and change.spot.lexicon.objects.category(change.spot.target) in ("building", "structure")


@BESIDE.rule("pushing | standing near luggage")
def near_it_already(change: Change) -> bool:
    """Who does the old thing to it is near it."""
    spot = change.spot
    beside = change.rest in PREDICATES_OF_BESIDE or change.said in PREDICATES_OF_BESIDE
    return beside and spot.old_verb in ACTS_BESIDE and not spot.old_rest


@BESIDE.rule("standing on | next to a ferry, looking out at a ferry")
def another_of_that_name(change: Change) -> bool:
    """The sentence names another such thing, of which one would not know it apart, or another who may be beside it."""
    spot = change.spot
    names = [thing.name for thing in spot.sentence.things]
    moved = change.tail in LEAVES and spot.old_tail not in LEAVES
    return names.count(spot.target) > 1 or (moved and names.count(spot.subject) > 1)


@BESIDE.rule("people watch a train on | next to a track; girls petting goats in | next to a pen")
def of_who_does_it(change: Change) -> bool:
    """Who looks at it or touches it may stand there, and the words may be read of them."""
    spot = change.spot
    if spot.verb is not None or change.tail not in LEAVES:
        return False
    mine = change.link.subject
    acts = [(one, one.first) for one in spot.others if mine in (one.subject, one.object)]
    return any(act in ACTS_OF_TOUCHING or (act in LOOKS_ON and one.object is mine) for one, act in acts)


@BESIDE.rule("holding his shirt in | next to a fountain")
def holds_it_there(change: Change) -> bool:
    """What is held may be there, and who holds it beside it."""
    spot = change.spot
    if spot.verb is not None or change.tail not in LEAVES or spot.old_tail not in INSIDE:
        return False
    return any(one.predicate in ("hold", "hold up", "wash", "put", "dip") for one in spot.of_subject)
