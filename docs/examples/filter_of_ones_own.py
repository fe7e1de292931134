"""A filter of one's own: negatives may be at most a word longer or shorter than their caption.

capaug generate --dataset coco --plugin filter_of_ones_own.py --recipe same_length.yaml
"""

from __future__ import annotations

from collections.abc import Sequence

from capaug.filters.base import Candidate, Filter, Setup
from capaug.registry import FILTERS


@FILTERS.register("same_length")
class SameLength(Filter):
    """Measures ``extra_words`` and refuses negatives that are more than a word longer or shorter."""

    name = "same_length"
    gives = ("extra_words",)

    def __init__(self, setup: Setup) -> None:
        self.most = 1

    def judge(self, candidates: Sequence[Candidate]) -> None:
        for candidate in candidates:
            extra = len(candidate.variant.text.split()) - len(candidate.scene.caption.text.split())
            candidate.scores["extra_words"] = float(extra)
            if not candidate.kind.true and abs(extra) > self.most:
                candidate.refused = "other_length"
