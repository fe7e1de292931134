"""The figures of an evaluation: recall of retrieval, and accuracy of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of queries with a right answer among the first k, by k: pictures that ask for captions, and captions."""

    image_to_text: dict[int, float]
    text_to_image: dict[int, float]

    @property
    def r_sum(self) -> float:
        """Sum over both ways and all k, in percent (600 at best for 1, 5, 10)."""
        return 100 * (sum(self.image_to_text.values()) + sum(self.text_to_image.values()))


@dataclass(frozen=True, slots=True)
class Choice:
    """How often a picture goes to its caption and not to a negative: ``right`` of ``made`` pairs."""

    right: float
    made: int

    @property
    def accuracy(self) -> float:
        """Share of the pairs; 0 for none."""
        return self.right / self.made if self.made else 0.0


def choice_accuracy(own: Tensor, negatives: Tensor, kinds: Sequence[str]) -> dict[str, Choice]:
    """Accuracy of the choice by kind, of N pairs of a caption and a negative; ``all`` counts all of them.

    Equal scores count as half.

    Args:
        own: [N], score of the picture with the caption.
        negatives: [N], score of the picture with the negative.
        kinds: kind of each negative.
    """
    right = (own > negatives).double() + 0.5 * (own == negatives).double()
    by_kind: dict[str, list[float]] = {}
    for value, kind in zip(right.tolist(), kinds, strict=True):
        by_kind.setdefault(kind, []).append(value)
    found = {kind: Choice(sum(values), len(values)) for kind, values in sorted(by_kind.items())}
    return {"all": Choice(float(right.sum()), len(kinds)), **found}
