"""The protocols that formats follow: what writes rows for other programs, and what shards are written and read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

from capaug.records import AugmentedCaption

if TYPE_CHECKING:
    import pyarrow as pa


class Format(Protocol):
    """How rows are written to one file.

    ``binary`` formats are no text, and not shown on a terminal.
    """

    binary: bool

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write ``rows`` to ``file``, reading them as it goes; the rows of one image follow each other.

        Equal rows must give equal bytes.
        """
        ...


@runtime_checkable
class ShardFormat(Protocol):
    """How whole rows are written to the shards of an output folder and read back: also a :class:`Format`.

    ``name`` is the one it is registered by, ``suffix`` ends the names of its files (no dot, and no other format's).
    ``compressions`` are those that it has, the default first; one of them is the ``compression`` of an object. Workers
    make their own by name and compression.
    """

    name: str
    suffix: str
    compressions: tuple[str, ...]
    compression: str
    binary: bool

    def __init__(self, compression: str = ...) -> None: ...

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes], scores: Sequence[str] | None = None) -> None:
        """As :meth:`Format.write`; ``scores`` are the columns of variants beside text, kind and edits.

        Without them they are those that the first rows have.
        """
        ...

    def read_schema(self, path: Path) -> pa.Schema:
        """The columns of a file, as its record batches have them.

        Raises:
            InputError: the file is broken.
        """
        ...

    def read_batches(self, path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a file as record batches of :func:`capaug.records.row_schema`, at least one.

        Args:
            path: the file.
            columns: what to read (:func:`capaug.formats.batches.select`); by default all.

        Raises:
            InputError: the file is broken or lacks a column.
        """
        ...
