"""Animals: how they look, what they do and whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import LinkForm
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, caption_words
from capaug.generators.rules import Sieve

LYING_DOWN = ("lie down", "lay down", "sit down")
OF_THE_LIVING = words("acts_of_the_living")
WALKED = frozenset({"dog", "puppy", "horse", "pony", "bike", "bicycle", "goat", "llama", "camel"})
HORSE_RACES = words("words_of_horse_races")
KEPT_ANIMALS = words("kept_animals")
ON_A_FARM = words("words_of_farms")
HIS = words("possessives_of_people")
PERCHES = words("thin_perches")
CLIMBERS = words("climbers")
NO_CLIMBERS = words("no_climbers")
COLORFUL = words("colors_of_no_animal")
WITHOUT_FUR = words("animals_without_fur")
ACTS_ON_WINGS = frozenset({"soar", "fly", "hover", "glide"})
ACTS_OF_GRAZERS = words("acts_of_grazers")
THINGS_OF_PEOPLE = words("things_of_people")

ANIMALS = Sieve[Place, Offer](KIND)


@ANIMALS.rule("a monkey with brown fur | bird")
def without_fur(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names its fur."""
    objects = place.scene.lexicon.objects
    if objects.category(place.name) != "animal":
        return offers
    if place.scene.caption.once(caption_words).isdisjoint(("fur", "furry", "fluffy")):
        return offers
    return [o for o in offers if o.new not in WITHOUT_FUR and not objects.is_a(o.new, "bird")]


@ANIMALS.rule("the stripes on a zebra | giraffe")
def without_its_stripes(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names its stripes."""
    stripes = not {"stripe", "stripes", "striped"}.isdisjoint(place.scene.caption.once(caption_words))
    return () if stripes and place.name in ("zebra", "tiger") else offers


@ANIMALS.rule("a man walks his dog | cat")
def walked(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Few animals are walked on a leash."""
    if place.sentence.word(place.thing.base[0] - 1) not in ("walk", "walks", "walking", "walked"):
        return offers
    return [offer for offer in offers if offer.new in WALKED]


@ANIMALS.rule("a rooster is walking on a beach | umbrella")
def acts_of_the_living(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nothing lifeless does what it does."""
    is_animate = place.scene.lexicon.objects.is_animate
    if not is_animate(place.name):
        return offers
    acts = {use.predicate.partition(" ")[0] for use in place.uses if not use.as_object}
    acts |= {quality.name for quality in place.thing.qualities if quality.type == "action"}
    downwards = any(use.predicate.startswith(LYING_DOWN) for use in place.uses if not use.as_object)
    if downwards or not acts.isdisjoint(LYING_DOWN):
        return [o for o in offers if is_animate(o.new)]
    return [o for o in offers if is_animate(o.new)] if acts & OF_THE_LIVING else offers


@ANIMALS.rule("sheep grazing near the water | skiers")
def acts_of_grazers(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Only animals do what it does."""
    category = place.scene.lexicon.objects.category
    if category(place.name) != "animal" or ACTS_OF_GRAZERS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if category(offer.new) == "animal"]


@ANIMALS.rule("people walking in the street, and one has a cigarette | cows")
def has_a_thing_of_people(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence names what people have, and nobody else who could."""
    objects = place.scene.lexicon.objects
    if not objects.is_person(place.name) or THINGS_OF_PEOPLE.isdisjoint(place.sentence.lower_set):
        return offers
    if any(objects.is_person(one.name) for one in place.sentence.things if one is not place.thing):
        return offers
    return [offer for offer in offers if objects.category(offer.new) != "animal"]


@ANIMALS.rule("the sheep of a student | giraffe; a farmer feeds a cow | zebra")
def not_owned(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody owns it, or a farm is named, and what is offered is kept by nobody."""
    objects, thing = place.scene.lexicon.objects, place.thing
    if place.name not in KEPT_ANIMALS:
        return offers
    owned = not ON_A_FARM.isdisjoint(place.sentence.lower_set)
    owned = owned or (thing.determiner is not None and place.sentence.lower[thing.determiner] in HIS)
    for link in thing.links:
        if link.form is LinkForm.POSSESSIVE and link.object is thing:
            owned = owned or objects.is_person(link.subject.name)
        elif link.predicate == "of" and link.subject is thing:
            owned = owned or objects.is_person(link.object.name)
    return [o for o in offers if o.new in KEPT_ANIMALS or objects.category(o.new) != "animal"] if owned else offers


@ANIMALS.rule("horses leave the paddock | zebras")
def races(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption tells of a race or a show of horses."""
    if not place.scene.lexicon.objects.is_a(place.name, "horse"):
        return offers
    return offers if HORSE_RACES.isdisjoint(place.scene.caption.once(caption_words)) else ()


@ANIMALS.rule("colorful boats | dogs")
def of_no_such_color(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nobody calls animals or people so."""
    is_animate = place.scene.lexicon.objects.is_animate
    if is_animate(place.name) or not any(said.name in COLORFUL for said in place.said):
        return offers
    return [offer for offer in offers if not is_animate(offer.new)]


@ANIMALS.rule("two parrots on a branch | giraffes")
def on_no_branch(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is on a branch or a wire, where few animals are."""
    objects = place.scene.lexicon.objects
    if not any(not use.as_object and use.last == "on" and use.other.lemma in PERCHES for use in place.uses):
        return offers
    is_a, category = objects.is_a, objects.category
    return [o for o in offers if o.new in CLIMBERS or is_a(o.new, "bird") or category(o.new) != "animal"]


@ANIMALS.rule("an eagle soars over the ocean | monkey")
def without_wings(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Of animals only birds do what it does in the air."""
    acts = {link.first for link in place.thing.as_subject} | {quality.name for quality in place.thing.qualities}
    if acts.isdisjoint(ACTS_ON_WINGS):
        return offers
    objects = place.scene.lexicon.objects
    return [o for o in offers if objects.category(o.new) != "animal" or objects.is_a(o.new, "bird")]


@ANIMALS.rule("a monkey climbing a tube | duck")
def climbs_nothing(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It climbs, which not every animal does."""
    climbs = any(not use.as_object and use.predicate.startswith("climb") for use in place.uses)
    climbs = climbs or any(quality.name.startswith("climb") for quality in place.thing.qualities)
    return [offer for offer in offers if offer.new not in NO_CLIMBERS] if climbs else offers
