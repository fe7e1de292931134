"""The lexicon's tables as they lie in ``data/``: lines of cells parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from capaug.errors import InputError


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The data lines of a table with their numbers: no comments, no header.

    Raises:
        InputError: a line has another number of cells than there are ``columns``.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != len(columns):
                raise InputError(f"{path}, line {number}: {len(cells)} columns, expected {len(columns)}")
            if tuple(cells) != columns:
                yield number, cells
