"""Objects as JSON lines, and the rows as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from capaug.records import AugmentedCaption


class JsonLines:
    """Whole rows, a JSON object a line."""

    binary = False

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write a line for each row."""
        write_lines((row.as_row() for row in rows), file)


def write_lines(objects: Iterable[Mapping[str, Any]], file: IO[bytes]) -> None:
    """Write a line of JSON, all of it ASCII, for each object."""
    file.writelines(json.dumps(value).encode("ascii") + b"\n" for value in objects)
