"""What a thing is for: what is done with it, and whom or what it carries."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Sieve

SEATS_OF_ONE = words("seats_of_one")
WITHOUT_RAILS = words("ways_without_rails")
LOADS = words("verbs_of_loads")
WITH_ROOM = words("vehicles_with_room")

WORDS_OF_SHELTER = words("words_of_shelter")
KINDS_OF_TRAINS = words("kinds_of_trains")
NEVER_PARKED = words("never_parked")
PURPOSES = Sieve[Place, Offer](KIND)


@PURPOSES.rule("motor scooters parked by a wall | skateboards")
def never_parked(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that it is parked."""
    parked = not {"park", "parked", "parks", "parking"}.isdisjoint(place.sentence.lower_set)
    return [offer for offer in offers if offer.new not in NEVER_PARKED] if parked else offers


@PURPOSES.rule("two trucks on a dirt road | trains")
def runs_on_rails(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Where there is a road and no track, there is no train."""
    said = place.sentence.lower_set
    if WITHOUT_RAILS.isdisjoint(said) or not {"track", "tracks", "rail", "rails"}.isdisjoint(said):
        return offers
    is_a = place.scene.lexicon.objects.is_a
    return [offer for offer in offers if not is_a(offer.new, "train")]


@PURPOSES.rule("a train traveling down the tracks | car")
def car_of_a_train(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A car on tracks is of a train."""
    on_tracks = not {"track", "tracks", "rail", "rails"}.isdisjoint(place.sentence.lower_set)
    if not on_tracks or not place.scene.lexicon.objects.is_a(place.name, "train"):
        return offers
    return [offer for offer in offers if offer.new != "car"]


@PURPOSES.rule("a woman using her phone | bat")
def used_otherwise(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """One uses a thing for what its kind is for."""
    if not any(use.as_object and use.predicate == "use" for use in place.uses):
        return offers
    category = place.scene.lexicon.objects.category
    return [offer for offer in offers if category(offer.new) == category(place.name)]


@PURPOSES.rule("three people on a bench | chair")
def seats_several(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Several sit on it."""
    on_it = (use for use in place.uses if use.as_object and use.last in ("on", "in"))
    if not any(use.other.plural for use in on_it) or place.thing.plural:
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] not in SEATS_OF_ONE]


@PURPOSES.rule("a truck carrying cars | skateboard; a tug pushes a barge | seaplane")
def bears_no_load(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It carries something, or pushes it along."""
    category = place.scene.lexicon.objects.category
    if category(place.name) != "vehicle":
        return offers
    if not any(not use.as_object and use.predicate in LOADS for use in place.uses):
        return offers
    return [offer for offer in offers if offer.new in WITH_ROOM or category(offer.new) == "person"]


@PURPOSES.rule("an elevated train | bus")
def called_so_as_a_train(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What is said of it is said of trains alone."""
    objects = place.scene.lexicon.objects
    if not objects.is_a(place.name, "train") or KINDS_OF_TRAINS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if objects.is_a(offer.new, "train")]


@PURPOSES.rule("an umbrella with girls underneath | bat")
def gives_shelter(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that somebody is under the umbrella, or that it rains."""
    if place.thing.lemma not in ("umbrella", "parasol"):
        return offers
    return offers if WORDS_OF_SHELTER.isdisjoint(place.sentence.lower_set) else ()


@PURPOSES.rule("a row of parking meters | fire hydrants")
def never_in_a_row(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """They stand in a row, and hydrants do not."""
    in_a_row = any(quality.name in ("row of", "line of") for quality in place.thing.qualities)
    return [offer for offer in offers if offer.new != "fire hydrant"] if in_a_row else offers
