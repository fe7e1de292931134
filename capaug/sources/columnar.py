"""Captions of a file of columns: Parquet, or Arrow as a file or a stream (what HuggingFace Datasets keeps)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from capaug.errors import InputError
from capaug.sources.columns import Columns, Found
from capaug.sources.delimited import columns_read, named
from capaug.sources.grouping import Row
from capaug.sources.inputs import Input, first_line
from capaug.sources.reader import Reader

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_PER_BATCH = 4096


class Columnar(Reader):
    """A file of columns; the id of a row is its index (from 0).

    Its parts carry their groups: a row group of Parquet, a million rows by default, can only be decoded whole, so a
    worker that read its own part would decode it again for every shard.
    """

    def __init__(self, input: Input, columns: Columns) -> None:
        """Choose the columns.

        Raises:
            InputError: no such file, or a column that is needed is not there.
        """
        self.input = input
        with self._schema() as schema:
            self.found = resolve(schema, columns, input.location)
            self.lists = is_list(schema.field(self.found.caption).type)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, a batch in memory at a time.

        Raises:
            InputError: the file is broken, or holds text that is not UTF-8.
        """
        return self._rows(self.found.caption)

    def images(self) -> Iterator[Row]:
        """The rows without their captions, if they name images or bring ids."""
        return self._rows(None) if self.found.image or self.found.caption_id else iter(())

    def layout(self) -> str:
        """The columns that were found."""
        return columns_read(self.found.caption, self.found.image)

    def _rows(self, caption: str | None) -> Iterator[Row]:
        import pyarrow as pa

        wanted = [name for name in (caption, self.found.image, self.found.caption_id) if name is not None]
        called, index = self.input.location, 0
        try:
            for batch in self._batches(wanted):
                nothing = [None] * batch.num_rows
                texts, images, ids = (
                    batch.column(name).to_pylist() if name in wanted else nothing
                    for name in (caption, self.found.image, self.found.caption_id)
                )
                for text, image, own_id in zip(texts, images, ids, strict=True):
                    row = Row(str(index), image, text, f"{called}, row {index}")
                    if self.found.caption_id is not None:
                        row.id, row.named = named(own_id, row.where), True
                    yield row
                    index += 1
        except UnicodeDecodeError:
            raise InputError(f"{called}: text that is not UTF-8 in or after row {index}") from None
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"cannot read {called} in or after row {index}: {first_line(error)}") from None

    @abstractmethod
    def _schema(self) -> AbstractContextManager[pa.Schema]:
        """The columns."""

    @abstractmethod
    def _batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Some columns, a batch at a time."""


class ParquetFile(Columnar):
    """A Parquet file."""

    kind = "Parquet file"

    def count(self) -> int | None:
        """Number of rows, or None where the captions are lists."""
        with self._open() as file:
            return None if self.lists else file.metadata.num_rows

    @contextmanager
    def _schema(self) -> Iterator[pa.Schema]:
        with self._open() as file:
            yield file.schema_arrow

    def _batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        with self._open() as file:
            yield from file.iter_batches(ROWS_PER_BATCH, columns=columns)

    @contextmanager
    def _open(self) -> Iterator[pq.ParquetFile]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        with self.input.open() as stream:
            try:
                file = pq.ParquetFile(stream)
            except (pa.ArrowException, OSError) as error:
                raise InputError(
                    f"{self.input.location} is not a Parquet file that can be read: {first_line(error)}"
                ) from None
            yield file


class ArrowFile(Columnar):
    """An Arrow file, or a stream of Arrow as a file."""

    kind = "Arrow file"

    @contextmanager
    def _schema(self) -> Iterator[pa.Schema]:
        with self._open() as (schema, _):
            yield schema

    def _batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        with self._open() as (_, batches):
            for batch in batches:
                yield from (
                    batch.slice(start, ROWS_PER_BATCH).select(columns)
                    for start in range(0, batch.num_rows, ROWS_PER_BATCH)
                )

    @contextmanager
    def _open(self) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
        import pyarrow as pa

        with self.input.open() as stream:
            is_file = stream.read(6) == b"ARROW1"
            stream.seek(0)
            try:
                file = pa.ipc.open_file(stream) if is_file else pa.ipc.open_stream(stream)
            except (pa.ArrowException, OSError) as error:
                raise InputError(
                    f"{self.input.location} is not an Arrow file that can be read: {first_line(error)}"
                ) from None
            batches = map(file.get_batch, range(file.num_record_batches)) if is_file else iter(file)
            yield file.schema, batches


def resolve(schema: pa.Schema, columns: Columns, where: str) -> Found:
    """The columns of a schema; those that hold pictures name no image.

    Raises:
        InputError: as :meth:`capaug.sources.columns.Columns.resolve`.
    """
    import pyarrow as pa

    def is_picture(type: pa.DataType) -> bool:
        return pa.types.is_struct(type) or pa.types.is_binary(type) or pa.types.is_large_binary(type)

    return columns.resolve(schema.names, where, [field.name for field in schema if is_picture(field.type)])


def is_list(type: pa.DataType) -> bool:
    """Whether values of that type hold several others."""
    import pyarrow as pa

    return pa.types.is_nested(type)
