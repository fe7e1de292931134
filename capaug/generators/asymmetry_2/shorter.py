"""Texts that say less, of which each says enough."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice

from capaug.captions import Scene, Sentence, Thing
from capaug.captions.sentence import Range
from capaug.english.edits import Replacement, fold
from capaug.english.elsewhere import Elsewhere
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.realised import distinct
from capaug.kinds import Kind
from capaug.records import Variant

ONE_OF_ITS_KIND = words("nouns_of_what_is_one_of_its_kind")
MOST = 4  # candidates a kind
LEAST_WORDS = 3  # articles aside


def shorter(kind: Kind, sentence: Sentence, options: Iterable[list[Replacement]]) -> Iterator[Variant]:
    """The first few texts that ``options``, best first, make of ``sentence`` and that say enough."""
    made = distinct(kind, sentence, options, most=sys.maxsize)
    return islice((variant for variant in made if says_enough(variant.text)), MOST)


def dropped_adjectives(scene: Scene, thing: Thing) -> Range | None:
    """The adjectives of ``thing`` that can be left out; None of what another sentence names as well, which they tell
    from it (``The red car is parked. The blue car is moving.``).
    """
    sentence = scene.sentence
    adjectives = sentence.once(Phrases, scene.lexicon).adjectives(thing)
    if adjectives is None or scene.once(Elsewhere).names(thing):
        return None
    first = adjectives[0]
    if sentence.tag(first - 1) == "CD" and sentence.tag(first - 2) in ("CD", "DT"):
        return None  # "two one [way] signs"
    if all(sentence.tag(k) == "NNP" for k in (thing.head, adjectives[1] - 1)):
        return None  # "the [European] Union"
    if any(other.lemma == thing.lemma and other is not thing for other in sentence.things):
        return None  # "a box of goulash in a [white] box"
    if thing.lemma in ONE_OF_ITS_KIND and sentence.word(first - 1) in ("a", "an"):
        return None  # "a [blue] sky"
    return adjectives


def says_enough(text: str) -> bool:
    """Whether a text is more than a bare noun (``A cat.``, ``The old man.``)."""
    found = 0
    for word in fold(text).split():
        found += word not in ("a", "an", "the")
        if found == LEAST_WORDS:
            return True
    return False
