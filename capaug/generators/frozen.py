"""What names nothing in the picture is never edited: printed text, names, codes (:mod:`capaug.english.frozen`)."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.captions import Scene, Sentence
from capaug.records import Edit, Variant

RULE = "frozen_words"


def leaves_frozen(scene: Scene, variant: Variant) -> bool:
    """Whether the edits of ``variant`` leave all frozen words of its caption as they are or take them away whole.

    ``a sign that says "FROG" on a wall`` may become ``a sign on a wall``, and no ``sign that says "CAT"``. What it
    refuses is counted in ``scene.refused``.
    """
    for sentence in scene.caption.sentences:
        if sentence.frozen and any(_breaks(edit, *run) for run in _runs(sentence) for edit in variant.edits):
            scene.refuse(variant.kind, RULE)
            return False
    return True


def _breaks(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes a part of the characters from ``start`` to ``end``, or puts something between them."""
    if edit.start <= start and end <= edit.end:
        return False
    return edit.start < end and start < edit.end


def _runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The characters of each run of frozen words."""
    for first in sorted(sentence.frozen):
        if first - 1 not in sentence.frozen:
            end = first + 1
            while end in sentence.frozen:
                end += 1
            yield sentence.span(first, end)
