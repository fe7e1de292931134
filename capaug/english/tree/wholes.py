"""Nouns before ``of`` that say how many there are, or that it is a picture: the noun behind takes their place."""

from __future__ import annotations

from capaug.english.tags import NOUN_TAGS, PREMODIFIERS
from capaug.english.tree.tree import Tree
from capaug.english.words import words

COLLECTIVES_BEFORE_OF = words("collectives_before_of")
COLLECTIVE_TAGS = NOUN_TAGS | {"JJ", "DT"}
FRAMES_BEFORE_OF = words("frames_before_of")
CLOSE = words("words_before_up")


def fold_collectives(tree: Tree) -> None:
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
        if noun is None or any(tree.is_verb(j) and tree.tags[j] != "VBN" for j in range(c + 2, noun)):
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


def drop_frames(tree: Tree) -> None:
    """``a close up of a dog``: a dog. Only where the frame opens the caption, not where somebody holds a picture."""
    if "of" not in tree.lower:
        return
    for c in range(len(tree) - 2):
        if not _is_frame(tree, c):
            continue
        noun = next((j for j in range(c + 2, len(tree)) if tree.is_noun(j) and tree.heads[j] <= c), None)
        if noun is not None:
            _drop_frame(tree, c, noun)
            return


def _is_frame(tree: Tree, c: int) -> bool:
    """Whether word ``c`` names a picture, ``of`` follows, and nothing that is in a picture stands before it."""
    if tree.lemmas[c] not in FRAMES_BEFORE_OF or tree.lower[c + 1] != "of":
        return False
    if tree.lower[c] == "up" and (c == 0 or tree.lower[c - 1] not in CLOSE):
        return False
    return not any(
        (tree.is_verb(j) and tree.deps[j] != "amod")
        or (tree.is_noun(j) and tree.deps[j] != "compound" and tree.heads[j] != c)
        for j in range(c)
    )


def _drop_frame(tree: Tree, c: int, noun: int) -> None:
    of = c + 1
    top = c
    for above in tree.above(c):
        if above >= of:
            break
        top = above
    take_place(tree, top, noun)
    if top != c:
        for j in range(of + 1, len(tree)):
            if tree.heads[j] == c and j != noun:
                tree.heads[j] = noun
    for j in range(of + 1):
        tree.heads[j], tree.deps[j] = noun, "frame"
        tree.dropped.add(j)
