"""What a page counts of an output folder, row by row: kinds by style, and how similar texts are to their captions."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from capaug.records import AugmentedCaption
from capaug.report.blocks import style
from capaug.review import SIDES

STEP = 0.02  # width of a bar of a histogram
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Similarity:
    """How similar the texts of a kind are to their captions.

    Attributes:
        mean: cosine between caption and text.
        quantiles: those of :data:`QUANTILES`.
        bars: the histogram: left ends of the bars that hold any, and how many texts each holds.
    """

    mean: float
    quantiles: tuple[float, ...]
    bars: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    """What there is of a kind.

    Attributes:
        side: ``negatives`` or ``positives``.
        kind: ``family.kind``.
        count: texts.
        rows: rows that have one.
        by_style: texts by where their captions come from.
        similarity: None where none was measured.
    """

    side: str
    kind: str
    count: int
    rows: int
    by_style: dict[str, int]
    similarity: Similarity | None


class Figures:
    """Counts the rows that it is given.

    Attributes:
        styles: rows by where captions come from.
    """

    def __init__(self) -> None:
        self.styles: Counter[str] = Counter()
        self._texts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._rows: Counter[tuple[str, str]] = Counter()
        self._similarities: dict[tuple[str, str], array[float]] = defaultdict(lambda: array("f"))

    def add(self, row: AugmentedCaption) -> None:
        """Count a row."""
        of_row = style(row)
        self.styles[of_row] += 1
        for side in SIDES:
            for variant in getattr(row, side):
                self._texts[side, variant.kind][of_row] += 1
                if variant.similarity is not None:
                    self._similarities[side, variant.kind].append(variant.similarity)
            self._rows.update({(side, variant.kind) for variant in getattr(row, side)})

    def kinds(self) -> Iterator[OfKind]:
        """Yield what there is of each kind: negatives, then positives, by name."""
        for side in SIDES:
            for _, kind in sorted(key for key in self._texts if key[0] == side):
                texts = self._texts[side, kind]
                yield OfKind(
                    side,
                    kind,
                    texts.total(),
                    self._rows[side, kind],
                    dict(texts),
                    _similarity(self._similarities.get((side, kind))),
                )


def _similarity(values: array[float] | None) -> Similarity | None:
    if not values:
        return None
    found = np.frombuffer(values, dtype=np.float32).astype(np.float64)
    # Shards hold four decimals, in 32 bits: what stands for 0.96 lies a little below it.
    bars, counts = np.unique(np.floor(found.round(4) / STEP + 1e-6).astype(int), return_counts=True)
    return Similarity(
        float(found.mean()),
        tuple(float(value) for value in np.quantile(found, QUANTILES)),
        tuple((round(float(bar) * STEP, 4), int(count)) for bar, count in zip(bars, counts, strict=True)),
    )
