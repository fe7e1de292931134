"""What captions say already: the new predicate, or the old one once more."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

OF_ONE_OF_THEM = words("relatives_of_one_of_them")

SAID = Rules[Change](KIND)


@SAID.rule("a man sitting on a bench, where a sibling says: a man lies on a bench")
def said_by_another(change: Change) -> bool:
    """Another speaker says it, or its verb of the same."""
    spot = change.spot
    if spot.facts.relates(change.said, spot.subject, spot.target):
        return True
    return change.verb != spot.old_verb and spot.facts.does(change.verb, spot.subject)


@SAID.rule("a man sitting on a bench. He sits still. | standing")
def said_in_another_sentence(change: Change) -> bool:
    """The caption would still say the old predicate."""
    return change.spot.said_again


@SAID.rule("a pizza next to a plate | next to a shaker")
def said_beside_it(change: Change) -> bool:
    """The sentence has these words already."""
    return change.spot.verb is None and f" {change.said} " in change.spot.sentence.own_text.lower()


@SAID.rule("a gull floating in | flying over the sea and flying over a ship")
def done_besides(change: Change) -> bool:
    """The sentence says the new verb of it already."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb:
        return False
    return any(one.verb not in (None, spot.verb) and one.first == change.verb for one in spot.of_subject)


@SAID.rule("to the left | right of a fountain, while to the right there is a pot")
def other_side_told(change: Change) -> bool:
    """The sentence tells of the other side as well."""
    sides = {"left", "right"} & set(change.said.split())
    return bool(sides) and not sides.isdisjoint(change.spot.sentence.lower_set)


@SAID.rule("holding skateboards, they walk | skateboard down a sidewalk")
def said_as_a_noun(change: Change) -> bool:
    """Another word of the sentence is the new verb, or what it is done with."""
    spot = change.spot
    return (
        spot.verb is not None
        and change.verb != spot.old_verb
        and len(change.verb) > 4
        and any(token.lemma == change.verb for token in spot.other_words)
    )


@SAID.rule("waiting on | in front of the subway")
def waited_for(change: Change) -> bool:
    """Who waits on it is near it, and waits for it."""
    return change.spot.old_verb == "wait"


@SAID.rule("two people walking, one of whom rides a bike | running")
def one_of_them_does_more(change: Change) -> bool:
    """What one of them does goes on with the old verb."""
    said = change.spot.sentence.lower_set
    return change.verb != change.spot.old_verb and "one" in said and not OF_ONE_OF_THEM.isdisjoint(said)
