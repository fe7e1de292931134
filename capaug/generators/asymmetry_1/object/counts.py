"""What captions say of the old word and hardly of what is offered: qualities and relations."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.generators.asymmetry_1.company import SEEN, Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, Said
from capaug.generators.rules import Sieve

# A replacement this many times rarer than the old word in its place reads odd ("riding sheep").
UNUSUAL = 60
# From so many times on a word is usual in a relation.
OFTEN = 3
# Types of qualities that few kinds of things have: no woolen cows.
TELLING = frozenset("material texture pattern shape flavor".split())

COUNTS = Sieve[Place, Offer](KIND)


@COUNTS.rule("a gray goat with a bleb | cow")
def untold_quality(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It was never said to have the quality."""
    for said in place.said:
        offers = [offer for offer in offers if _is_told(place, said, offer)]
    return offers


def _is_told(place: Place, said: Said, offer: Offer) -> bool:
    """Whether what is offered has the quality about as often as the old word."""
    if offer.by_sex and said.type == "action":
        return True
    seen = place.counts.attributes_of(offer.new).get(said.name, 0)
    if offer.roles and seen < SEEN:
        return False
    if not seen and said.type != "other" and (said.had or said.type in TELLING):
        return False
    return said.had < SEEN or (seen + 0.5) * offer.share * UNUSUAL >= said.had


@COUNTS.rule("a man riding a horse | sheep")
def odd_in_its_relation(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It stands in the relation far less often than the old word."""
    for use in place.uses:
        counts, had = use.counts, use.had
        if had >= OFTEN:
            often = had >= UNUSUAL
            offers = [o for o in offers if counts.get(o.new, 0) * UNUSUAL >= had or (o.by_sex and not often)]
    return offers
