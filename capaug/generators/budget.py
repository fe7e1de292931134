"""A model that cuts texts must see what was changed: a negative that it sees as its caption says of the truth that it
is false (:mod:`capaug.tokens`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from capaug.captions import Scene
from capaug.english.words import words
from capaug.records import Variant
from capaug.tokens import Seen

RULE = "beyond_tokens"
_WORD = re.compile(r"[\w'’]+")
_NEXT_WORD = re.compile(r"\s*\S+")
_DENIALS, _ARTICLES = words("words_that_deny"), words("indefinite_articles")


@dataclass(frozen=True, slots=True)
class _Change:
    """``old``, up to ``end`` of the caption, gave way to ``new``, up to ``new_end`` of the text."""

    end: int
    new_end: int
    old: str
    new: str


class TokenBudget:
    """Refuses variants whose change lies beyond what a model sees.

    Args:
        seen: how much of a text the model sees.
    """

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def reaches(self, scene: Scene) -> bool:
        """Whether the scene's sentence begins within what is seen of its caption."""
        tokens = scene.sentence.tokens
        return not tokens or tokens[0].start < scene.once(self._seen_of_caption)

    def lets_through(self, scene: Scene, variant: Variant, true: bool) -> bool:
        """Whether a model sees what makes ``variant`` the positive (``true``) or the negative that it is.

        Of a negative the first change lies within what is seen of both texts. Of a positive some change is seen, and
        every denial that was added (``no horse``). What is refused is counted in ``scene.refused``.
        """
        caption = scene.caption.text
        in_caption, in_text = scene.once(self._seen_of_caption), self._seen(variant.text)
        if in_caption == len(caption) and in_text == len(variant.text):
            return True
        shows = caption[:in_caption].casefold() != variant.text[:in_text].casefold()
        if shows:
            changes = list(_changes(variant))
            if true:
                shows = all(change.new_end <= in_text for change in changes if _denies(change))
            elif not _rewrites(scene, variant):
                first = next((change for change in changes if change.new.lower() not in _ARTICLES), None)
                shows = first is None or (first.end <= in_caption and first.new_end <= in_text)
        if not shows:
            scene.refuse(variant.kind, RULE)
        return shows

    def _seen_of_caption(self, scene: Scene) -> int:
        return self._seen(scene.caption.text)


def _changes(variant: Variant) -> Iterator[_Change]:
    """The edits of a variant; where words were taken away, the word that follows is what shows it."""
    moved = 0
    for edit in variant.edits:
        new_end = edit.start + moved + len(edit.new)
        if not edit.new.strip() and (following := _NEXT_WORD.match(variant.text, new_end)):
            new_end = following.end()
        yield _Change(edit.end, new_end, edit.old, edit.new)
        moved += len(edit.new) - len(edit.old)


def _rewrites(scene: Scene, variant: Variant) -> bool:
    """Whether the whole text is another: it differs wherever it begins to (token noise)."""
    return len(variant.edits) == 1 and len(variant.edits[0].old) == len(scene.caption.text)


def _denies(change: _Change) -> bool:
    """Whether a change brings a denial that was not there."""
    return any(word in _DENIALS for word in _WORD.findall(change.new.lower())) and not any(
        word in _DENIALS for word in _WORD.findall(change.old.lower())
    )
