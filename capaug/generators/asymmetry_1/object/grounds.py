"""Grounds, waters, buildings and rooms: what is done there, and what is at them."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Sieve

FLOWING = frozenset({"river", "stream", "creek", "canal", "brook"})
FLOWING_VERBS = words("verbs_of_what_flows")
WATERSIDE = words("waters_and_their_shores")
SHOPS = frozenset({"store", "shop", "market", "mall", "supermarket"})
ON_WATER = words("sports_on_water")
OUTSIDE = words("words_of_the_open")
SIGNS_OF_A_RIVER = words("signs_of_a_river")
IN_THE_OPEN = words("done_in_the_open")
FOOD_SHOPS = words("shops_of_food")
SIGNS_OF_FOOD = words("signs_of_a_food_shop")
PARTS_OF_SHOPS = words("parts_of_shops")
MARKS = words("marks_of_surfaces")
OF_THE_AIR = words("things_of_the_air")
HOLDS_OTHER_PLACES = words("holds_other_places")
IN_A_BATHROOM = words("done_in_a_bathroom")
EVENTS = words("words_of_an_event")
WHERE_ONE_WAITS = words("where_one_waits")
ARENAS = frozenset({"stadium", "arena", "ballpark"})
PAVED = words("paved_ways")
WIDE_NATURE = words("wide_nature")
AFLOAT = frozenset("boat canoe kayak raft sailboat ship ferry yacht motorboat speedboat rowboat barge".split())

GROUNDS = Sieve[Place, Offer](KIND)


@GROUNDS.rule("pushing a cart in a grocery store and shopping | field")
def no_place_to_shop(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that somebody shops there."""
    sentence = place.sentence
    shops = any(token.lemma == "shop" and token.tag.startswith("V") for token in sentence.tokens)
    at_it = any(use.as_object and use.last in ("in", "at", "inside", "through") for use in place.uses)
    if not (shops and at_it):
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in SHOPS]


