"""Which kinds of negatives rows hold: names alone, so that a kind of one's own needs no registration here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from capaug.records import AugmentedCaption

if TYPE_CHECKING:
    from datasets import Dataset

Row = AugmentedCaption | Mapping[str, Any]


def kinds_of(rows: Iterable[Row] | Dataset) -> tuple[str, ...]:
    """The kinds of the rows' negatives, each once and sorted.

    Of a ``Dataset`` (:func:`capaug.load_shards`) only the column of the negatives is read, which takes seconds for
    millions of rows.
    """
    found: set[str] = set()
    if hasattr(rows, "select_columns"):
        import pyarrow.compute as pc

        for table in rows.select_columns(["negatives"]).with_format("arrow").iter(batch_size=1000):
            negatives = pc.list_flatten(table["negatives"].combine_chunks())
            found.update(pc.unique(negatives.field("kind")).to_pylist())
        return tuple(sorted(found))
    for row in rows:
        if isinstance(row, AugmentedCaption):
            found.update(negative.kind for negative in row.negatives)
        else:
            found.update(negative["kind"] for negative in row["negatives"])
    return tuple(sorted(found))
