"""What is not known to go with the rest of the sentence, or named in a caption already: costly, and asked last."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import Thing
from capaug.english.facts import Facts
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import SEEN, Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, Use, conjuncts
from capaug.generators.rules import Sieve

ONLOOKERS = words("people_who_look_on")
GATHERED = frozenset({"people", "crowd", "audience"})
WITHIN_A_GROUP = words("relations_within_a_group")

STRANGERS = Sieve[Place, Offer](KIND)


@STRANGERS.rule("a train on tracks | bus")
def stranger(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It hardly ever shares a picture with another thing of the sentence."""
    known, strangers = place.knows_beside, place.company.strangers
    for one in place.neighbours:
        for name in one.names:
            if strange := strangers[place.name, name]:
                offers = [o for o in offers if o.new not in strange or (not o.by_sex and known(one, o.new))]
    return offers


@STRANGERS.rule("a cat on a drainpipe | dog")
def unknown_company(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nobody knows what goes with another thing of the sentence."""
    if not any(offer.roles for offer in offers):
        return offers
    for one in place.neighbours:
        if one.is_unheard:
            offers = [offer for offer in offers if not offer.roles or place.knows_beside(one, offer.new)]
    return offers


@STRANGERS.rule("two zebras are feeding on the grass | water")
def unseen_in_its_relation(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """No siblings: what is said of the one must be known to be said of the other."""
    for use in place.uses:
        offers = [offer for offer in offers if not offer.roles or _is_usual(place, use, offer.new)]
    return offers


def _is_usual(place: Place, use: Use, new: str) -> bool:
    """Whether ``new`` was seen in the thing's place in a link, or is usual there."""
    return place.knows(use, new) or place.company.usual[new, use.predicate, use.other.name, use.as_object]


@STRANGERS.rule("a toilet without a seat | bathtub")
def never_had_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence may deny the thing something that nobody misses in what is offered."""
    absent, denied = place.sentence.absent, place.sentence.denied
    if not absent or max(denied) < place.thing.head:
        return offers
    together = place.counts.together
    return [o for o in offers if all(together(o.usual, name) >= SEEN for name in absent)]


@STRANGERS.rule("a bus is stopped on a road | stop sign")
def said_in_its_name(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says the first word of its name."""
    first, end = place.thing.words
    if all(" " not in offer.new for offer in offers):
        return offers
    said = {token.lemma for k, token in enumerate(place.sentence.tokens) if not first <= k < end}
    return [offer for offer in offers if " " not in offer.new or offer.new.partition(" ")[0] not in said]


@STRANGERS.rule("a dog on a couch | cat, where another caption names a cat")
def named_already(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A caption names it, or what it may be."""
    mentions, old = place.scene.once(Facts).mentions, place.name
    return [o for o in offers if not mentions(o.new, instead_of=old) or (o.by_sex and _only_onlookers_may_be(place, o))]


def _only_onlookers_may_be(place: Place, offer: Offer) -> bool:
    """``a man sings while people watch``: who looks on is not who sings. Nor is anybody of whom other captions speak in
    the plural, without a sex and without that act.
    """
    if len(place.scene.caption.sentences) > 1 or offer.new in place.scene.once(Facts).lemmas:
        return False
    objects = place.scene.lexicon.objects
    beside = {use.other for use in place.uses if use.last in WITHIN_A_GROUP} | set(conjuncts(place))
    mine = _acts(place.thing)
    for sentence in (place.sentence, *place.scene.others):
        for thing in sentence.things:
            if thing is place.thing or not objects.is_person(thing.name) or not objects.related(offer.new, thing.name):
                continue
            many = thing.plural or thing.lemma in GATHERED
            if SEXES.get(thing.name) == SEXES.get(offer.new) or (many and not mine.isdisjoint(_acts(thing))):
                return False
            if sentence is place.sentence and not (many and thing.lemma in ONLOOKERS and thing not in beside):
                return False
    return True


def _acts(thing: Thing) -> set[str]:
    """The verbs of what somebody does, and what they do it with."""
    acts = {link.first for link in thing.as_subject if link.verb is not None}
    acts |= {link.object.lemma for link in thing.as_subject}
    return acts | {quality.name.partition(" ")[0] for quality in thing.qualities if quality.type == "action"}
