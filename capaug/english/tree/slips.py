"""Slips of writers and taggers that are mended before the tree is read."""

from __future__ import annotations

from functools import lru_cache

from capaug.english.inflection import lemma
from capaug.english.tags import BARE_VERB_TAGS, NOUN_TAGS, OPENING_TAGS, SUBJECTS
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon
from capaug.lexicon.wordnet import CACHE, is_verb_alone, senses

INDEFINITE_ARTICLES = words("indefinite_articles")
NEVER_NOUNS = words("participles_that_are_no_nouns")
FIRST_WORDS_OF_SPORTS = words("first_words_of_sports")
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


def mend_verbs_read_as_nouns(tree: Tree, lexicon: Lexicon) -> None:
    """``a hard rock artist performs``, ``a man clad in a coat``: what is no noun is none, whatever its tag."""
    objects = lexicon.objects
    for i, word in enumerate(tree.lower):
        if word[-1] not in "sd" or tree.tags[i] not in NOUN_TAGS or i == 0 or i in tree.frozen:
            continue
        if word in NEVER_NOUNS or (not objects.is_entry(word) and is_verb_alone(word)):
            if objects.is_entry(tree.lower[i - 1]) and tree.tags[i - 1] == "JJ" and tree.heads[i - 1] == i:
                tree.tags[i - 1] = "NN"  # "singer | performs"
            _make_verb(tree, i)


def _make_verb(tree: Tree, i: int) -> None:
    """Make word ``i`` a verb, and the noun before it, which has been read as a part of its name, its subject."""
    tree.tags[i] = "VBZ" if tree.lower[i].endswith("s") else "VBN"
    tree.lemmas[i] = lemma(tree.texts[i], tree.tags[i])
    subject = i - 1
    if tree.tags[i] == "VBN" or not tree.is_noun(subject) or tree.heads[subject] != i:
        return
    for j in range(subject):
        if tree.heads[j] == i:
            tree.heads[j] = subject
    above, dep = tree.heads[i], tree.deps[i]
    if above < subject and tree.is_noun(above):  # "an artist of the band performs"
        tree.heads[subject], tree.deps[subject] = above, dep
        tree.heads[i], tree.deps[i] = (i, "root") if tree.is_root(above) else (tree.heads[above], tree.deps[above])
        subject = above
    tree.heads[subject], tree.deps[subject] = i, "nsubj"


def mend_nouns_read_as_verbs(tree: Tree, lexicon: Lexicon) -> None:
    """``Halloween Eyeball Cookies``, ``a fruit stand``: what is no verb is none, whatever its tag."""
    if BARE_VERB_TAGS.isdisjoint(tree.tags):
        return
    for i in range(1, len(tree)):
        if tree.tags[i] not in BARE_VERB_TAGS or not (is_noun_alone(tree.lower[i]) or _is_a_stand(tree, lexicon, i)):
            continue
        before = tree.child(i, *SUBJECTS)
        if tree.child(i, "obj", "ccomp", "xcomp") is not None:
            continue  # a slip of the writer: "a bus wit a roof"
        if before is not None and (before != i - 1 or tree.child(before, "conj") is not None):
            continue
        tree.tags[i] = "NNS" if tree.tags[i] == "VBZ" else "NN"
        tree.lemmas[i] = lemma(tree.texts[i], tree.tags[i])
        if before is not None:
            for j in tree.children(before):
                tree.heads[j] = i
            tree.deps[before] = "compound"


def _is_a_stand(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """Whether ``stand`` behind a thing in the singular, which would have ``stands``, is where it is sold or put."""
    if tree.lower[i] != "stand" or tree.tags[i - 1] != "NN" or tree.heads[i - 1] != i:
        return False
    return lexicon.objects.category(tree.lemmas[i - 1]) not in (None, "person", "animal")


@lru_cache(maxsize=CACHE)
def is_noun_alone(word: str) -> bool:
    """Whether ``word`` can be no verb, and a noun: ``cookies``."""
    return bool(senses(word, "n")) and not senses(word, "v")


def mend_sports(tree: Tree, lexicon: Lexicon) -> None:
    """``a man kite surfing``, ``a man in a jacket mountain climbing``: no kite and no mountain."""
    if FIRST_WORDS_OF_SPORTS.isdisjoint(tree.lower):
        return
    for i in range(1, len(tree) - 1):
        doer = i - 1
        if (
            tree.lower[i] in FIRST_WORDS_OF_SPORTS
            and tree.tags[i + 1] == "VBG"
            and tree.heads[doer] == i
            and tree.is_noun(doer)
            and lexicon.objects.category(tree.lemmas[doer]) in ("person", "clothing", "accessory")
        ):
            for j in range(len(tree)):
                if tree.heads[j] == i and j not in (i, doer):
                    tree.heads[j] = doer
            tree.heads[doer], tree.deps[doer] = (doer, "root") if tree.is_root(i) else (tree.heads[i], tree.deps[i])
            tree.heads[i], tree.deps[i], tree.tags[i] = i + 1, "advmod", "RB"


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
