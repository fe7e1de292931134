"""A place belongs to whoever is there, not to the place named before it."""

from __future__ import annotations

from capaug.english.tree.categories import PLACES, category
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

LOCATIVES = words("prepositions_of_place")
NO_PLACES = tuple(words("prepositions_that_give_no_place"))
ON_GROUNDS = words("prepositions_of_grounds")


def mend_places(tree: Tree, lexicon: Lexicon) -> None:
    """Move places to whoever is there.

    ``a bus driving down a street next to a building``: the bus drives next to the building. ``a man riding a horse
    on a beach``: the man is on the beach, for a beach is a place and a horse is not.
    """
    for i in sorted(tree.prepositions):
        word, host = tree.preposition(i) or "", tree.heads[i]
        if (
            tree.deps[i] in ("nmod", "obl")
            and tree.is_noun(i)
            and tree.is_noun(host)
            and host <= i
            and _says_where(word)
        ):
            _mend_place(tree, lexicon, i, host, word)


def _says_where(word: str) -> bool:
    locative = " " in word or word in LOCATIVES
    return locative and not word.endswith(NO_PLACES)


def _mend_place(tree: Tree, lexicon: Lexicon, i: int, host: int, word: str) -> None:
    """Move the place ``i``, said with ``word``, from the noun ``host`` to where it belongs."""
    doing = next((j for j in range(host + 1, i) if tree.heads[j] == host and tree.deps[j] == "acl"), None)
    host_word = tree.preposition(host)
    if doing is not None and tree.is_verb(doing) and tree.child(doing, "obj") is None:
        tree.attach(i, doing, "obl")  # "a bus driving down a street next to a building"
    elif host_word is not None and _keeps_places(tree, lexicon, i, host):
        return
    elif host_word is not None and tree.child(host, "cop") is not None:
        tree.deps[i] = "obl"  # "a person is in the air on a snowboard": read as said of the person
    elif host_word is not None and tree.deps[host] in ("nmod", "obl"):
        if _passes_places_on(tree, lexicon, i, host, host_word):
            above = tree.heads[host]
            tree.attach(i, above, "obl" if tree.is_verb(above) else "nmod")
    elif tree.deps[host] == "obj" and word in ON_GROUNDS and category(tree, lexicon, i) in PLACES:
        above = tree.heads[host]
        if tree.is_verb(above):
            tree.attach(i, above, "obl")  # "a man riding a horse on a beach"
    elif tree.deps[host] == "obj" and category(tree, lexicon, host) == "event" and tree.is_verb(tree.heads[host]):
        tree.attach(i, tree.heads[host], "obl")  # "a man doing a trick on a skateboard"


def _keeps_places(tree: Tree, lexicon: Lexicon, i: int, host: int) -> bool:
    """Whether ``host``, behind a preposition, is itself at the place ``i``: ``next to a dog on a leash``.

    Who stands beside somebody need not be where they are.
    """
    kind = category(tree, lexicon, host)
    return kind in ("person", "animal", "body_part") or (kind == "vehicle" and category(tree, lexicon, i) == "water")


def _passes_places_on(tree: Tree, lexicon: Lexicon, i: int, host: int, host_word: str) -> bool:
    """Whether the place ``i`` is said of what ``host`` is said of, with ``host_word``."""
    above = tree.heads[host]
    if host_word == "at" and tree.lemmas[above] == "look":
        return False
    if host_word == "with":
        return category(tree, lexicon, i) in PLACES
    agent = host_word == "by" and tree.tags[above] == "VBN"  # "surrounded by plants in planters"
    return " " in host_word or (host_word in LOCATIVES and not agent)
