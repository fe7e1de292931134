"""What two joined verbs share: ``singing and dancing in an elevator``, ``talking about and eating hot dogs``."""

from __future__ import annotations

from capaug.english.graph.draft import Draft
from capaug.english.tags import SUBJECTS
from capaug.english.tree import Tree
from capaug.english.tree.categories import PLACES
from capaug.english.words import words

BETWEEN_VERBS = frozenset({"cc", "punct", "aux"})
SHARED_GROUNDS = words("prepositions_of_grounds") | words("prepositions_of_spots")
KINDS_OF_PLACES = frozenset({*PLACES, "structure", "building"})
"""Categories of places in which anything may be done."""
OFTEN = 5  # scene graphs in which the verb has such an object
AT_SOMEBODY = words("acts_at_somebody")


def shared_obliques(draft: Draft, verb: int) -> list[int]:
    """The nouns with a preposition behind a verb joined to ``verb`` that tell where or of what both are done.

    ``singing and dancing in an elevator``: both, for it is a place; no ``standing and talking on a phone``. ``talking
    about and eating hot dogs``: the first verb's preposition stands right behind it.
    """
    tree = draft.tree
    joined = next((j for j in tree.children(verb) if tree.deps[j] == "conj" and tree.is_verb(j) and j > verb), None)
    if joined is None or tree.child(joined, *SUBJECTS) is not None:
        return []
    below = tree.children(joined)
    if (found := [j for j in below if j in tree.prepositions and tree.prepositions[j][0] == verb + 1]) or (
        tree.child(joined, "obj", "compound:prt") is not None or not _stand_side_by_side(tree, verb, joined)
    ):
        return found
    return [j for j in below if j > joined and _is_place(draft, j) and not _is_looked_at(tree, joined, j)]


def shared_objects(draft: Draft, verb: int) -> list[int]:
    """``slices and serves a cake``: the cake is sliced as well, for cakes are; ``sits and eats a cake``: it is not."""
    tree = draft.tree
    joined = next((j for j in tree.children(verb) if tree.deps[j] == "conj" and tree.is_verb(j) and j > verb), None)
    if joined is None or not _stand_side_by_side(tree, verb, joined) or tree.child(joined, *SUBJECTS) is not None:
        return []
    target = tree.child(joined, "obj")
    if target is None or target < joined or tree.child(joined, "compound:prt") is not None:
        return []
    known = draft.lexicon.counts.object(tree.lemmas[verb], tree.lemmas[target])
    return draft.conjuncts(target) if known >= OFTEN else []


def _stand_side_by_side(tree: Tree, verb: int, joined: int) -> bool:
    return all(tree.deps[j] in BETWEEN_VERBS for j in range(verb + 1, joined))


def _is_place(draft: Draft, j: int) -> bool:
    """Whether noun ``j`` with its preposition tells where anything is done."""
    tree = draft.tree
    return tree.preposition(j) in SHARED_GROUNDS and draft.lexicon.objects.category(tree.lemmas[j]) in KINDS_OF_PLACES


def _is_looked_at(tree: Tree, verb: int, j: int) -> bool:
    """``sitting and looking at a house``: nobody sits at it."""
    return tree.preposition(j) == "at" and tree.lemmas[verb] in AT_SOMEBODY
