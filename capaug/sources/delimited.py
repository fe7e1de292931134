"""Captions of a table in a text file: CSV, TSV and their relatives, with or without a header line.

Read with Python's own csv, 500,000 rows a second, as the faster readers lose faults: pyarrow (3,000,000 rows a second)
names no line in its errors and reads ``"a" dog`` as ``a dog``; pandas takes a field too many for an index and one too
few for a null.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from capaug.errors import InputError
from capaug.sources.columns import Columns
from capaug.sources.files import decoded_lines
from capaug.sources.grouping import Row, identifier
from capaug.sources.inputs import Input
from capaug.sources.reader import Reader

NAMES: Final = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", " ": "spaces"}
PICTURE_AND_NUMBER = re.compile(r"(.+\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:\.\d+)?)#\d+", re.IGNORECASE)
"""``1000092795.jpg#0``, as the token files of Flickr8k and Flickr30k name the first caption of a picture; one of
Flickr8k's is ``2258277193_586949ec62.jpg.1#0``."""
_QUOTED = re.compile(r'(?:^|\t)"(?:[^"]|"")*""(?:[^"]|"")*"(?:\t|$)')
_NUMBER_GROWN_ON = re.compile(r"(\d)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: what stands between fields, a line of names above, double quotes around fields."""

    delimiter: str
    header: bool
    quotes: bool


class DelimitedFile(Reader):
    """A table. The id of a row is the number of the line it ends on (from 1, header included)."""

    kind = "table"

    def __init__(self, input: Input, dialect: Dialect, columns: Columns) -> None:
        """Choose the columns.

        Raises:
            InputError: a column that is needed is not there, or the first line cannot be read.
        """
        self.input, self.dialect, self.width = input, dialect, 0
        names = next((fields for _, fields in self._records()), [])
        self.width = len(names)
        self.names = names if dialect.header else [str(number) for number in range(1, self.width + 1)]
        if twice := next((name for name in self.names if self.names.count(name) > 1), None):
            raise InputError(f"{input.location}: two columns are called {twice!r}; rename one")
        self.found = columns.resolve(self.names, input.location)

    def rows(self) -> Iterator[Row]:
        """Yield a row for each record.

        Raises:
            InputError: a broken quote, a record of another length than the first, or not UTF-8.
        """
        place = {name: index for index, name in enumerate(self.names)}
        caption = place[self.found.caption]
        image = None if self.found.image is None else place[self.found.image]
        own_id = None if self.found.caption_id is None else place[self.found.caption_id]
        called, header = self.input.location, self.dialect.header
        for number, fields in self._records():
            if header:
                header = False
                continue
            where = f"{called}:{number}"
            if len(fields) != self.width:
                fields = self._mended(fields, number)
            row = Row(str(number), None, listed(fields[caption]), where)
            if image is not None:
                picture = PICTURE_AND_NUMBER.fullmatch(fields[image])
                row.image = picture[1] if picture else fields[image]
            if own_id is not None:
                row.id, row.named = named(fields[own_id], where), True
            yield row

    def images(self) -> Iterator[Row]:
        """The rows, if they name images or bring ids."""
        return self.rows() if self.found.image or self.found.caption_id else iter(())

    def layout(self) -> str:
        """Delimiter, header, and the columns that were found."""
        delimiter = NAMES.get(self.dialect.delimiter, repr(self.dialect.delimiter))
        header = "header" if self.dialect.header else "no header"
        return f"{delimiter}, {header}, {columns_read(self.found.caption, self.found.image)}"

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The line that each record ends on, and its fields; blank lines hold none."""
        with self.input.open() as file:
            lines = (line for _, line in decoded_lines(file, self.input.location))
            yield from self._quoted(lines) if self.dialect.quotes else self._unquoted(lines)

    def _unquoted(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        delimiter, called = self.dialect.delimiter, self.input.location
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\r\n")
            if not line:
                continue
            if '""' in line and delimiter == "\t" and _QUOTED.search(line):
                raise InputError(
                    f'{called}:{number}: a field in double quotes, with "" in it; say --quotes if they are there '
                    "for the table's sake, or --delimiter tab --no-quotes if they are part of the caption"
                )
            fields = line.split(delimiter)
            yield number, [field.strip() for field in fields] if delimiter == "|" else fields

    def _quoted(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        records = csv.reader(lines, delimiter=self.dialect.delimiter, strict=True)
        begun = 1
        try:
            for fields in records:
                if fields:
                    if self.width and len(fields) != self.width and records.line_num > begun:
                        raise csv.Error(f"a field that runs on to line {records.line_num}")
                    yield records.line_num, fields
                begun = records.line_num + 1
        except csv.Error as error:
            raise InputError(
                f"{self.input.location}:{begun}: {error}; close the quote that opens there, "
                "or say --no-quotes if quotes are part of the text"
            ) from None

    def _mended(self, fields: list[str], number: int) -> list[str]:
        """The fields of a record of the wrong length: Flickr30k's ``results.csv`` lacks one bar, behind a number."""
        if self.dialect.delimiter == "|" and len(fields) == self.width - 1:
            grown = _NUMBER_GROWN_ON.fullmatch(fields[-1])
            if grown:
                return [*fields[:-1], grown[1], grown[2]]
        first = "header" if self.dialect.header else "first line"
        advice = (
            "put double quotes around fields that hold the delimiter"
            if self.dialect.quotes
            else "say --quotes if fields are in double quotes"
        )
        raise InputError(
            f"{self.input.location}:{number}: {len(fields)} fields where the {first} has {self.width}; {advice}"
        )


def listed(field: str) -> str | list[str]:
    """The field, or the texts of a list of Python, as pandas writes one (NegBench's retrieval)."""
    if field[:2] not in ("['", '["') or field[-1] != "]":
        return field
    try:
        texts = ast.literal_eval(field)
    except (ValueError, SyntaxError):
        return field
    return texts if isinstance(texts, list) and all(isinstance(text, str) for text in texts) else field


def named(value: object, where: str) -> str:
    """The id that a row gives its caption.

    Raises:
        InputError: it is empty, or neither a text nor a number.
    """
    found = identifier(value)
    if not found:
        raise InputError(f"{where}: no id of the caption; leave caption_id out of --columns to have rows numbered")
    return found


def columns_read(caption: str, image: str | None) -> str:
    """Which columns are read, for the user."""
    if image is None:
        return f"caption: {caption}; no column names the image, so that each row is an image of its own"
    return f"caption: {caption}, image: {image}"
