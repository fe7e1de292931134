"""Parts that a caption names, and who does not have them."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.elsewhere import Elsewhere
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, caption_words
from capaug.generators.rules import Sieve

BED_SIZES = words("sizes_of_beds")
FIXTURES = words("bathroom_fixtures")
OWNS = frozenset({"with", "have"})
KNOWN_BY = {
    "ambulance": words("signs_of_an_ambulance"),
    "parking meter": words("signs_of_a_parking_meter"),
    "peacock": frozenset({"feathers", "tail"}),
    "train": words("signs_of_a_train"),
    "stop sign": words("signs_of_a_stop_sign"),
    "piano": words("signs_of_a_piano"),
    "fire hydrant": words("signs_of_a_hydrant"),
    "hydrant": words("signs_of_a_hydrant"),
    "turtle": frozenset({"shell", "painted"}),
    "banana": frozenset({"hanging", "hangs", "hung"}),
    "refrigerator": frozenset({"shelves", "magnets", "magnet"}),
    "nun": words("signs_of_a_nun"),
    "airport": words("signs_of_an_airport"),
    "retriever": frozenset({"golden", "labrador"}),
    "kitchen": words("signs_of_a_kitchen"),
    "beach": words("signs_of_a_beach"),
    "elephant": words("signs_of_an_elephant"),
    "firefighter": words("signs_of_firefighters"),
    "fireman": words("signs_of_firefighters"),
    "box": frozenset({"cardboard"}),
    "gift box": frozenset({"cardboard"}),
    "propeller plane": frozenset({"twin"}),
    "plane": frozenset({"twin", "runway"}),
    "sofa": frozenset({"seating"}),
    "couch": frozenset({"seating"}),
}
DOORS = words("doors")
WITH_DOORS = frozenset("vehicle building structure room place furniture appliance fixture".split())  # categories
WITHOUT_DOORS = words("vehicles_without_doors")

PARTS = Sieve[Place, Offer](KIND)


@PARTS.rule("a zebra in a field. Its mane is short. | elephant")
def parts_said_in_another_sentence(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A part of the old thing is named elsewhere that the new one does not have."""
    is_part = place.scene.lexicon.objects.is_part
    for part in place.scene.once(Elsewhere).parts(place.name):
        offers = [offer for offer in offers if is_part(part, offer.new)]
    return offers


@PARTS.rule("a cow with long horns | elephant; the tailgate of his truck | bus")
def without_that_part(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names a part of it that the new one does not have."""
    category, is_part = place.scene.lexicon.objects.category, place.scene.lexicon.objects.is_part
    name, sentence = place.name, place.sentence
    for one in sentence.things:  # "an owl holding a fish in its beak"
        if one.determiner is not None and sentence.lower[one.determiner] == "its" and is_part(one.name, name):
            offers = [offer for offer in offers if is_part(one.name, offer.new)]
    for use in place.uses:
        other = use.other.name
        owns = (use.predicate in OWNS and not use.as_object) or (use.predicate in ("of", "on") and use.as_object)
        if owns and is_part(other, name):
            offers = [offer for offer in offers if is_part(other, offer.new)]
        if owns and other in DOORS and category(name) in WITH_DOORS:
            offers = [o for o in offers if o.new not in WITHOUT_DOORS and category(o.new) in WITH_DOORS]
    return offers


@PARTS.rule("a twin bed | couch; a toilet seat in a bathroom | bedroom; a parking meter whose time expired | hydrant")
def known_by_what_it_has(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A word beside it belongs to a bed, a bathroom, an ambulance alone."""
    if place.name == "bed" and not BED_SIZES.isdisjoint(place.sentence.lower[slice(*place.thing.base)]):
        return ()
    if place.name == "bathroom" and not FIXTURES.isdisjoint(place.sentence.lower_set):
        return ()
    signs = KNOWN_BY.get(place.name)
    if signs is not None and not place.scene.caption.once(caption_words).isdisjoint(signs):
        return ()
    return offers
