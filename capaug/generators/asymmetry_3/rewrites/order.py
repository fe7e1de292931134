"""Two sentences of a caption in the other order, where neither needs the other."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.captions import Scene
from capaug.english.edits import Replacement
from capaug.english.leaning import Leaning
from capaug.english.phrases import Phrases


def exchanged_sentences(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """The scene's sentence and the one behind it; the first sentence of a caption, which says what it is of, stays."""
    leaning = scene.caption.once(Leaning)
    sentences = leaning.sentences
    index = sentences.index(scene.sentence)
    if index and leaning.are_apart(index):
        one, other = sentences[index], sentences[index + 1]
        yield [(*one.span(0, len(one.tokens)), other.own_text), (*other.span(0, len(other.tokens)), one.own_text)]
