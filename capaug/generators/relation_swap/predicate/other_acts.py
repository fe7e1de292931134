"""Other acts: what is done before, meanwhile or after, and by others of them."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
WALKING = words("verbs_of_walking")
MOVING = words("verbs_of_moving")
POSTURES = words("postures")
NOT_YET = words("verbs_before_an_act")
COMING_AND_GOING = WALKING | MOVING | POSTURES | {"wade"}
SEQUENCES = words("sequences")
MANY_OF_THEM = words("many_of_them")
WITH_GERUNDS = words("verbs_with_gerunds")
WAYS_OF_GOING = words("ways_of_going")

OTHER_ACTS = Rules[Change](KIND)


@OTHER_ACTS.rule("teenagers prepare to surf | wade in the ocean")
def not_done_yet(change: Change) -> bool:
    """Who gets ready for something may do the other meanwhile."""
    verb, sentence = change.spot.verb, change.spot.sentence
    if verb and sentence.tag(verb) == "VBG" and sentence.tokens[verb - 1].lemma.lower() in WITH_GERUNDS:
        return change.verb != change.spot.old_verb
    return (
        verb is not None
        and verb > 1
        and change.verb in COMING_AND_GOING
        and sentence.lower[verb - 1] == "to"
        and sentence.tokens[verb - 2].lemma.lower() in NOT_YET
    )


@OTHER_ACTS.rule("chatting or talking | staring at a phone")
def one_of_two_readings(change: Change) -> bool:
    """``or`` joins its verb with another: nobody knows which of them is done."""
    verb, words = change.spot.verb, change.spot.sentence.lower
    return verb is not None and "or" in words[max(verb - 1, 0) : verb + 2]


@OTHER_ACTS.rule("people busy walking | sitting in the street")
def busy(change: Change) -> bool:
    """``busy`` stands before the verb, which says what keeps them so."""
    spot = change.spot
    return spot.verb is not None and change.verb != spot.old_verb and spot.sentence.word(spot.verb - 1) == "busy"


@OTHER_ACTS.rule("a woman jumps over | stands behind a bar and attacks a man")
def one_after_the_other(change: Change) -> bool:
    """What is joined to the old verb is done after it, and after the new one just as well."""
    spot = change.spot
    if spot.verb is None or spot.old_verb not in SEQUENCES or change.verb not in VERBS_OF_STANDING_STILL:
        return False
    return spot.goes_on_to_another_verb


@OTHER_ACTS.rule("a woman has made her purchase and is leaving | entering the store")
def comes_and_goes(change: Change) -> bool:
    """What is joined with it is done before or after it, as one comes or goes."""
    spot = change.spot
    ways = ("enter", "leave", "exit")
    if spot.verb is None or spot.old_verb not in ways or change.verb not in ways:
        return False
    return spot.sentence.tokens[spot.verb].dep == "conj" or spot.goes_on_to_another_verb


@OTHER_ACTS.rule("people are skiing and snowboarding | walking on a mountain")
def some_do_each(change: Change) -> bool:
    """Of several some do the one and some the other, and others may do a third."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb or not spot.joined:
        return False
    verb, tags = spot.verb, spot.sentence.tag
    with_verb = (tags(verb - 2) if verb > 1 else "", tags(verb + 2))
    one_way = spot.old_verb in WAYS_OF_GOING and not WAYS_OF_GOING.isdisjoint(spot.joined)
    return (one_way or spot.link.subject.plural) and any(tag == tags(verb) for tag in with_verb)


@OTHER_ACTS.rule("there are many people that are sitting | standing on a hill")
def others_may(change: Change) -> bool:
    """Of so many some may well be so."""
    mine = change.verb in POSTURES | WALKING | MOVING and change.verb != change.spot.old_verb
    return mine and change.link.subject.plural and not MANY_OF_THEM.isdisjoint(change.spot.sentence.lower_set)
