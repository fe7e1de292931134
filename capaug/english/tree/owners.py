"""What somebody does, has or holds: it belongs to him, not to his clothes or to the place he is in."""

from __future__ import annotations

from capaug.english.tags import SUBJECTS
from capaug.english.tree.categories import CARRIED, LIVING, PLACES, category
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

OWN_BODIES = ("toy", "part", "furniture", "household", "clothing", "body_part")
"""Dolls have mouths, chairs have arms and legs, shirts and heads have necks."""
WORN = ("clothing", "body_part", "accessory")
PREPOSITIONS_OF_HANDS = words("prepositions_of_hands")
LOCATIVES = words("prepositions_of_place")
HANGING_ON_NOUNS = frozenset({"nmod", "acl"})
OWNING = frozenset({"each", "both", "one"})
NEAR = 5  # words in which a part of the body follows what it holds
LIMBS = words("limbs")
POSTURE_VERBS = words("verbs_of_posture")


def mend_wearers(tree: Tree, lexicon: Lexicon) -> None:
    """Clothes do nothing and rocks have no mouths: what somebody does or has belongs to somebody.

    ``man in vest and tie standing``: the man stands. ``a bear on a rock with an open mouth``: the bear's mouth.
    """
    for i, dep in enumerate(tree.deps):
        if dep not in HANGING_ON_NOUNS:
            continue
        host = tree.heads[i]
        if host >= i or i < 2:
            continue
        kind = _noun_category(tree, lexicon, host)
        if kind is None or kind in LIVING:
            continue
        if _is_had(tree, lexicon, i, kind):
            if kind not in OWN_BODIES:
                _give_to_owner(tree, lexicon, i, host)
        elif tree.deps[i] == "acl" and tree.preposition(i - 1) == "with" and category(tree, lexicon, i - 1) in LIVING:
            tree.attach(i, i - 1, "acl")  # "a car with a man standing in it"
        elif tree.deps[i] == "acl" and tree.tags[i] == "VBG" and (kind in WORN or _rests_there(tree, i, kind)):
            top = _owner(tree, lexicon, host)
            subject = tree.child(top, *SUBJECTS)
            if _noun_category(tree, lexicon, top) in LIVING:
                tree.attach(i, top, "acl")
            elif subject is not None and _noun_category(tree, lexicon, subject) in LIVING:
                tree.attach(i, subject, "acl")  # "a man is at the beach laying on a towel"


def _noun_category(tree: Tree, lexicon: Lexicon, i: int) -> str | None:
    return category(tree, lexicon, i) if tree.is_noun(i) else None


def _is_had(tree: Tree, lexicon: Lexicon, i: int, host_kind: str) -> bool:
    """Whether ``i`` is with its host although it is a part of a body, or what people carry in places."""
    if tree.deps[i] != "nmod" or tree.preposition(i) != "with":
        return False
    kind = _noun_category(tree, lexicon, i)
    return kind == "body_part" or (kind in CARRIED and host_kind in PLACES) or _is_in_hand(tree, lexicon, i)


def _is_in_hand(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """``inside a refrigerator with a carrot in his mouth``: the mouth is not the refrigerator's."""
    for j in range(i + 1, min(i + 1 + NEAR, len(tree))):
        if tree.is_noun(j) and _has_owner(tree, j) and category(tree, lexicon, j) == "body_part":
            return tree.preposition(j) in PREPOSITIONS_OF_HANDS and tree.prepositions[j][0] == i + 1
    return False


def _rests_there(tree: Tree, i: int, host_kind: str) -> bool:
    """``a man at the beach laying on a towel``, ``men are in the sea sharing a board``: beaches lie on no towels."""
    return host_kind in PLACES and (tree.lemmas[i] in POSTURE_VERBS or tree.child(tree.heads[i], "cop") is not None)


def _owner(tree: Tree, lexicon: Lexicon, host: int) -> int:
    """Going up from ``host``, the first that lives, or the first verb, or the root."""
    top = host
    for above in tree.above(host):
        if _noun_category(tree, lexicon, top) in LIVING or (top != host and tree.is_verb(top)):
            break
        top = above
    return top


def _give_to_owner(tree: Tree, lexicon: Lexicon, i: int, host: int) -> None:
    """Hang what ``i`` is on whoever lives above ``host``, or on his verb."""
    top = _owner(tree, lexicon, host)
    if tree.is_verb(top):
        subject = tree.child(top, *SUBJECTS)
        if subject is None and tree.deps[top] == "acl":
            subject = tree.heads[top]
        if subject is not None and _noun_category(tree, lexicon, subject) in LIVING:
            tree.attach(i, top, "obl")
    elif _noun_category(tree, lexicon, top) in LIVING:
        tree.attach(i, top, "nmod")
    elif tree.child(top, "cop") is not None and host == top:
        tree.deps[i] = "obl"  # "a dog is in the grass with a frisbee": read as said of the dog


def mend_held(tree: Tree, lexicon: Lexicon) -> None:
    """``holding a cup in his hand``: the cup is in the hand, not the man."""
    if "obl" not in tree.deps or "obj" not in tree.deps:
        return
    for i in range(2, len(tree)):
        if tree.deps[i] != "obl" or tree.preposition(i) not in PREPOSITIONS_OF_HANDS:
            continue
        target = tree.child(tree.heads[i], "obj")
        if target is None or target >= i or not tree.is_noun(target):
            continue
        if category(tree, lexicon, i) == "body_part" and category(tree, lexicon, target) not in ("person", "body_part"):
            tree.attach(i, target, "nmod")


def mend_bodies(tree: Tree, lexicon: Lexicon) -> None:
    """What is on a body is there by itself, and so is a limb that rests on something.

    ``walking with an umbrella over her head``: the umbrella is over the head. ``standing with his hands on a table``:
    the hands are on the table. ``standing with a dog on a beach`` says where one stands.
    """
    if OWNING.isdisjoint(tree.lower) and "PRP$" not in tree.tags:
        return
    for i in sorted(tree.prepositions):
        near = tree.prepositions[i][0] - 1
        if near < 1 or tree.deps[i] not in ("obl", "nmod") or tree.heads[i] == near or not tree.is_noun(near):
            continue
        held = tree.deps[near] == "obj" or tree.preposition(near) == "with"
        if not held or not tree.is_noun(i) or tree.preposition(i) not in LOCATIVES:
            continue
        on_body = category(tree, lexicon, i) == "body_part" and _has_owner(tree, i)
        kind = category(tree, lexicon, near)
        limb = tree.lemmas[near] in LIMBS and _has_owner(tree, near)
        held_there = tree.preposition(i) in PREPOSITIONS_OF_HANDS and kind not in (*PLACES, "body_part")
        if limb or (on_body and (kind in CARRIED or held_there)):
            tree.attach(i, near, "nmod")


def _has_owner(tree: Tree, i: int) -> bool:
    """``his hand``, ``each hand``, ``one hand``."""
    return any(tree.tags[j] == "PRP$" or tree.lower[j] in OWNING for j in tree.children(i))
