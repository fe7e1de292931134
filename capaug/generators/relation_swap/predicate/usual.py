"""How usual the new predicate is, as counts of captions have it."""

from __future__ import annotations

from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

USUAL = Rules[Change](KIND)


@USUAL.rule("a player throwing | a bat")
def strange(change: Change) -> bool:
    """Nobody says it of the two (``a cow on a fence``); but people stand where they sit."""
    spot = change.spot
    if spot.is_by_agent or not spot.lexicon.relations.is_strange(spot.subject, change.new, change.target):
        return False
    return not change.seen if change.link.preposition is None else change.rest != spot.old_rest


@USUAL.rule("a surfer walking away from | a wave")
def unusual(change: Change) -> bool:
    """The new predicate is not usual with the object."""
    return not (change.keeps_place or change.spot.lexicon.relations.is_usual(change.new, change.target, change.old))


@USUAL.rule("a man catching | throwing a ball, say captions of one picture")
def said_together(change: Change) -> bool:
    """Captions of one picture were counted to say both."""
    relations, together = change.spot.lexicon.relations, change.spot.lexicon.together
    old, new = relations.canonical(change.spot.link.predicate), relations.canonical(change.said)
    return together.related(old, new, change.spot.target)
