"""What is worn, and what comes in pairs."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, conjuncts
from capaug.generators.rules import Sieve

WORN_CATEGORIES = frozenset({"clothing", "accessory"})
ONE_OF_A_PAIR = words("nouns_of_one_of_a_pair")

WORN = Sieve[Place, Offer](KIND)


@WORN.rule("a man in a hat and backpack | suitcase")
def not_worn(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody is in what he wears, which is joined with it."""
    category, is_person = place.scene.lexicon.objects.category, place.scene.lexicon.objects.is_person
    if not any(use.as_object and use.predicate in ("in", "wear") and is_person(use.other.name) for use in place.uses):
        return offers
    worn = {category(thing.name) for thing in (place.thing, *conjuncts(place))} & WORN_CATEGORIES
    return [offer for offer in offers if category(offer.new) in WORN_CATEGORIES] if worn else offers


@WORN.rule("a plate with a spoon | chopstick; a man on his snowboard | ski")
def one_of_a_pair(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Captions name both of them."""
    if place.thing.plural or place.name in ONE_OF_A_PAIR:
        return offers
    return [offer for offer in offers if offer.new not in ONE_OF_A_PAIR]


@WORN.rule("a man in short pants | shorts")
def what_it_is_by_its_length(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Short pants are shorts."""
    short = any(said.name == "short" for said in place.said)
    return [o for o in offers if o.new not in ("shorts", "pants", "trousers")] if short else offers


@WORN.rule("a man in ethnic dress | suit")
def dress_without_article(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``dress`` is what people wear at large."""
    bare = place.thing.lemma == "dress" and not place.thing.plural and place.thing.determiner is None
    return () if bare and place.thing.base[0] else offers
