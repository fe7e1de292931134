"""Slips of writers and taggers that are mended before the tree is read."""

from __future__ import annotations

from capaug.english.inflection import lemma
from capaug.english.tags import BARE_VERB_TAGS, OPENING_TAGS
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

INDEFINITE_ARTICLES = words("indefinite_articles")
ADVERBS_LIKE_NOUNS = words("adverbs_like_nouns")
SIDES_BEFORE_A_NOUN = frozenset({"left", "right"})
ARGUMENTS = frozenset({"obj", "obl", "nmod", "compound"})


def mend_tags(tree: Tree) -> None:
    """``in the walk``: what hangs as a noun behind a determiner is no verb, whatever its tag."""
    if BARE_VERB_TAGS.isdisjoint(tree.tags):
        return
    for i in range(1, len(tree)):
        if tree.tags[i] in BARE_VERB_TAGS and tree.deps[i] in ARGUMENTS and tree.tags[i - 1] in OPENING_TAGS:
            tree.tags[i] = "NNS" if tree.tags[i] == "VBZ" else "NN"
            tree.lemmas[i] = lemma(tree.texts[i], tree.tags[i])


def mend_sides(tree: Tree) -> None:
    """``the left man``: which of them, no name of his."""
    if SIDES_BEFORE_A_NOUN.isdisjoint(tree.lower):
        return
    for i in range(len(tree) - 1):
        if tree.lower[i] in SIDES_BEFORE_A_NOUN and tree.deps[i] == "compound" and tree.heads[i] > i:
            tree.tags[i], tree.deps[i] = "JJ", "amod"


def mend_adverbs(tree: Tree) -> None:
    """``shooting a gun outdoors``: a place that is no noun, and no name of a gun."""
    if ADVERBS_LIKE_NOUNS.isdisjoint(tree.lower):
        return
    for i in range(1, len(tree)):
        if tree.lower[i] not in ADVERBS_LIKE_NOUNS or not tree.is_noun(i) or tree.deps[i - 1] in ("case", "det"):
            continue
        noun = i - 1
        if tree.heads[noun] == i and tree.is_noun(noun) and tree.deps[noun] == "compound" and not tree.is_root(i):
            for j in tree.children(i):
                tree.heads[j] = noun
            tree.heads[noun], tree.deps[noun] = tree.heads[i], tree.deps[i]
            tree.heads[i] = tree.heads[noun]
        tree.tags[i] = "RB"
        if not tree.is_root(i):
            tree.deps[i] = "advmod"


def mend_possessives(tree: Tree, lexicon: Lexicon) -> None:
    """``a persons hand``: an apostrophe that the writer left out."""
    for i in range(1, len(tree) - 1):
        if tree.lower[i][-1] == "s" and tree.lower[i - 1] in INDEFINITE_ARTICLES and _is_owner(tree, lexicon, i):
            tree.tags[i], tree.lemmas[i] = "NN", tree.lower[i][:-1]
            top, dep = (i + 1, "root") if tree.is_root(i) else (tree.heads[i], tree.deps[i])
            if tree.heads[i + 1] == i:
                tree.heads[i + 1], tree.deps[i + 1] = top, dep
            tree.heads[i], tree.deps[i] = i + 1, "nmod:poss"
            tree.heads[i - 1] = i


def _is_owner(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """Whether word ``i`` but for its last letter is somebody, and what he has of himself stands behind."""
    return (
        tree.is_noun(i)
        and tree.is_noun(i + 1)
        and lexicon.objects.category(tree.lower[i][:-1]) in ("person", "animal")
        and lexicon.objects.category(tree.lemmas[i + 1]) in ("body_part", "clothing")
    )
