"""Food: who eats it, makes it or picks it, and where it is served."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import INSIDE, KIND, LEAVES, Change
from capaug.generators.rules import Rules

MAKING_FOOD = words("verbs_of_making_food")
EATEN_THERE = words("signs_of_a_meal")
INFANTS = words("infants")
WITH_A_BLADE = words("verbs_with_a_blade")
GROWTH = words("words_of_growth")

FOOD = Rules[Change](KIND)


@FOOD.rule("cutting | eating a cake with a large knife")
def eats_with_a_knife(change: Change) -> bool:
    """A knife is named that it was cut with, or it is cut to be served."""
    said = change.spot.sentence.lower_set
    return change.verb in ("eat", "bite", "drink") and ("knife" in said or {"to", "serve"} <= said)


@FOOD.rule("eating | making a slice of pizza")
def made_at_the_table(change: Change) -> bool:
    """It is eaten where nobody cooks, or a piece of it."""
    makes = change.verb in MAKING_FOOD and change.spot.old_verb not in MAKING_FOOD
    return makes and not EATEN_THERE.isdisjoint(change.spot.sentence.lower_set)


@FOOD.rule("a girl eating | picking a banana in a kitchen")
def picked_where_it_grows(change: Change) -> bool:
    """Fruit is picked where plants are named."""
    category = change.spot.lexicon.objects.category(change.spot.target)
    return change.verb == "pick" and category == "food" and GROWTH.isdisjoint(change.spot.sentence.lower_set)


@FOOD.rule("a full glass on | under a table")
def served_under_a_table(change: Change) -> bool:
    """Food and drink are on it."""
    if change.last not in ("under", "underneath", "beneath", "below"):
        return False
    category = change.spot.lexicon.objects.category
    served = category(change.spot.subject) in ("food", "drink") or "full" in change.spot.sentence.lower_set
    return served and category(change.spot.target) == "furniture"


@FOOD.rule("a baby eating | cutting an apple")
def too_small_for_a_knife(change: Change) -> bool:
    """An infant does nothing with a blade or a pan."""
    if change.verb not in WITH_A_BLADE:
        return False
    first, end = change.link.subject.base
    return not INFANTS.isdisjoint(change.spot.sentence.lower[first:end])


@FOOD.rule("a salad in | beside a bowl; mixing something in | next to a bowl")
def out_of_its_bowl(change: Change) -> bool:
    """Food is in it, or made in it, and stands beside none."""
    spot = change.spot
    category = spot.lexicon.objects.category
    leaves = change.tail in LEAVES and spot.old_tail in INSIDE
    if not leaves or category(spot.target) not in ("kitchenware", "container"):
        return False
    return category(spot.subject) in ("food", "drink") or spot.old_verb in MAKING_FOOD
