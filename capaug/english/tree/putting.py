"""Where something is put, aimed at or taken from: the place of what it is done to, not of who does it."""

from __future__ import annotations

from capaug.english.tree.categories import LIVING, PLACES, category
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

PUTTING = words("verbs_of_putting")
PUT_THERE = words("prepositions_of_where_something_is_put")
WORKING = words("verbs_of_work_on_something")
WORKED_THERE = words("prepositions_of_where_something_is_worked_on")
WORKPLACES = frozenset({"furniture", "kitchenware", "appliance", "food"})
SENDING = words("verbs_of_sending")
SENT_THERE = words("prepositions_of_where_something_is_sent")
TAKING_AWAY = words("verbs_of_taking_away")
TAKEN_FROM = words("prepositions_of_where_something_is_taken_from")
VERBS = PUTTING | WORKING | SENDING | TAKING_AWAY
DOINGS = words("nouns_of_doings")
PICTURES_TAKEN = words("words_of_taking_pictures")


def mend_put(tree: Tree, lexicon: Lexicon) -> None:
    """``putting food on a plate``: the food is on the plate, the man is not.

    Likewise ``mixing ingredients in a bowl`` (no ``in a kitchen``), ``pointing a gun at a woman`` (no ``at a beach``)
    and ``taking a book from a shelf``.
    """
    if "obj" not in tree.deps or VERBS.isdisjoint(tree.lemmas):
        return
    for i in sorted(tree.prepositions):
        if tree.deps[i] not in ("obl", "nmod") or not tree.is_noun(i):
            continue
        target = _object_before(tree, tree.prepositions[i][0] - 1)
        if target is None or tree.heads[i] == target or not lexicon.objects.is_visible(tree.lemmas[target]):
            continue  # "throwing a punch at somebody": the punch is nowhere
        if _is_its_place(tree, lexicon, i, target):
            tree.attach(i, target, "nmod")


def _object_before(tree: Tree, near: int) -> int | None:
    """The object that ends with noun ``near``: ``burgers and | bacon``, ``a bowl of | soup``."""
    while near > 0 and tree.is_noun(near):
        if tree.deps[near] == "obj":
            return near if tree.is_verb(tree.heads[near]) else None
        if tree.heads[near] >= near or not (tree.deps[near] == "conj" or tree.preposition(near) == "of"):
            return None
        near = tree.heads[near]
    return None


def _is_its_place(tree: Tree, lexicon: Lexicon, i: int, target: int) -> bool:
    """Whether the verb of ``target`` says that this is, comes or was where noun ``i`` tells."""
    verb, preposition = tree.lemmas[tree.heads[target]], tree.preposition(i)
    kind = category(tree, lexicon, i)
    if kind == "clothing" and preposition == "in":
        return False  # "a man mixing paint in a suit"
    if verb in PUTTING and preposition in PUT_THERE and tree.child(tree.heads[target], "compound:prt") is None:
        return kind not in LIVING or preposition != "in"
    if verb in WORKING and preposition in WORKED_THERE:
        return kind in WORKPLACES
    if verb in SENDING and preposition in SENT_THERE:
        occasion = kind in (*PLACES, "event", None) or tree.lemmas[i] in DOINGS
        return preposition != "at" or not occasion
    return verb in TAKING_AWAY and preposition in TAKEN_FROM and tree.lower[target] not in PICTURES_TAKEN
