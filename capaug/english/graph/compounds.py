"""Words that are one quality with the word behind: ``snow covered``, ``four layer``, ``stainless steel``."""

from __future__ import annotations

from capaug.english.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

TAKING_THE_NOUN_BEFORE = words("participles_that_take_the_noun_before")
MEASURED = words("nouns_counted_in_one_quality")
ONES = words("ones")


def compounded(tree: Tree, lexicon: Lexicon) -> set[int]:
    """The first words of all pairs that are one quality of a noun behind them."""
    found = set()
    for second in range(1, len(tree) - 1):
        first, head = second - 1, tree.heads[second]
        if (
            head > second
            and tree.heads[first] in (second, head)
            and tree.is_noun(head)
            and first not in tree.prepositions
            and _is_compound(tree, lexicon, first, second)
        ):
            found.add(first)
    return found


def _is_compound(tree: Tree, lexicon: Lexicon, first: int, second: int) -> bool:
    a, b = tree.lower[first], tree.lower[second]
    if tree.tags[first] == "CD":
        return a not in ONES and (b in TAKING_THE_NOUN_BEFORE or (tree.tags[second] == "NN" and b in MEASURED))
    if tree.is_noun(first) and b in TAKING_THE_NOUN_BEFORE:
        return True
    return lexicon.attributes.type(f"{a} {b}") in ("material", "pattern")
