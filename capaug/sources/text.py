"""Captions of a plain text file."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.sources.files import CaptionFile, read_lines
from capaug.sources.grouping import Row


class TextLines(CaptionFile):
    """A plain text file: every line is a caption of an image of its own; its id is the line number (from 1)."""

    kind = "text"

    def rows(self) -> Iterator[Row]:
        """Yield a row for each line, blank lines included.

        Raises:
            InputError: a line that is not UTF-8.
        """
        for number, line in read_lines(self.path):
            yield Row(str(number), None, line.rstrip("\r\n"), f"{self.path}:{number}")

    def count(self) -> int:
        """Number of lines."""
        with self.path.open("rb") as file:
            return sum(1 for _ in file)
