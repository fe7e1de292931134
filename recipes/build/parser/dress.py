"""How a tree is written down: its words in order, with the capitals and the punctuation that captions have or lack."""

from __future__ import annotations

import random

from capaug.english.inflection import inflect, lemma
from recipes.build.parser.phrases import Node
from recipes.build.parser.treebank import Sentence

TITLE, CAPITALS, LOWER, UNPUNCTUATED = 0.05, 0.02, 0.05, 0.04
"""Shares of trees in Title Case, in CAPITALS, in lower case, without commas and stops."""
PAST = 0.1  # share of the grammar's captions that are told in the past
PRESENT = frozenset({"VBZ", "VBP"})
BEING = {"is": "was", "are": "were", "'s": "was", "am": "was"}
SMALL_WORDS = frozenset("a an the of in on at by for to and or with from".split())
"""That stay small in most titles."""
ARTICLES = frozenset({"a", "an", "the"})
MARKS = frozenset({",", ".", ";", ":", "!", "?"})


def flattened(root: Node) -> Sentence:
    """The words of a tree in order, heads as indices."""
    nodes = root.flatten()
    place = {id(node): i for i, node in enumerate(nodes)}
    heads = {place[id(child)]: i for i, node in enumerate(nodes) for child in (*node.left, *node.right)}
    sentence = Sentence()
    for i, node in enumerate(nodes):
        following = nodes[i + 1].text if i + 1 < len(nodes) else ""
        sentence.add(node.text, following not in MARKS, node.tag, heads.get(i, i), node.dep)
    return sentence


def bare(root: Node) -> None:
    """Leave out all articles of a tree."""
    for node in root.flatten():
        node.left = [child for child in node.left if child.tag != "DT" or child.text not in ARTICLES]


def told_in_the_past(sentence: Sentence) -> None:
    """``The man rides a horse``: he rode it."""
    for i, (word, tag) in enumerate(zip(sentence.words, sentence.tags, strict=True)):
        if tag in PRESENT:
            past = BEING.get(word.lower()) or inflect(lemma(word.lower(), tag), "VBD")
            sentence.words[i] = _capital(past) if word[:1].isupper() else past
            sentence.tags[i] = "VBD"


def typed(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence, in some cases as headlines, shouting or careless writers type it."""
    drawn = rng.random()
    if drawn < TITLE:
        small = rng.random() < 0.7
        words = [w if small and i and w.lower() in SMALL_WORDS else _capital(w) for i, w in enumerate(sentence.words)]
        sentence.words = words
    elif drawn < TITLE + CAPITALS:
        sentence.words = [word.upper() for word in sentence.words]
    elif drawn < TITLE + CAPITALS + LOWER:
        sentence.words = [word.lower() for word in sentence.words]
    if rng.random() < UNPUNCTUATED:
        return _without_marks(sentence)
    return sentence


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _without_marks(sentence: Sentence) -> Sentence:
    """The sentence without the commas and stops that nothing hangs on."""
    hosts = {head for i, head in enumerate(sentence.heads) if head != i}
    roots = [i for i, head in enumerate(sentence.heads) if head == i]
    kept = [i for i, w in enumerate(sentence.words) if w not in MARKS or i in hosts or i in roots]
    place = {old: new for new, old in enumerate(kept)}
    bare_one = Sentence()
    for i in kept:
        bare_one.add(
            sentence.words[i], sentence.spaces[i], sentence.tags[i], place[sentence.heads[i]], sentence.deps[i]
        )
    return bare_one
