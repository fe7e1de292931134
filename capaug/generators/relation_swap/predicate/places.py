"""Places: in, on or under what something is."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import (
    INSIDE,
    KIND,
    LEAVES,
    PREDICATES_OF_BESIDE,
    Change,
)
from capaug.generators.rules import Rules

HOLDS = words("prepositions_that_hold")
HOLDING = ("on", "in", "ride", " inside", " on top of")  # endings of predicates that say where something is held
SMALL_VESSELS = words("small_vessels")
TOO_BIG_FOR_THEM = words("too_big_for_small_vessels")
PAVED = words("paved_ways")
UNDER = frozenset({"under", "underneath", "beneath", "below"})
DONE_IN_OR_ON = words("done_in_or_on_something")
PARTS_OF_SHOPS = words("parts_of_shops")

PLACES = Rules[Change](KIND)


@PLACES.rule("people on a motorcycle | in a car")
def at_two_places(change: Change) -> bool:
    """A thing is held at one place at a time."""
    if change.tail not in HOLDS or change.link.predicate.endswith(HOLDING):
        return False
    return any(link.predicate.endswith(HOLDING) for link in change.spot.of_subject)


@PLACES.rule("a plate | in a bowl of rice")
def in_what_is_full(change: Change) -> bool:
    """What holds something else does not hold this too."""
    if change.tail not in ("in", "inside"):
        return False
    return any(link.predicate == "of" for link in change.link.object.as_subject if link is not change.link)


@PLACES.rule("a bottle next to a cup | in a cup")
def too_big_for_it(change: Change) -> bool:
    """A cup holds no bottle, and no building a bus."""
    spot = change.spot
    category = spot.lexicon.objects.category
    if change.tail in INSIDE and change.tail != spot.old_tail and category(spot.target) == "building":
        return category(spot.subject) == "vehicle" and spot.target not in ("garage", "barn", "hangar")
    return change.tail in ("in", "inside") and spot.target in SMALL_VESSELS and spot.subject in TOO_BIG_FOR_THEM


@PLACES.rule("people in front of a couple of huts | inside a couple of huts; in front of | on some elephants")
def inside_of_several(change: Change) -> bool:
    """A thing is in or on one of them at most."""
    if change.tail not in ("in", "inside", "on", "on top of") or change.tail == change.spot.old_tail:
        return False
    return change.link.object.plural and change.spot.old_tail in LEAVES | {"at"}


@PLACES.rule("people in | in front of a supermarket in the fruit section")
def within_a_part_of_it(change: Change) -> bool:
    """They are among what stands within."""
    leaves = change.spot.old_tail in INSIDE and change.tail not in INSIDE
    return leaves and not PARTS_OF_SHOPS.isdisjoint(change.spot.sentence.lower_set)


@PLACES.rule("a man riding a wave in | beside the ocean; a trick on | next to a bicycle")
def goes_on_there(change: Change) -> bool:
    """The sentence says what is done in it or on it."""
    if change.tail not in LEAVES or change.spot.old_rest in LEAVES or change.link.predicate in LEAVES:
        return False
    mine = {change.verb, change.spot.old_verb} if change.spot.verb is not None else set()
    return any(
        token.lemma in DONE_IN_OR_ON and token.lemma not in mine and k != change.spot.verb
        for k, token in enumerate(change.spot.sentence.tokens)
    )


@PLACES.rule("passing on | underneath a bridge atop a street")
def goes_on_about_it(change: Change) -> bool:
    """The sentence says further what is above or below."""
    moved = change.spot.verb is None or change.tail != change.spot.old_tail
    over = ("atop", "over", "above", "under", "on top of")
    vertical = change.tail in ("under", "underneath", "beneath", "above", "over", "on", "on top of")
    told = [one.predicate for one in change.link.object.as_subject]
    told += [one.predicate.partition(" ")[2] for one in change.spot.of_verb]
    return moved and vertical and not set(over).isdisjoint(told)


@PLACES.rule("a laptop on | underneath a desk next to a monitor")
def beside_what_stands_on_it(change: Change) -> bool:
    """It is beside something else, which stands where it stood."""
    moved = change.last in UNDER and change.spot.old_tail in ("on", "on top of", "atop")
    others = (*change.spot.of_subject, *change.link.object.as_subject)
    return moved and any(not PREDICATES_OF_BESIDE.isdisjoint(_endings(one.predicate)) for one in others)


def _endings(predicate: str) -> tuple[str, str]:
    """A predicate with its verb and without: ``sit next to``, ``next to``."""
    return predicate, predicate.partition(" ")[2]


@PLACES.rule("a sidewalk next to | in water")
def no_way_in_water(change: Change) -> bool:
    """A way is beside the water."""
    spot = change.spot
    into = change.tail in INSIDE and spot.old_tail in PREDICATES_OF_BESIDE
    return (
        into
        and spot.lexicon.objects.category(spot.target) == "water"
        and (spot.subject in PAVED or any(one.object.name in PAVED for one in spot.of_subject))
    )
