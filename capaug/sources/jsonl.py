"""Captions of a JSON Lines file: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from capaug.errors import InputError
from capaug.sources.columns import Columns
from capaug.sources.files import decoded_lines
from capaug.sources.grouping import Row
from capaug.sources.inputs import Input
from capaug.sources.json_records import JsonRecords
from capaug.sources.reader import Reader


class JsonLines(Reader):
    """A JSON Lines file; the id of a row is its line number (from 1), and blank lines hold no row."""

    kind = "JSON Lines file"

    def __init__(self, input: Input, columns: Columns, split: str | None = None) -> None:
        """See :class:`~capaug.sources.json_records.JsonRecords`."""
        self.input = input
        self.records = JsonRecords(columns, split)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of each line.

        Raises:
            InputError: a line that is no JSON object or lacks a column, or is not UTF-8.
        """
        called = self.input.location
        with self.input.open() as file:
            for number, line in decoded_lines(file, called):
                if not line.strip():
                    continue
                where = f"{called}:{number}"
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{where}: not JSON ({error}); one JSON object a line is expected") from None
                if not isinstance(record, dict):
                    raise InputError(f"{where}: a JSON {type(record).__name__}; one JSON object a line is expected")
                yield from self.records.rows(record, str(number), where)

    def layout(self) -> str:
        """The columns that were found, once the first line was read."""
        return self.records.layout()
