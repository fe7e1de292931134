"""Captions of a plain text file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from capaug.records import CaptionGroup
from capaug.sources.files import decoded_lines
from capaug.sources.grouping import Row, group_rows
from capaug.sources.inputs import Input
from capaug.sources.parts import Part
from capaug.sources.reader import Reader


class TextLines(Reader):
    """A plain text file: every line is a caption of an image of its own; its id is the line number (from 1)."""

    kind = "text file"

    def __init__(self, input: Input) -> None:
        self.input = input

    def rows(self, offset: int = 0, first: int = 1) -> Iterator[Row]:
        """Yield a row for each line, blank lines included.

        Args:
            offset: byte to begin at, the beginning of a line.
            first: number of that line.

        Raises:
            InputError: a line that is not UTF-8.
        """
        called = self.input.location
        with self.input.open() as file:
            file.seek(offset)
            for number, line in decoded_lines(file, called, offset, first):
                yield Row(str(number), None, line.rstrip("\r\n"), f"{called}:{number}")

    def images(self) -> Iterator[Row]:
        """None: no line names its image."""
        return iter(())

    def count(self) -> int:
        """Number of lines."""
        with self.input.open() as file:
            return sum(1 for _ in file)

    def layout(self) -> str:
        """That every line is a caption."""
        return "a caption a line"

    def parts(self, size: int, name: str, split: str) -> Iterator[Part]:
        """Parts that read their own lines: only the ends of lines are looked for here."""
        offset = 0
        with self.input.open() as file:
            for number, line in enumerate(file):
                if number % size == 0:
                    yield Lines(self, offset, number + 1, size, name, split)
                offset += len(line)


@dataclass(frozen=True, slots=True)
class Lines:
    """A part: at most ``size`` lines of a file, from byte ``offset``, the beginning of line ``first``, on."""

    file: TextLines
    offset: int
    first: int
    size: int
    name: str
    split: str

    def groups(self) -> Iterator[CaptionGroup]:
        """A group for each line."""
        rows = islice(self.file.rows(self.offset, self.first), self.size)
        return group_rows(rows, self.name, self.split)
