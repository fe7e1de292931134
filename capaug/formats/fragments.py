"""Hard pairs: a part of a caption, true, and the same part with one thing changed, false.

In a short text the changed word weighs more: ``a black dog`` and ``a blue dog`` differ more to a model that has seen
the rest of the caption only now and then (AsCL's asymmetry-II texts, set against their own alteration).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO

from capaug.formats.json_lines import write_lines
from capaug.formats.pairs import Pair
from capaug.records import AugmentedCaption, Edit

PARTS = ("asymmetry_2.subgraph", "asymmetry_2.truncate")
"""Kinds whose texts are a caption with words left out."""


class Fragments:
    """JSON lines of the fields of :class:`~capaug.formats.pairs.Pair`, whose ``caption`` is a part of a caption."""

    binary = False

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write the pairs of each row that :func:`fragments` finds."""
        write_lines((asdict(pair) for row in rows for pair in fragments(row)), file)


def fragments(row: AugmentedCaption) -> Iterator[Pair]:
    """Yield each part of the caption with each of its negatives whose change lies within the part, made to the part.

    What is false of the caption's picture is false there: the words changed are those of a negative of the row, and
    filters that passed it passed them.
    """
    for part in row.positives:
        if part.kind in PARTS:
            for negative in row.negatives:
                if _are_apart(part.edits, negative.edits):
                    text = _applied(row.caption, (*part.edits, *negative.edits))
                    yield Pair(row.image_id, part.text, text, negative.kind)


def _are_apart(cuts: Iterable[Edit], edits: Iterable[Edit]) -> bool:
    """Whether none of ``edits`` meets or touches one of ``cuts``: articles, capitals and spaces that a cut has changed
    beside itself are made for the words that stood there.
    """
    cuts = list(cuts)
    return not any(edit.start <= cut.end and cut.start <= edit.end for edit in edits for cut in cuts)


def _applied(caption: str, edits: Iterable[Edit]) -> str:
    """``caption`` with ``edits``, right to left."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        caption = caption[: edit.start] + edit.new + caption[edit.end :]
    return caption
