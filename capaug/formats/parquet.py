"""Parquet: compressed shards that polars, duckdb, pandas and pyarrow.dataset read column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from capaug.formats.batches import batches_of, readable, select, whole
from capaug.records import AugmentedCaption

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_PER_GROUP = 1 << 16  # a shard is one row group unless it is huge
ZSTD_LEVEL = 3  # fixed, so that a library with another default gives the same bytes
LIST = ".list.element"  # what Parquet puts between a list and what it holds


class Parquet:
    """Whole rows as a Parquet file (:func:`capaug.records.row_schema`)."""

    name = "parquet"
    suffix = "parquet"
    compressions: tuple[str, ...] = ("zstd", "lz4", "none")
    binary = True

    def __init__(self, compression: str = "zstd") -> None:
        self.compression = compression

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes], scores: Sequence[str] | None = None) -> None:
        """Write the rows as row groups of :data:`ROWS_PER_GROUP`."""
        import pyarrow.parquet as pq

        batches = batches_of(rows, scores, ROWS_PER_GROUP)
        first = next(batches)
        level = ZSTD_LEVEL if self.compression == "zstd" else None
        with pq.ParquetWriter(file, first.schema, compression=self.compression, compression_level=level) as writer:
            for batch in chain([first], batches):
                if batch.num_rows:  # a row group without rows is an error to datasets
                    writer.write_batch(batch)

    def read_schema(self, path: Path) -> pa.Schema:
        """The columns, as whole ones."""
        import pyarrow.parquet as pq

        with readable(path), pq.ParquetFile(path, memory_map=True) as file:
            return file.schema_arrow

    def read_batches(self, path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the row groups as record batches; of columns that are not asked for nothing is read."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        with readable(path), pq.ParquetFile(path, memory_map=True) as file:
            names = None if columns is None else _leaves(file.schema, columns)
            if not file.metadata.num_rows:
                empty = pa.RecordBatch.from_pylist([], file.schema_arrow)
                yield empty if columns is None else select(empty, columns)
            for batch in file.iter_batches(ROWS_PER_GROUP, columns=names):
                yield whole(batch if columns is None else select(batch, columns))


def _leaves(schema: pq.ParquetSchema, columns: Sequence[str]) -> list[str]:
    """The columns of the file, which are leaves alone, that ``columns`` name; what is missing is told by ``select``."""
    paths = [schema.column(place).path for place in range(len(schema))]
    return [path for path in paths if any(f"{path.replace(LIST, '')}.".startswith(f"{column}.") for column in columns)]
