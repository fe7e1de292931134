"""Refusals that need no model: texts said already, by the caption, a sibling or another candidate."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.edits import fold
from capaug.filters.base import Candidate, Filter, Setup


class RuleFilter(Filter):
    """Refuses a candidate that repeats another text of its image, after case and punctuation folding.

    Reasons: ``repeats_caption``, ``repeats_sibling`` (a negative that a sibling says is true), ``duplicate`` (the
    same text again for the same caption; the first stays).
    """

    name = "rules"

    def __init__(self, setup: Setup | None = None) -> None:
        """Whatever the recipe, there is nothing to set up."""

    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Judge candidates in order; those of one caption must stand together."""
        seen: set[str] = set()
        siblings: set[str] = set()
        caption, said = None, ""
        for candidate in candidates:
            if candidate.scene.caption is not caption:
                caption = candidate.scene.caption
                seen = set()
                said = fold(caption.text)
                siblings = {fold(sibling.text) for sibling in candidate.scene.siblings}
            text = fold(candidate.variant.text)
            if text == said:
                candidate.refused = "repeats_caption"
            elif text in siblings:
                candidate.refused = "repeats_sibling"
            elif text in seen:
                candidate.refused = "duplicate"
            seen.add(text)
