"""Prepositions, of one word or of several, and the noun that each belongs to."""

from __future__ import annotations

from itertools import pairwise

from capaug.english.tags import GOVERNED_TAGS, PREPOSITION_TAGS
from capaug.english.tree.tree import Tree
from capaug.english.words import words

COMPLEX_PREPOSITIONS = frozenset(tuple(phrase.split()) for phrase in words("prepositions_of_several_words"))
LONGEST = max(map(len, COMPLEX_PREPOSITIONS))
FIRST_TWO = frozenset(phrase[:2] for phrase in COMPLEX_PREPOSITIONS)
REACH = 12  # words behind a preposition in which its noun is looked for
UNFIT_TAGS = frozenset({"DT", ",", ".", "CC", "IN", "VBG", "VBD", "VBN"})
"""Of words that hang on a part of a preposition and are not its noun."""
FIT_TAGS = frozenset({"PRP", "CD", "WDT"})
"""Of words that a part of a preposition may hang on as on its noun, beside nouns."""
CASES = frozenset({"case", "mark"})
ADVERBIALS = frozenset("advmod case fixed amod acl advcl nmod obl obl:npmod xcomp dep".split())
"""Labels of a preposition's part that become the noun's ``obl`` or ``nmod``."""


def fold_prepositions(tree: Tree) -> None:
    """``in front of the house``: the three words become one preposition of ``house``."""
    behind = 0  # the last preposition
    for i, two in enumerate(pairwise(tree.lower)):
        if two in FIRST_TWO and i >= behind:
            length = _length(tree, i)
            if length and _fold(tree, i, i + length):
                behind = i + length


def _length(tree: Tree, first: int) -> int:
    """Of the longest preposition of several words that begins at ``first`` and has something behind it; or 0."""
    for size in range(min(LONGEST, len(tree) - first - 1), 1, -1):
        if tuple(tree.lower[first : first + size]) in COMPLEX_PREPOSITIONS:
            return size
    return 0


def _fold(tree: Tree, first: int, end: int) -> bool:
    """Make the words ``first`` to ``end`` one preposition of the noun behind them; False where there is none."""
    inside = range(first, end)
    noun = _noun_behind(tree, inside)
    if noun is None:
        return False
    hanging = [j for j in range(len(tree)) if j not in inside and j != noun and tree.heads[j] in inside]
    if any(tree.is_root(k) for k in inside):
        tree.heads[noun], tree.deps[noun] = noun, "root"
    elif tree.heads[noun] in inside:
        outer = next((tree.heads[k] for k in inside if tree.heads[k] not in inside and tree.heads[k] != noun), None)
        if outer is None:
            return False
        label = next(tree.deps[k] for k in inside if tree.heads[k] == outer)
        if label in ADVERBIALS:
            label = "obl" if tree.is_verb(outer) else "nmod"
        tree.heads[noun], tree.deps[noun] = outer, label
    for k in inside:
        tree.heads[k], tree.deps[k] = noun, "case"
    for j in hanging:
        tree.heads[j] = noun
    tree.prepositions[noun] = (first, end)
    return True


def _noun_behind(tree: Tree, inside: range) -> int | None:
    """The first word behind that hangs on the preposition's words, or that one of these hangs on."""
    for j in range(inside.stop, min(inside.stop + REACH, len(tree))):
        if tree.heads[j] in inside and tree.tags[j] not in UNFIT_TAGS:
            return j
        if (tree.is_noun(j) or tree.tags[j] in FIT_TAGS) and any(tree.heads[k] == j for k in inside):
            return j
    return None


def enter_simple_prepositions(tree: Tree) -> None:
    """Enter the plain prepositions: the ``case`` words in front of a noun, outermost first (``out of``)."""
    cases: dict[int, list[int]] = {}
    for j, (head, dep) in enumerate(zip(tree.heads, tree.deps, strict=True)):
        if dep in CASES and j < head and tree.tags[j] in PREPOSITION_TAGS and j not in tree.dropped:
            if dep == "mark" and j + 1 < len(tree) and tree.lower[j + 1] == "be":
                continue  # "appears to be stone"
            cases.setdefault(head, []).append(j)
    for noun in sorted(cases):
        if noun not in tree.prepositions and (tree.is_noun(noun) or tree.tags[noun] in GOVERNED_TAGS):
            tree.prepositions[noun] = _extent(tree, noun, cases[noun])


def _extent(tree: Tree, noun: int, cases: list[int]) -> tuple[int, int]:
    """Words of the preposition that ends with the last of ``cases``: cases side by side, and what is fixed to it."""
    last = cases[-1]
    first, end = last, last + 1
    while first - 1 in cases or (first > 0 and _is_fixed(tree, first - 1, last)):
        first -= 1
    while end < noun and _is_fixed(tree, end, last):
        end += 1
    return first, end


def _is_fixed(tree: Tree, j: int, last: int) -> bool:
    return tree.deps[j] == "fixed" and tree.heads[j] == last
