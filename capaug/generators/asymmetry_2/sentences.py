"""A caption of several sentences with fewer of them: its first ones, all but one, or one alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from capaug.captions import Scene
from capaug.english.edits import Replacement
from capaug.english.leaning import Leaning, is_closed, names_more_than_a_frame
from capaug.generators.asymmetry_2.cuts import BEST

SHORT = 45  # words that a model with room for 77 tokens sees, with some to spare


def first_sentences(scene: Scene) -> list[Replacement]:
    """What leaves out all sentences behind one of the caption: those first that keep about two thirds of its words, or
    as many as any model sees.

    One that only says what sort of picture it is, or that announces what follows (``In the picture:``), is no end.
    """
    sentences, text = scene.caption.sentences, scene.caption.text
    sizes = list(accumulate(len(sentence.tokens) for sentence in sentences))
    best = min(BEST * sizes[-1], SHORT)
    found: list[tuple[float, Replacement]] = []
    told = False
    for sentence, size in zip(sentences[:-1], sizes, strict=False):
        told = told or names_more_than_a_frame(sentence)
        if told and is_closed(sentence):
            found.append((abs(size - best), (sentence.tokens[-1].end, len(text.rstrip()), "")))
    return [cut for _, cut in sorted(found)]


def without_one(scene: Scene) -> Iterator[list[Replacement]]:
    """What leaves out one sentence that no other needs, but for the first and the last."""
    leaning = scene.caption.once(Leaning)
    for index in range(1, len(leaning.sentences) - 1):
        if leaning.can_go(index):
            first, following = leaning.sentences[index], leaning.sentences[index + 1]
            yield [(first.tokens[0].start, following.tokens[0].start, "")]


def all_others(scene: Scene) -> list[Replacement] | None:
    """What leaves out all but the sentence of the scene; None where it is the only one or not understood alone."""
    leaning, sentence, text = scene.caption.once(Leaning), scene.sentence, scene.caption.text
    index = leaning.sentences.index(sentence)
    if len(leaning.sentences) == 1 or not leaning.stands_alone(index):
        return None
    before = [(0, sentence.tokens[0].start, "")] if index else []
    behind = [(sentence.tokens[-1].end, len(text), "")] if index + 1 < len(leaning.sentences) else []
    return before + behind
