"""What captions say already: the new predicate, or the old one once more."""

from __future__ import annotations

from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

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
    return any(one.verb not in (None, spot.verb) and one.predicate.split()[0] == change.verb for one in spot.of_subject)


@SAID.rule("to the left | right of a fountain, while to the right there is a pot")
def other_side_told(change: Change) -> bool:
    """The sentence tells of the other side as well."""
    sides = {"left", "right"} & set(change.said.split())
    return bool(sides) and not sides.isdisjoint(change.spot.sentence.lower_set)
