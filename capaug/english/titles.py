"""Titles of works: their words are a name, whatever they name."""

from __future__ import annotations

from capaug.captions.sentence import Sentence
from capaug.english.words import words

FRAMES_AND_EMPTY_NOUNS = words("frames_and_empty_nouns")
CONTENT = frozenset({"NN", "VB", "JJ"})  # first two letters
FINITE_OR_MODAL = frozenset({"VBZ", "VBP", "VBD", "MD"})


def is_title(sentence: Sentence) -> bool:
    """Whether a sentence may be the title of a work: a colon parts it, or it tells who made it.

    ``Bringing goats home : farms of old Japan``, ``Great Heron by Ann Lee``; no ``In the picture: a goat``, no ``a
    plane made by Boeing``. Asked as ``sentence.once(is_title)``.
    """
    if ":" in sentence.lower_set and _is_parted(sentence):
        return True
    return "by" in sentence.lower_set and any(
        word == "by" and sentence.tag(k - 1) != "VBN" and (k + 1 in sentence.frozen or sentence.tag(k + 1) == "NNP")
        for k, word in enumerate(sentence.lower)
    )


def is_within_a_name(sentence: Sentence, k: int) -> bool:
    """Whether the capital of word ``k`` may make it a name: it opens no sentence, and other words of its kind have none
    (``Cover of Oh, Goats! coming soon``; no ``Red Chair``).
    """
    text = sentence.tokens[k].text
    if k == 0 or not text[:1].isupper() or text.isupper():
        return False
    return any(token.text.islower() and token.tag[:2] in CONTENT for token in sentence.tokens)


def _is_parted(sentence: Sentence) -> bool:
    """Whether a thing and no main verb stands before a colon, and more behind it."""
    colon = sentence.lower.index(":")
    if colon + 1 >= len(sentence.tokens) or any(sentence.tag(k) in FINITE_OR_MODAL for k in range(colon)):
        return False
    return any(thing.head < colon and thing.lemma not in FRAMES_AND_EMPTY_NOUNS for thing in sentence.things)
