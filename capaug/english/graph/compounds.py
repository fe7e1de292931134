"""Words that are one quality with the word behind: ``snow covered``, ``four layer``, ``light gray``."""

from __future__ import annotations

from capaug.english.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

TAKING_THE_NOUN_BEFORE = words("participles_that_take_the_noun_before")
MEASURED = words("nouns_counted_in_one_quality")
ONES = words("ones")
LARGE = 3  # figures of a number that counts nothing in a quality
OF_TWO_WORDS = words("qualities_of_two_words")
OF_TWO_WORDS_BY_TYPE = frozenset({"material", "pattern", "color"})
"""Types of qualities that the lexicon knows by two words: ``stainless steel``, ``light gray``."""
NOUNS_OF_COLORS = words("nouns_of_colors")
INDEFINITE_ARTICLES = words("indefinite_articles")


def compounded(tree: Tree, lexicon: Lexicon) -> set[int]:
    """The first words of all pairs that are one quality of a noun behind them."""
    found = set()
    for second in range(1, len(tree) - 1):
        first, head = second - 1, tree.heads[second]
        if head < second and tree.deps[second] == "conj":  # "light blue, | dark green and red"
            head = tree.heads[head]
        if (
            head > second
            and tree.heads[first] in (second, tree.heads[second])
            and tree.is_noun(head)
            and first not in tree.prepositions
            and _is_compound(tree, lexicon, first, second)
        ):
            found.add(first)
    return found


def _is_compound(tree: Tree, lexicon: Lexicon, first: int, second: int) -> bool:
    a, b = tree.lower[first], tree.lower[second]
    if tree.tags[first] == "CD":
        measured = tree.tags[second] in ("NN", "JJ") and b in MEASURED
        measured = measured or (
            tree.tags[second] == "NN" and lexicon.attributes.type(b) in ("other", "kind") and _is_one(tree, second)
        )
        return a not in ONES and (b in TAKING_THE_NOUN_BEFORE or measured)
    if tree.is_noun(first) and b in TAKING_THE_NOUN_BEFORE:
        return True
    if b in NOUNS_OF_COLORS:
        return False  # "a white color dress": it is white
    both = f"{a} {b}"
    return both in OF_TWO_WORDS or lexicon.attributes.type(both) in OF_TWO_WORDS_BY_TYPE


def _is_one(tree: Tree, second: int) -> bool:
    """``a six panel hat``: behind the number and the noun that it counts stands one thing."""
    number = tree.lower[second - 1]
    return (number.isalpha() or len(number) < LARGE) and not counts(tree, second - 1, tree.heads[second])


def counts(tree: Tree, number: int, head: int) -> bool:
    """Whether a number before noun ``head`` makes it several: ``two sheep``, no ``a 1,000 dollar bill``."""
    return tree.tags[head] != "NN" or not any(
        tree.lower[k] in INDEFINITE_ARTICLES and tree.heads[k] == head for k in range(number)
    )
