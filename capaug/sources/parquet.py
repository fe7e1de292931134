"""Captions of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capaug.errors import InputError
from capaug.sources.files import CaptionFile
from capaug.sources.grouping import Row

if TYPE_CHECKING:
    import pyarrow.parquet as pq

ROWS_PER_BATCH = 4096


class ParquetFile(CaptionFile):
    """A Parquet file; the id of a row is its index (from 0).

    Its parts carry their groups: a row group, a million rows by default, can only be decoded whole, so a worker that
    read its own part would decode it again for every shard.
    """

    kind = "Parquet"

    def rows(self) -> Iterator[Row]:
        """Yield the rows, a batch in memory at a time.

        Raises:
            InputError: no Parquet file, a missing column, or text that is not UTF-8.
        """
        import pyarrow as pa

        index = 0
        with self._open() as file:
            image, caption = self.columns.resolve(file.schema_arrow.names, str(self.path))
            wanted = [caption] if image is None else [caption, image]
            try:
                for batch in file.iter_batches(ROWS_PER_BATCH, columns=wanted):
                    captions = batch.column(caption).to_pylist()
                    images = batch.column(image).to_pylist() if image else [None] * len(captions)
                    for image_id, text in zip(images, captions, strict=True):
                        yield Row(str(index), image_id, text, f"{self.path}, row {index}")
                        index += 1
            except UnicodeDecodeError:
                raise InputError(f"{self.path}: text that is not UTF-8 in or after row {index}") from None
            except (pa.ArrowException, OSError) as error:
                raise InputError(f"cannot read {self.path} in or after row {index}: {first_line(error)}") from None

    def count(self) -> int | None:
        """Number of rows, or None where the captions are lists."""
        import pyarrow as pa

        with self._open() as file:
            schema = file.schema_arrow
            _, caption = self.columns.resolve(schema.names, str(self.path))
            return None if pa.types.is_nested(schema.field(caption).type) else file.metadata.num_rows

    def _open(self) -> pq.ParquetFile:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{self.path} is not a Parquet file that can be read: {first_line(error)}") from None


def first_line(error: Exception) -> str:
    """The first line of an error of a library, fit for a message of one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
