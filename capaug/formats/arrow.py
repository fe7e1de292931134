"""Arrow streams: the format of shards, which HuggingFace Datasets maps into memory as they lie on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from capaug.errors import InputError
from capaug.records import AugmentedCaption, record_batch, row_schema

if TYPE_CHECKING:  # pyarrow is imported only where a shard is written or read
    import pyarrow as pa

NO_SCORES = ("text", "kind", "edits")  # columns of a variant
ROWS_PER_BATCH = 1 << 18  # a shard is one batch unless it is huge; all rows of a folder need not fit into memory


class Arrow:
    """Whole rows as an Arrow stream (:func:`capaug.records.row_schema`).

    Args:
        scores: columns of variants beside text, kind and edits; by default those that the first batch has.
    """

    binary = True

    def __init__(self, scores: Sequence[str] | None = None) -> None:
        self._scores = scores

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write the rows as record batches of :data:`ROWS_PER_BATCH`; no rows are one empty batch."""
        import pyarrow as pa

        rows = iter(rows)
        batch = list(islice(rows, ROWS_PER_BATCH))
        scores = _scores_of(batch) if self._scores is None else self._scores
        schema = row_schema(scores)
        with pa.ipc.new_stream(file, schema) as stream:
            while True:
                stream.write_batch(record_batch(batch, scores))
                batch = list(islice(rows, ROWS_PER_BATCH))
                if not batch:
                    return


def _scores_of(rows: Sequence[AugmentedCaption]) -> tuple[str, ...]:
    """The scores that any variant of ``rows`` has, by name."""
    return tuple(sorted({score for row in rows for v in (*row.positives, *row.negatives) for score in v.scores}))


def read_schema(path: Path) -> pa.Schema:
    """The columns of an Arrow stream.

    Raises:
        InputError: the file is broken.
    """
    import pyarrow as pa

    try:
        with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
            return stream.schema
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{path}: not a readable shard ({' '.join(str(error).split())}); generate it again") from None


def read_scores(path: Path) -> tuple[str, ...]:
    """The scores that the variants of an Arrow stream have, in the order of their columns.

    Raises:
        InputError: the file is broken or lacks a column.
    """
    try:
        columns = [field.name for field in read_schema(path).field("negatives").type.value_type]
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise InputError(f"{path}: not a readable shard ({' '.join(str(error).split())}); generate it again") from None
    return tuple(name for name in columns if name not in NO_SCORES)


def read_rows(path: Path) -> Iterator[AugmentedCaption]:
    """Yield the rows of an Arrow stream, one record batch in memory at a time.

    Raises:
        InputError: the file is broken or lacks a column.
    """
    import pyarrow as pa

    try:
        with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
            for batch in stream:
                batch.validate(full=True)  # a changed offset would be read where there is no memory
                for row in batch.to_pylist():
                    yield AugmentedCaption.from_row(row)
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{path}: not a readable shard ({' '.join(str(error).split())}); generate it again") from None
