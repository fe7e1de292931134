"""Captions of a JSON Lines file: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from capaug.errors import InputError
from capaug.sources.files import CaptionFile, read_lines
from capaug.sources.grouping import Row


class JsonLines(CaptionFile):
    """A JSON Lines file; the id of a row is its line number (from 1), and blank lines hold no row."""

    kind = "JSON Lines"

    def rows(self) -> Iterator[Row]:
        """Yield a row for each line.

        Raises:
            InputError: a line that is no JSON object or lacks a column, or is not UTF-8.
        """
        for number, line in read_lines(self.path):
            if not line.strip():
                continue
            where = f"{self.path}:{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{where}: not JSON ({error}); one JSON object a line is expected") from None
            if not isinstance(row, dict):
                raise InputError(f"{where}: a JSON {type(row).__name__}; one JSON object a line is expected")
            if isinstance(row.get("annotations"), list):
                raise InputError(f"{where}: a COCO annotation file; say --dataset coco --annotations {self.path}")
            image, caption = self.columns.resolve(row, where)
            yield Row(str(number), row[image] if image else None, row[caption], where)
