"""Captions of a plain text file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self

from capaug.records import CaptionGroup
from capaug.sources.files import CaptionFile, read_lines
from capaug.sources.grouping import Row, group_rows
from capaug.sources.options import Options
from capaug.sources.parts import Part


class TextLines(CaptionFile):
    """A plain text file: every line is a caption of an image of its own; its id is the line number (from 1)."""

    kind = "text"

    @classmethod
    def open(cls, rest: str, options: Options) -> Self:
        """Open the file at the path ``rest``.

        Raises:
            UsageError: columns were chosen.
            InputError: it is not there or empty.
        """
        options.refuse_columns("a text file: it has no columns")
        return super().open(rest, options)

    def rows(self, offset: int = 0, first: int = 1) -> Iterator[Row]:
        """Yield a row for each line, blank lines included.

        Args:
            offset: byte to begin at, the beginning of a line.
            first: number of that line.

        Raises:
            InputError: a line that is not UTF-8.
        """
        for number, line in read_lines(self.path, offset, first):
            yield Row(str(number), None, line.rstrip("\r\n"), f"{self.path}:{number}")

    def count(self) -> int:
        """Number of lines."""
        with self.path.open("rb") as file:
            return sum(1 for _ in file)

    def parts(self, size: int) -> Iterator[Part]:
        """Parts that read their own lines: only the ends of lines are looked for here."""
        offset = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if number % size == 0:
                    yield Lines(self, offset, number + 1, size)
                offset += len(line)


@dataclass(frozen=True, slots=True)
class Lines:
    """A part: at most ``size`` lines of a file, from byte ``offset``, the beginning of line ``first``, on."""

    file: TextLines
    offset: int
    first: int
    size: int

    def groups(self) -> Iterator[CaptionGroup]:
        """A group for each line."""
        rows = islice(self.file.rows(self.offset, self.first), self.size)
        return group_rows(rows, self.file.name, self.file.split)
