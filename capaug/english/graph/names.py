"""Names of things: where the name of a noun begins, and how it is written."""

from __future__ import annotations

from capaug.english.graph.draft import Draft
from capaug.english.tree import Tree

DESCRIBING = frozenset(
    "color material gender nationality quality state texture pattern shape size height length wetness fullness weather "
    "cleanliness emotion position number".split()
)
"""Nouns of these types describe the noun behind them, are no part of its name: ``male skater``, ``grass field``."""
NAMING_LABELS = frozenset({"compound", "nmod:unmarked", "amod", "flat", "nmod", "obl:npmod"})
QUALITIES_DESPITE_KIND = frozenset({("color", "animal"), ("material", "kitchenware")})
"""A brown bear is a bear that is brown, and a paper plate a plate of paper."""


def name_start(draft: Draft, head: int) -> int:
    """Index of the first word of the name that noun ``head`` ends."""
    tree = draft.tree
    first = head
    while first > 0 and _in_name(draft, first - 1, head, first):
        first -= 1
    # a hyphen left dangling belongs to a modifier
    while first < head and not any(c.isalnum() for c in tree.texts[first]):
        first += 1
    return first


def _in_name(draft: Draft, j: int, head: int, first: int) -> bool:
    """Whether word ``j``, left of the name that begins at ``first`` so far, is part of the name of noun ``head``."""
    tree = draft.tree
    if j in tree.dropped or j in tree.frozen or tree.is_root(j) or not tree.under(j, head):
        return False
    if j > 0 and (tree.tags[j - 1] == "AFX" or j - 1 in draft.compounded):  # "high-speed | train", "four layer | cake"
        return False
    if tree.texts[j] == "-":
        return j > 0 and tree.ends[j - 1] == tree.starts[j] and _in_name(draft, j - 1, head, first)
    if tree.tags[j] not in ("DT", "CD") and draft.lexicon.objects.is_kind(_name_from(tree, j, head)):
        return not _describes_despite_kind(draft, j, head)
    return _joins_next(draft, j, head) or _is_noun_read_as_adjective(draft, j, first) or _is_noun_of_name(draft, j)


def _name_from(tree: Tree, j: int, head: int) -> str:
    return " ".join(tree.lower[j:head]) + " " + tree.lemmas[head]


def _describes_despite_kind(draft: Draft, j: int, head: int) -> bool:
    """``brown bear``: the name is known, yet the word says what the thing is like."""
    kind = draft.lexicon.attributes.type(draft.tree.lower[j])
    return (kind, draft.lexicon.objects.category(draft.tree.lemmas[head])) in QUALITIES_DESPITE_KIND


def _joins_next(draft: Draft, j: int, head: int) -> bool:
    """``living room furniture``: with the word behind it makes a known name within the name."""
    lower = draft.tree.lower
    return j + 1 < head and draft.lexicon.objects.is_kind(f"{lower[j]} {lower[j + 1]}")


def _is_noun_read_as_adjective(draft: Draft, j: int, first: int) -> bool:
    """``street pole``: a noun that the tagger took for an adjective."""
    tree, lexicon = draft.tree, draft.lexicon
    return (
        tree.tags[j] == "JJ"
        and first == j + 1
        and lexicon.attributes.type(tree.lower[j]) in ("other", "kind")
        and lexicon.objects.is_entry(tree.lower[j])
    )


def _is_noun_of_name(draft: Draft, j: int) -> bool:
    """``tennis racket``: a noun that names and does not describe."""
    tree = draft.tree
    return (
        tree.is_noun(j)
        and tree.deps[j] in NAMING_LABELS
        and j not in tree.prepositions
        and tree.child(j, "case") is None
        and (draft.lexicon.attributes.type(tree.lower[j]) not in DESCRIBING or _ends_name(draft, j))
    )


def _ends_name(draft: Draft, j: int) -> bool:
    """``ice cream shop``: the cream is no color, for with the word before it makes a known name."""
    tree = draft.tree
    return j > 0 and tree.heads[j - 1] == tree.heads[j] and _joins_next(draft, j - 1, tree.heads[j])


def written_name(tree: Tree, first: int, head: int) -> str:
    """The name from word ``first`` to noun ``head``: lower case, singular, a space between words but around hyphens."""
    name = ""
    for k in range(first, head):
        tight = tree.texts[k] == "-" or tree.texts[k + 1] == "-" or tree.ends[k] == tree.starts[k + 1]
        name += tree.lower[k] if tight else tree.lower[k] + " "
    return name + tree.lemmas[head]
