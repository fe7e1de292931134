"""Vessels and packages, told by what is in them."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, has_names
from capaug.generators.rules import Sieve

PACKAGES = words("packages")
PACKED = words("words_of_packed_goods")
HOLDING_GOODS = frozenset({"of", "in", "inside", "for", "contain", "hold"})
MIXING = words("verbs_of_mixing")
TO_MIX_IN = words("vessels_to_mix_in")
DEEP = words("deep_vessels")
LIQUIDS = words("foods_of_bowls")
WINES_AND_SPIRITS = words("wines_and_spirits")
PRESERVES = words("preserves")
VESSELS = frozenset({"container", "kitchenware"})  # categories of what is told by its contents
# What holds contents of a category.
VESSELS_OF = {
    "food": words("vessels_of_food"),
    "drink": words("vessels_of_drink"),
    "plant": words("vessels_of_plant"),
}

CONTENTS = Sieve[Place, Offer](KIND)


@CONTENTS.rule("a bag of cat food | vase")
def holds_no_such_thing(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``of`` says what is in it, which not every vessel holds."""
    category = place.scene.lexicon.objects.category
    if category(place.name) not in VESSELS:
        return offers
    contents = {category(use.other.name) for use in place.uses if use.predicate == "of" and not use.as_object}
    if contents.isdisjoint(VESSELS_OF) and place.thing.lemma == "bottle":
        contents = {"drink"} if place.sentence.word(place.thing.words[1]) == "of" else contents  # "of Chardonnay"
    for kind, vessels in VESSELS_OF.items():
        if kind in contents:
            offers = [offer for offer in offers if offer.new in vessels]
    return offers


@CONTENTS.rule("a box of frozen pizza | basket")
def not_packed_so(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is the package of a maker's goods: a name stands with it, or words that only packages bear."""
    sentence, thing = place.sentence, place.thing
    if thing.lemma not in PACKAGES:
        return offers
    holds = sentence.word(thing.words[1]) in ("of", "for") or any(use.last in HOLDING_GOODS for use in place.uses)
    if PACKED.isdisjoint(sentence.lower_set) and not (holds and has_names(place)):
        return offers
    return [offer for offer in offers if offer.new in PACKAGES]


@CONTENTS.rule("a woman mixes food in a bowl | box")
def nothing_is_mixed_in_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Food is mixed or cooked in it."""
    if place.thing.lemma.rpartition(" ")[2] not in TO_MIX_IN:
        return offers
    mixes = any(token.lemma in MIXING and token.tag.startswith("VB") for token in place.sentence.tokens)
    return [offer for offer in offers if offer.new in TO_MIX_IN] if mixes else offers


@CONTENTS.rule("a bowl of soup | plate")
def too_flat(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It holds soup, or what else would run off a plate."""
    if place.name not in DEEP or not any(use.other.lemma in LIQUIDS for use in place.uses):
        return offers
    return [offer for offer in offers if offer.new in DEEP]


@CONTENTS.rule("a bottle of Chardonnay | jar; a jar of conserves | bottle")
def sold_in_no_such_vessel(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence names goods that come in one vessel alone."""
    said, name = place.sentence.lower_set, place.thing.lemma.rpartition(" ")[2]
    if name == "bottle" and not WINES_AND_SPIRITS.isdisjoint(said):
        return [offer for offer in offers if offer.new in ("glass", "can", "wine glass", "mug")]
    if name == "jar" and not PRESERVES.isdisjoint(said):
        return [offer for offer in offers if offer.new != "bottle"]
    return offers
