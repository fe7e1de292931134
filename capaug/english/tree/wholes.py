"""Nouns before ``of`` that say how many there are: the noun behind takes their place."""

from __future__ import annotations

from capaug.english.tags import NOUN_TAGS, PREMODIFIERS
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

COLLECTIVES_BEFORE_OF = words("collectives_before_of")
COLLECTIVE_TAGS = NOUN_TAGS | {"JJ", "DT"}


def fold_collectives(tree: Tree, lexicon: Lexicon) -> None:
    """``a group of people standing``: the people stand; ``group of`` becomes their attribute."""
    if "of" not in tree.lower:
        return
    for c in range(len(tree) - 2):
        if (
            tree.lemmas[c] not in COLLECTIVES_BEFORE_OF
            or tree.lower[c + 1] != "of"
            or tree.tags[c] not in COLLECTIVE_TAGS
        ):
            continue
        noun = _noun_behind_of(tree, c)
        if (
            noun is None
            or (tree.lemmas[c] == "body" and tree.lemmas[noun] != "water")
            or (tree.lemmas[c] == "patch" and lexicon.attributes.type(tree.lemmas[noun]) == "color")
            or any(
                tree.is_verb(j) and tree.tags[j] != "VBN" and (tree.heads[j], tree.deps[j]) != (noun, "amod")
                for j in range(c + 2, noun)
            )
        ):
            continue
        take_place(tree, c, noun)
        tree.heads[c], tree.deps[c] = noun, "collective"
        tree.heads[c + 1], tree.deps[c + 1] = c, "fixed"
        tree.collectives.setdefault(noun, []).append((c, c + 2))


def _noun_behind_of(tree: Tree, c: int) -> int | None:
    for j in range(c + 2, len(tree)):
        if tree.heads[j] == c and tree.is_noun(j):
            return j
    head = tree.heads[c + 1]  # the parser hung both on the same word, or the collective on the noun
    return head if head > c + 1 and tree.is_noun(head) else None


def take_place(tree: Tree, old: int, noun: int) -> None:
    """``noun`` takes the place of ``old`` in the tree, with all that hangs on it."""
    root = tree.is_root(old)
    if tree.heads[old] != noun:
        tree.heads[noun], tree.deps[noun] = (noun, "root") if root else (tree.heads[old], tree.deps[old])
    for j in range(len(tree)):
        stays = j < old and tree.deps[j] in PREMODIFIERS
        if tree.heads[j] == old and j not in (old, noun) and not stays:
            tree.heads[j] = noun
    if old in tree.prepositions:
        tree.prepositions[noun] = tree.prepositions.pop(old)
