"""Caption, positive and negative, as losses of triplets want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from capaug.formats.json_lines import write_lines
from capaug.records import AugmentedCaption


class Triplets:
    """JSON lines of ``anchor`` (the caption), ``positive``, ``negative`` and ``image_id``."""

    binary = False

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write the triplets of each row (:func:`triplets`)."""
        write_lines((triplet for row in rows for triplet in triplets(row)), file)


def triplets(row: AugmentedCaption) -> Iterator[dict[str, str]]:
    """As many as the longer list has texts, the last text of the shorter one again and again; none if one is empty."""
    if row.positives and row.negatives:
        for k in range(max(len(row.positives), len(row.negatives))):
            positive, negative = (side[min(k, len(side) - 1)] for side in (row.positives, row.negatives))
            yield {
                "anchor": row.read_text,
                "positive": positive.text,
                "negative": negative.text,
                "image_id": row.image_id,
            }
