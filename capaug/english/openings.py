"""The noun phrases with which a caption opens, before anything is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from capaug.captions.sentence import Sentence, Thing
from capaug.english.phrases import Phrases
from capaug.english.words import words

FRAMES_THAT_OPEN_A_CAPTION = words("frames_that_open_a_caption")
SOME = words("nouns_of_some_behind_a")


@dataclass(frozen=True, slots=True)
class Opening:
    """``A cat``, ``Two cows``, ``A man and a woman``: ``end`` is the word behind.

    ``many``: it takes ``are``. ``there``: what ``there`` takes before it (``there is a man and a woman``).
    """

    end: int
    many: bool
    there: str


def opening(phrases: Phrases) -> Opening | None:
    """What a caption opens with; None where that is definite (``The cat``), a frame (``A close up of``) or unclear."""
    sentence = phrases.sentence
    things = sorted(sentence.things, key=lambda thing: thing.head)
    if not things or things[0].base[0] != 0:
        return None
    noun = things[0]
    if not phrases.is_object(noun.head) or _is_frame(sentence, noun):
        return None
    many, end = noun.plural or noun.name == "people", noun.base[1]
    for other in things[1:]:
        if other.base[0] == end + 1 and sentence.word(end) in ("and", ","):
            many, end = True, other.base[1]
    if end >= phrases.end or end in phrases.inner or _is_bare_collective(sentence, noun) or _is_cut(sentence, noun):
        return None
    if sentence.word(0) in ("a", "an"):
        return Opening(end, many, "are" if sentence.word(1) in SOME else "is")
    bare = (noun.plural and sentence.tag(0) in ("CD", "JJ", "NNS")) or noun.name == "people"
    return Opening(end, True, "are") if bare else None


def _is_frame(sentence: Sentence, noun: Thing) -> bool:
    """``A close up of a pizza``."""
    return noun.name in FRAMES_THAT_OPEN_A_CAPTION or not FRAMES_THAT_OPEN_A_CAPTION.isdisjoint(
        sentence.lower[: noun.head + 1]
    )


def _is_bare_collective(sentence: Sentence, noun: Thing) -> bool:
    """``Group of people``: no article, and none that goes with "there"."""
    return sentence.tag(0).startswith("NN") and noun.head > 0 and sentence.word(1) == "of"


def _is_cut(sentence: Sentence, noun: Thing) -> bool:
    """``a man skillfully water | skiing``."""
    tags = [token.tag for token in sentence.tokens[: noun.head + 1]]
    return "RB" in tags and any(one == "RB" and other.startswith("NN") for one, other in pairwise(tags))
