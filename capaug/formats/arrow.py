"""Arrow streams: the format of shards, which HuggingFace Datasets maps into memory as they lie on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from capaug.formats.batches import batches_of, readable, select, whole
from capaug.records import AugmentedCaption

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_BATCH = 1 << 18  # a shard is one batch unless it is huge; all rows of a folder need not fit into memory


class Arrow:
    """Whole rows as an Arrow stream (:func:`capaug.records.row_schema`).

    It is not compressed: what is could not be mapped, and would be unpacked into memory whenever it is opened.
    """

    name = "arrow"
    suffix = "arrow"
    compressions: tuple[str, ...] = ("none",)
    binary = True

    def __init__(self, compression: str = "none") -> None:
        self.compression = compression

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes], scores: Sequence[str] | None = None) -> None:
        """Write the rows as record batches of :data:`ROWS_PER_BATCH`; no rows are one empty batch."""
        import pyarrow as pa

        batches = batches_of(rows, scores, ROWS_PER_BATCH)
        first = next(batches)
        with pa.ipc.new_stream(file, first.schema) as stream:
            for batch in chain([first], batches):
                stream.write_batch(batch)

    def read_schema(self, path: Path) -> pa.Schema:
        """The columns."""
        import pyarrow as pa

        with readable(path), pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
            return stream.schema

    def read_batches(self, path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the record batches, mapped into memory: of columns that are not asked for nothing is read."""
        import pyarrow as pa

        with readable(path), pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as stream:
            for batch in stream:
                batch.validate()
                yield whole(batch if columns is None else select(batch, columns))


ARROW = Arrow()
"""What shards are written in where nobody asks for another format."""
