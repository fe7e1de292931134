"""Record batches: what the formats of shards write and read, cut to the columns that are asked for."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.errors import InputError
from capaug.garbage import no_collections
from capaug.records import AugmentedCaption, record_batch, records_of

if TYPE_CHECKING:
    import pyarrow as pa

    from capaug.formats.base import ShardFormat

NO_SCORES = ("text", "kind", "edits")  # columns of a variant
ROWS_AT_ONCE = 2048  # that are Python objects at the same time while rows are read


def batches_of(rows: Iterable[AugmentedCaption], scores: Sequence[str] | None, size: int) -> Iterator[pa.RecordBatch]:
    """Yield ``rows`` in record batches of ``size``; no rows are one empty batch.

    Without ``scores`` the columns of variants are the scores that the first batch has.
    """
    rows = iter(rows)
    batch = list(islice(rows, size))
    if scores is None:
        scores = sorted({score for row in batch for v in (*row.positives, *row.negatives) for score in v.scores})
    yield record_batch(batch, scores)
    while batch := list(islice(rows, size)):
        yield record_batch(batch, scores)


def read_rows(form: ShardFormat, path: Path) -> Iterator[AugmentedCaption]:
    """Yield the rows of a shard, one record batch in memory at a time.

    Raises:
        InputError: the file is broken or lacks a column.
    """
    for batch in form.read_batches(path):
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            with readable(path), no_collections():
                rows = records_of(batch.slice(start, ROWS_AT_ONCE))
            yield from rows


def read_scores(form: ShardFormat, path: Path) -> tuple[str, ...]:
    """The scores that the variants of a shard have, in the order of their columns.

    Raises:
        InputError: the file is broken or lacks a column.
    """
    schema = form.read_schema(path)
    with readable(path):
        return scores_of(schema)


def scores_of(schema: pa.Schema) -> tuple[str, ...]:
    """The scores among the columns of the variants of rows."""
    names = [field.name for field in schema.field("negatives").type.value_type]
    return tuple(name for name in names if name not in NO_SCORES)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What goes wrong while ``path`` is read becomes one line.

    Raises:
        InputError: it did.
    """
    import pyarrow as pa

    try:
        yield
    except (OSError, KeyError, TypeError, AttributeError, ValueError, pa.ArrowException, tarfile.TarError) as error:
        raise InputError(f"{path}: not a readable shard ({' '.join(str(error).split())}); generate it again") from None


def select(batch: pa.RecordBatch, columns: Sequence[str]) -> pa.RecordBatch:
    """The ``columns`` of a batch, without a copy, in the order of the batch.

    A column is named as it is (``caption``, ``negatives``) or with what is wanted of it (``negatives.text``,
    ``scene_graph.attributes.start``), once or more.

    Raises:
        KeyError: there is no such column.
    """
    import pyarrow as pa

    whole = _part(pa.StructArray.from_arrays(batch.columns, fields=list(batch.schema)), _wanted(columns))
    return pa.RecordBatch.from_struct_array(whole)


def whole(batch: pa.RecordBatch) -> pa.RecordBatch:
    """``batch``, of which every value was looked at: where a byte was changed, offsets may point to other memory.

    Raises:
        pyarrow.ArrowException: one is none that can be.
    """
    batch.validate(full=True)
    return batch


def _wanted(columns: Iterable[str]) -> dict[str, Any]:
    """Columns as a tree: what is wanted of each; nothing for all of it."""
    heads: dict[str, list[str]] = {}
    for column in columns:
        head, _, rest = column.partition(".")
        heads.setdefault(head, []).append(rest)
    return {head: {} if "" in rests else _wanted(rests) for head, rests in heads.items()}


def _part(array: pa.Array, wanted: dict[str, Any]) -> pa.Array:
    """What is wanted of a column of records, or of lists of them."""
    import pyarrow as pa

    if not wanted:
        return array
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return type(array).from_arrays(array.offsets, _part(array.values, wanted))
    known = [field.name for field in array.type] if pa.types.is_struct(array.type) else []
    if unknown := [name for name in wanted if name not in known]:
        raise KeyError(f"no column {unknown[0]}")
    names = [name for name in known if name in wanted]
    return pa.StructArray.from_arrays([_part(array.field(name), wanted[name]) for name in names], names)
