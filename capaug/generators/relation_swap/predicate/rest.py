"""Rest: how somebody sits, stands or lies there, and in what."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import INSIDE, KIND, Change
from capaug.generators.rules import Rules

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
MOVING = words("verbs_of_moving")
STILL_OR_MOVING = VERBS_OF_STANDING_STILL | MOVING
GRAZING = words("verbs_of_grazing_about")
POSTURES = words("postures")
NEVER_SEATED = words("animals_never_seated")
SITTING = frozenset({"sit", "seat"})
WAYS_OF_SITTING = words("ways_of_sitting")
NOT_LAIN_AT = words("prepositions_nobody_lies_at")
SEATS = words("seats_that_nobody_walks_in")
NOBODY_STANDS_IN = words("seats_nobody_stands_in")
PLAYS_STANDING = words("plays_standing")
WITHOUT_LEGS = words("never_on_legs")
LEANING_WORDS = words("leaning_words")
CROUCHING = frozenset({"crouch", "squat", "kneel"})
LYING = frozenset({"lie", "lay", "sleep"})

REST = Rules[Change](KIND)


@REST.rule("a cat lying | standing on its back")
def on_ones_back(change: Change) -> bool:
    """What one does on one's back is done on nothing else."""
    return change.spot.target == "back"


@REST.rule("cows standing and lying | in a pasture")
def two_postures(change: Change) -> bool:
    """The verb that ``and`` joins with it says how they are there."""
    if not change.spot.acting or change.verb not in STILL_OR_MOVING:
        return False
    return any(lemma in STILL_OR_MOVING or lemma in GRAZING for lemma in change.spot.joined)


@REST.rule("giraffes standing together, grazing | sitting on grass")
def sits_while_standing(change: Change) -> bool:
    """Another word says that they stand or sit, and the old verb what they do meanwhile."""
    spot = change.spot
    return change.verb in POSTURES and spot.old_verb not in POSTURES and spot.somebody_stands


@REST.rule("sheep walking | sitting between bushes")
def never_seated(change: Change) -> bool:
    """It lies or stands; few writers say that it sits."""
    sits = change.verb == "sit" and change.spot.old_verb != "sit"
    return sits and change.spot.subject.rpartition(" ")[2] in NEVER_SEATED


@REST.rule("a mermaid sitting | standing on a rock")
def without_legs(change: Change) -> bool:
    """It has no legs."""
    upright = change.verb in ("stand", "walk", "run", "jump", "kneel") and change.verb != change.spot.old_verb
    return upright and change.spot.subject.rpartition(" ")[2] in WITHOUT_LEGS


@REST.rule("standing | running with her feet apart")
def said_how_one_stands(change: Change) -> bool:
    """The sentence says how one stands."""
    return (
        change.verb != change.spot.old_verb
        and change.spot.old_verb == "stand"
        and (not {"apart", "crossed"}.isdisjoint(change.spot.sentence.lower_set))
    )


@REST.rule("sitting | laying Indian style on a rug")
def said_how_one_sits(change: Change) -> bool:
    """The sentence says how one sits."""
    return change.spot.old_verb in SITTING and not WAYS_OF_SITTING.isdisjoint(change.spot.sentence.lower_set)


@REST.rule("a woman sitting | standing with a girl in her lap")
def has_a_lap(change: Change) -> bool:
    """Only who sits has a lap."""
    said = change.spot.sentence.lower_set
    return (
        change.spot.old_verb in SITTING and change.verb not in SITTING and ("lap" in said or {"across", "legs"} <= said)
    )


@REST.rule("a man standing | lying on a sidewalk leaning on a pole")
def leans_there(change: Change) -> bool:
    """Another word says how somebody is there."""
    moved = change.verb in POSTURES and change.verb != change.spot.old_verb
    return moved and any(token.text.lower() in LEANING_WORDS for token in change.spot.other_words)


@REST.rule("a goat stands | lies against a bank")
def lies_against_nothing(change: Change) -> bool:
    """Nobody lies over or against it, or at it."""
    return change.verb in ("lie", "lay") and change.spot.old_verb not in ("lie", "lay") and change.last in NOT_LAIN_AT


@REST.rule("a man lying in a hammock next to a sidewalk | walking")
def in_a_seat(change: Change) -> bool:
    """The verb says as well in what they sit or lie."""
    moves = change.verb != change.spot.old_verb and change.verb not in ("sit", "lie", "lay", "sleep", "rest")
    return moves and any(link.object.name in SEATS for link in change.spot.of_verb)


@REST.rule("people sitting | standing in a booth")
def nobody_stands_in_it(change: Change) -> bool:
    """One sits in it."""
    name = change.spot.target.rpartition(" ")[2]
    return change.verb == "stand" and change.tail in INSIDE and name in NOBODY_STANDS_IN


@REST.rule("a man and a woman sit | lie on a bench")
def room_for_one(change: Change) -> bool:
    """Where several sit, only one could lie."""
    spot = change.spot
    if change.verb not in LYING or spot.old_verb in LYING or spot.target not in ("bench", "chair", "couch", "sofa"):
        return False
    if spot.link.object.plural or change.tail not in ("on", "in", "on top of"):
        return False
    return spot.link.subject.plural or any(one.object is spot.link.object for one in spot.of_verb)


@REST.rule("a bird perched on | in front of a rock")
def perched_on_it(change: Change) -> bool:
    """What perches does so on something."""
    spot = change.spot
    return spot.old_verb == "perch" and change.verb == "perch" and change.rest != spot.old_rest


@REST.rule("waiting for the pitch while standing | sitting in the batter's box")
def plays_standing(change: Change) -> bool:
    """Nobody sits or lies at that place of a game."""
    rests = change.verb in SITTING | LYING and change.spot.old_verb not in SITTING | LYING
    return rests and not PLAYS_STANDING.isdisjoint(change.spot.sentence.lower_set)


@REST.rule("a man sleeping | in a chair, eating a sandwich")
def asleep_and_busy(change: Change) -> bool:
    """Who sleeps does nothing else."""
    return change.spot.acting and change.verb == "sleep" and bool(change.spot.of_subject)


@REST.rule("a boy sitting | crouching on a motorcycle")
def crouches_on_a_mount(change: Change) -> bool:
    """Nobody crouches or kneels on what one sits on."""
    spot = change.spot
    low = change.verb in CROUCHING and spot.old_verb not in CROUCHING and change.last in ("on", "in")
    return low and spot.lexicon.objects.category(spot.target) in ("vehicle", "furniture")