@GROUNDS.rule("windsurfing in the ocean | bathroom")
def no_water(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says what is done on it, which is done on water alone."""
    category, tokens = place.scene.lexicon.objects.category, place.sentence.tokens
    if category(place.name) != "water":
        return offers
    if not any(token.lemma in ON_WATER and token.tag.startswith("V") for token in tokens):
        return offers
    return [offer for offer in offers if category(offer.new) == "water"]


@GROUNDS.rule("people standing outside in a field | kitchen; a plane crashes in a field | bathroom")
def no_room_outside(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that it is outside, or what is done there alone."""
    category, sentence = place.scene.lexicon.objects.category, place.sentence
    outside = not OUTSIDE.isdisjoint(sentence.lower_set) and sentence.word(place.thing.base[0] - 1) != "outside"
    if not outside and category(place.name) != "room":
        outside = any(token.lemma in IN_THE_OPEN and token.tag.startswith("VB") for token in sentence.tokens)
    return [offer for offer in offers if category(offer.new) != "room"] if outside else offers


@GROUNDS.rule("a boat sitting on a beach | mountain")
def no_place_for_a_boat(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Boats are on water or beside it."""
    is_a = place.scene.lexicon.objects.is_a
    if not any(use.as_object and is_a(use.other.name, "boat") for use in place.uses):
        return offers
    if place.scene.lexicon.objects.category(place.name) not in ("place", "terrain", "water"):
        return offers
    return [offer for offer in offers if offer.usual in WATERSIDE]


@GROUNDS.rule("in a field | beach; on top of a hill | forest")
def misfit_of_its_preposition(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """One says otherwise where something is at it."""
    misfits = place.company.misfits
    before = place.sentence.word(place.thing.base[0] - 1)  # what stands on it need be no thing: "someone on a beach"
    offers = [offer for offer in offers if not misfits[before, offer.new]]
    for use in place.uses:
        if use.as_object:
            last = "on" if use.predicate.endswith("on top of") else use.last
            offers = [offer for offer in offers if not misfits[last, offer.new]]
    return offers


@GROUNDS.rule("a bag on some grass | water")
def does_not_float(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """On water is what was seen there, and nothing of the air floats on it."""
    category = place.scene.lexicon.objects.category
    for use in place.uses:
        if not use.as_object and use.predicate.startswith("float") and category(use.other.name) == "water":
            offers = [offer for offer in offers if offer.new not in OF_THE_AIR]
        if use.as_object and use.last == "on":
            offers = [o for o in offers if category(o.new) != "water" or place.knows(use, o.new)]
    return offers


@GROUNDS.rule("people in a room | city; a banner in a baseball field | city")
def may_be_around_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A town may be around the place as well, and a building around a room."""
    category = place.scene.lexicon.objects.category
    if place.name == "room":
        offers = [offer for offer in offers if category(offer.new) != "building"]
    return offers if place.name in HOLDS_OTHER_PLACES else [o for o in offers if o.new not in HOLDS_OTHER_PLACES]


@GROUNDS.rule("people riding a boat across a lake | horse")
def sinks(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What floats on the water that is named gives way to what does so."""
    category = place.scene.lexicon.objects.category
    if place.name.rpartition(" ")[2] not in AFLOAT:
        return offers
    waters = [link for link in place.sentence.links if category(link.object.name) == "water"]
    crossed = any(link.predicate.rpartition(" ")[2] in ("across", "on", "in", "down", "through") for link in waters)
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in AFLOAT] if crossed else offers


@GROUNDS.rule("a river winds through a valley | lake")
def does_not_flow(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says how it flows, or what it has on either side."""
    flows = not FLOWING_VERBS.isdisjoint(token.lemma for token in place.sentence.tokens)
    if place.name not in FLOWING or not (flows or not SIGNS_OF_A_RIVER.isdisjoint(place.sentence.lower_set)):
        return offers
    return [offer for offer in offers if offer.new in FLOWING]


@GROUNDS.rule("vegetables in the window of a supermarket | bookstore")
def sells_no_food(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Food is sold in it."""
    objects, sentence = place.scene.lexicon.objects, place.sentence
    if place.name not in FOOD_SHOPS:
        return offers
    food = any(objects.category(one.name) == "food" for one in sentence.things)
    if not food and SIGNS_OF_FOOD.isdisjoint(sentence.lower_set):
        return offers
    if not PARTS_OF_SHOPS.isdisjoint(sentence.lower_set) or "window" in sentence.lower_set:
        return [offer for offer in offers if offer.new in FOOD_SHOPS]
    return [o for o in offers if o.new in FOOD_SHOPS or not objects.is_a(o.new, "store")]


@GROUNDS.rule("a white line on the road | beach")
def bears_no_such_mark(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A line, a tile or a picture belongs to what it is on."""
    for use in place.uses:
        if use.as_object and use.last in ("on", "in") and use.other.name in MARKS:
            offers = [offer for offer in offers if place.knows(use, offer.new)]
    return offers


@GROUNDS.rule("cars on a bridge | house; growth in the cities | kitchens")
def too_small(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """People or vehicles are on it, who are on no building; or there are several, which are no rooms."""
    category = place.scene.lexicon.objects.category
    if place.thing.plural and category(place.name) == "place":
        offers = [offer for offer in offers if category(offer.new) != "room"]
    if category(place.name) != "building" and any(
        use.as_object and use.last == "on" and category(use.other.name) in ("vehicle", "person") for use in place.uses
    ):
        offers = [offer for offer in offers if category(offer.new) != "building"]
    return offers


@GROUNDS.rule("a lady opening presents in a classroom | bathroom")
def done_in_no_bathroom(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says what is done there, which few do in a bathroom."""
    if all(token.lemma in IN_A_BATHROOM for token in place.sentence.tokens if token.tag.startswith("VB")):
        return offers
    return [offer for offer in offers if offer.new not in ("bathroom", "restroom", "shower")]


@GROUNDS.rule("a crowd at a stadium for a sports event | train station")
def seen_at_no_station(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says what is watched there."""
    if place.name.rpartition(" ")[2] not in ARENAS or EVENTS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in ARENAS]


@GROUNDS.rule("a building on the beach | sidewalk")
def no_building_stands_there(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A building is on it, and none stands on a way."""
    category = place.scene.lexicon.objects.category
    if not any(use.as_object and use.last == "on" and category(use.other.name) == "building" for use in place.uses):
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] not in PAVED]


@GROUNDS.rule("a forest in the mountains | streets")
def too_narrow_for_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A forest or a lake lies in it, which is in no street and in no building."""
    if not any(use.as_object and use.last == "in" and use.other.lemma in WIDE_NATURE for use in place.uses):
        return offers
    category = place.scene.lexicon.objects.category
    return [o for o in offers if o.new not in PAVED and category(o.new) not in ("room", "building", "structure")]


@GROUNDS.rule("people waiting in a train station | field")
def where_nobody_waits(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that they wait there."""
    if place.name.rpartition(" ")[2] not in WHERE_ONE_WAITS:
        return offers
    if not any(token.lemma == "wait" for token in place.sentence.tokens):
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in WHERE_ONE_WAITS]
