"""Who or what is with something, where a pronoun behind tells."""

from __future__ import annotations

from capaug.english.tree.categories import LIVING, category
from capaug.english.tree.tree import Tree
from capaug.lexicon import Lexicon

WITHOUT_ROOM = frozenset("animal food toy tool accessory clothing kitchenware sports_gear drink instrument".split())
OBJECT_PRONOUNS = frozenset({"it", "him", "her", "them"})
REACH = 6  # words in which the pronoun stands


def mend_company(tree: Tree, lexicon: Lexicon) -> None:
    """Mend what is said behind ``with``.

    ``a man with a dog running behind him``: the dog runs, for he is not behind himself. ``a hand holding a tag with a
    cross on it``: the cross is with the tag.
    """
    if OBJECT_PRONOUNS.isdisjoint(tree.lower):
        return
    for i in sorted(tree.prepositions):
        if tree.preposition(i) != "with" or not tree.is_noun(i) or tree.deps[i] not in ("nmod", "obl"):
            continue
        pronoun = _pronoun_behind(tree, i)
        if pronoun is None:
            continue
        if tree.tags[i + 1] == "VBG":
            if tree.deps[i + 1] == "acl":
                tree.attach(i + 1, i, "acl")
        elif tree.lower[pronoun] == "it":
            _give_to_neighbour(tree, lexicon, i)


def mend_absolutes(tree: Tree, lexicon: Lexicon) -> None:
    """``pushing a cart with a dog running``: what somebody does things to has nobody with it that does others.

    What has room for somebody (a street, a train) may, and what ``it`` behind means. ``With a boy painting a box, a
    woman reads``: the boy paints.
    """
    if "VBG" not in tree.tags or "with" not in tree.lower:
        return
    if tree.lower[0] == "with":
        _mend_opening(tree, lexicon)
    for i in sorted(tree.prepositions):
        host = tree.heads[i]
        if i + 1 >= len(tree) or tree.tags[i + 1] != "VBG" or tree.preposition(i) != "with" or tree.deps[i] != "nmod":
            continue
        if tree.deps[host] != "obj" or category(tree, lexicon, i) not in LIVING:
            continue
        pronoun = _pronoun_behind(tree, i)
        if category(tree, lexicon, host) in WITHOUT_ROOM and (pronoun is None or tree.lower[pronoun] != "it"):
            tree.attach(i + 1, i, "acl")
            tree.attach(i, tree.heads[host], "obl")


def _pronoun_behind(tree: Tree, i: int) -> int | None:
    """The first pronoun behind noun ``i`` and a preposition, with no other verb or clause between."""
    for j in range(i + 2, min(i + 1 + REACH, len(tree))):
        if tree.lower[j] in OBJECT_PRONOUNS and tree.tags[j] == "PRP":
            return j if tree.tags[j - 1] in ("IN", "TO") else None
        if tree.is_verb(j) or tree.tags[j] in ("CC", ","):
            return None
    return None


def _give_to_neighbour(tree: Tree, lexicon: Lexicon, i: int) -> None:
    """Noun ``i`` is with the thing named right before ``with``: ``it`` is nobody."""
    near = tree.prepositions[i][0] - 1
    if near > 0 and tree.is_noun(near) and category(tree, lexicon, near) != "person":
        tree.attach(i, near, "nmod")


def _mend_opening(tree: Tree, lexicon: Lexicon) -> None:
    """A participle right behind who opens the sentence, and before its comma, is of them."""
    comma = tree.lower.index(",") if "," in tree.lower else 0
    for i in range(1, comma - 1):
        if tree.is_noun(i) and tree.preposition(i) == "with" and tree.tags[i + 1] == "VBG":
            if tree.deps[i + 1] == "advcl" and category(tree, lexicon, i) in LIVING:
                tree.attach(i + 1, i, "acl")
            return
