"""What is held, carried or worn."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, LOOKS_ON, Change
from capaug.generators.rules import Rules

HANDS = words("hands")
ON_THE_BODY = words("places_on_the_body")
WET = words("waters_to_ride_on")
DAILY_ACTS = words("daily_acts")

HELD = Rules[Change](KIND)


@HELD.rule("a bag held in a hand | dragged in a hand")
def in_a_hand(change: Change) -> bool:
    """What a hand holds is neither dragged nor pushed there."""
    spot = change.spot
    if not spot.acting or change.verb == spot.old_verb:
        return False
    return any(link.object.name in HANDS and link.predicate.endswith(" in") for link in (spot.link, *spot.of_verb))


@HELD.rule("people carrying | lying on surfboards under their arms")
def under_an_arm(change: Change) -> bool:
    """The sentence says where on the body it is held."""
    words = change.spot.sentence.lower_set
    holds = change.old in ("hold", "carry") and change.new not in ("hold", "carry")
    return holds and "under" in words and not words.isdisjoint(("arm", "arms"))


@HELD.rule("carries | lies next to a baby on her chest; carrying | walking a dog in a pouch")
def on_the_body(change: Change) -> bool:
    """The sentence says where on the body it is."""
    holds = change.old in ("hold", "carry") and change.new not in ("hold", "carry")
    end = change.link.object.base[1]
    return holds and not ON_THE_BODY.isdisjoint(change.spot.sentence.lower[end : end + 4])


@HELD.rule("a man in | holding sunglasses and a tie")
def holds_what_else_is_worn(change: Change) -> bool:
    """Something else is worn in the same words."""
    spot, link = change.spot, change.link
    if change.verb not in ("hold", "carry") or spot.link.predicate not in ("in", "wear", "with"):
        return False
    category = spot.lexicon.objects.category
    return any(
        one.subject is link.subject
        and one.predicate == link.predicate
        and category(one.object.name) in ("clothing", "accessory")
        for one in spot.others
    )


@HELD.rule("a snowboarder in | holding a jacket is doing a trick")
def holds_it_while_busy(change: Change) -> bool:
    """Who does something else has no hand free for what is worn."""
    spot = change.spot
    if change.verb not in ("hold", "carry") or spot.old_verb not in ("in", "wear", "dress", "with"):
        return False
    acts = [one.first for one in spot.of_subject if one.verb is not None]
    acts += [q.name.partition(" ")[0] for q in spot.link.subject.qualities if q.type == "action"]
    return any(act not in DAILY_ACTS for act in acts)


@HELD.rule("riding | holding a surfboard on a body of water")
def holds_it_on_the_water(change: Change) -> bool:
    """Who rides a board may hold it."""
    holds = change.verb in ("hold", "carry", "grab") and change.spot.old_verb in ("ride", "surf", "paddle")
    return holds and change.spot.target.endswith("board") and not WET.isdisjoint(change.spot.sentence.lower_set)


@HELD.rule("looking at | folding a map")
def looks_at_what_is_held(change: Change) -> bool:
    """Who looks at it may have it in the hands."""
    by_hand = change.verb in ("fold", "hold", "carry", "open", "unfold", "lift")
    return by_hand and change.spot.old_verb in LOOKS_ON | {"read", "examine", "inspect"}
