"""Places that open a sentence, and their subjects behind the verb: ``behind the house are trees``."""

from __future__ import annotations

from capaug.english.tags import SUBJECTS
from capaug.english.tree.tree import Tree

JOINTS = frozenset({"and", "or", "&", ","})


def mend_inversions(tree: Tree) -> None:
    """Join what a parser tears apart where the place stands first; prepositions have been entered.

    ``on the left of the path is grass``: the grass, read as a sentence of its own, is what is there. ``behind the girl
    and the bicycle are trees``: the bicycle, joined to the trees, is where they are.
    """
    for i, dep in enumerate(tree.deps):
        if dep == "cop" and tree.heads[i] < i:
            _mend_subject(tree, tree.heads[i], i)
        elif dep in SUBJECTS and tree.heads[i] < i and tree.heads[i] in tree.prepositions:
            _mend_verb(tree, i)
        elif dep == "conj" and tree.heads[i] > i and tree.is_noun(i):
            _mend_conjunct(tree, i)


def _mend_subject(tree: Tree, place: int, copula: int) -> None:
    """Behind a copula that stands behind its place comes the subject."""
    if place not in tree.prepositions or tree.child(place, *SUBJECTS) is not None:
        return
    for j in range(copula + 1, len(tree)):
        if tree.is_noun(j) and (tree.is_root(j) or (tree.deps[j] in SUBJECTS and tree.heads[j] < copula)):
            tree.attach(j, place, "nsubj")
            return


def _mend_verb(tree: Tree, subject: int) -> None:
    """``behind the tram are trees``: a subject that hangs on the place before the verb hangs on the verb."""
    verb = tree.heads[tree.heads[subject]]
    if tree.heads[subject] < verb < subject and tree.lemmas[verb] == "be" and tree.child(verb, *SUBJECTS) is None:
        tree.attach(subject, verb, "nsubj")


def _mend_conjunct(tree: Tree, i: int) -> None:
    """A noun joined to one behind it is joined to the one before it instead."""
    joint = i - 1
    while joint > 0 and tree.under(joint, i) and tree.lower[joint] not in JOINTS:
        joint -= 1
    before = joint - 1
    if before >= 0 and tree.lower[joint] in JOINTS and tree.is_noun(before) and before in tree.prepositions:
        tree.attach(i, before, "conj")
