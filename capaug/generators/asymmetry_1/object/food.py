"""Food and drink: their taste, their make, and where they grow."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.facts import Facts
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, has_names
from capaug.generators.rules import Sieve

SAID_BARE = words("foods_said_bare")
OF_ONE_DRINK = words("words_of_one_drink")
BRANCHES = words("branches")
FRUITS_OF_BRANCHES = words("fruits_of_branches")
SWEET = words("sweet_toppings")
SAVORY = words("savory_dishes")
SAVORY_TOPPINGS = words("savory_toppings")
SWEET_DISHES = words("sweet_dishes")

NEVER_SLICED = words("never_sliced")
WORDS_OF_PIZZA = words("words_of_pizza")
SWEET_THINGS = words("sweet_things")

FOOD = Sieve[Place, Offer](KIND)


@FOOD.rule("slices of pizza | hamburger")
def never_sliced(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence speaks of slices of it."""
    sliced = not {"slice", "slices", "sliced"}.isdisjoint(place.sentence.lower_set)
    return [offer for offer in offers if offer.new not in NEVER_SLICED] if sliced else offers


@FOOD.rule("ham and carrots, where another caption says: mixed vegetables | potatoes")
def among_what_another_names(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Another caption speaks of several foods, of which this is one and what is offered may be another."""
    objects = place.scene.lexicon.objects
    if objects.category(place.name) != "food":
        return offers
    wider = [name for name in place.scene.once(Facts).plurals if name != place.name and objects.is_a(place.name, name)]
    return [offer for offer in offers if not any(objects.is_a(offer.new, name) for name in wider)]


@FOOD.rule("a cake covered in berries | pizza; a pizza with bacon | cake")
def of_another_taste(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What is sweet lies on no pizza, and what is not on no cake."""
    said = place.sentence.lower_set
    if place.name not in SAVORY and not SWEET.isdisjoint(said):
        offers = [offer for offer in offers if offer.new not in SAVORY]
    if place.name not in SWEET_DISHES and not SAVORY_TOPPINGS.isdisjoint(said):
        offers = [offer for offer in offers if offer.new not in SWEET_DISHES]
    return offers


@FOOD.rule("a man cutting pizza on a plate | apple")
def bare(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It has no article, which a noun that can be counted has inside a sentence."""
    objects, sentence, thing = place.scene.lexicon.objects, place.sentence, place.thing
    if thing.plural or thing.determiner is not None or thing.qualities or not thing.base[0]:
        return offers
    if objects.is_mass(place.name) or objects.is_plural_only(place.name) or sentence.tag(thing.base[0] - 1) == "POS":
        return offers
    if not all(word.isalpha() for word in sentence.lower[thing.base[0] : thing.words[0]]):
        return offers
    if objects.category(place.name) != "food" and (_is_telegram(place) or sentence.word(thing.base[0] - 1) == "and"):
        return offers  # "statue sitting on bench", "a street sign and hydrant"
    return [offer for offer in offers if objects.is_mass(offer.new) or offer.new in SAID_BARE]


def _is_telegram(place: Place) -> bool:
    """Whether the sentence opens with a single thing that has no article either."""
    first, objects = place.sentence.things[0], place.scene.lexicon.objects
    counted = not (first.plural or objects.is_mass(first.name) or objects.is_plural_only(first.name))
    return counted and first is not place.thing and first.base[0] == 0 and first.determiner is None


@FOOD.rule("a bottle of Guinness beer | wine; a six pack of beer | wine")
def of_another_make(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A name tells which drink it is, or a word how it is made, packed or poured."""
    sentence, category = place.sentence, place.scene.lexicon.objects.category
    if category(place.name) != "drink" and category(place.name.partition(" ")[0]) != "drink":  # "a wine bottle"
        return offers
    packed = any(one.lemma in ("can", "pint") for one in sentence.things)
    return () if packed or not OF_ONE_DRINK.isdisjoint(sentence.lower) or has_names(place) else offers


@FOOD.rule("a branch of ripe cherries | strawberries")
def grows_on_no_branch(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It hangs on a branch or a tree."""
    objects = place.scene.lexicon.objects
    if place.name not in FRUITS_OF_BRANCHES:
        return offers
    on_a_tree = any(objects.is_a(use.other.name, "tree") for use in place.uses)
    if not on_a_tree and BRANCHES.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in FRUITS_OF_BRANCHES or objects.category(offer.new) != "food"]


@FOOD.rule("a pizza with extra cheese | cake")
def without_such_topping(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence names what is on pizzas."""
    if place.thing.lemma != "pizza" or WORDS_OF_PIZZA.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new not in SWEET_THINGS]
