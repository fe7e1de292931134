"""The rows of an output folder as one file for other programs."""

from __future__ import annotations

from pathlib import Path

from capaug.formats import Format
from capaug.runs.atomic import writing_atomically
from capaug.runs.reader import iter_rows


def export(folder: Path, form: Format, to: Path) -> None:
    """Write the rows of ``folder`` to the file ``to``, which appears whole or not at all; they are read as it goes.

    Raises:
        InputError: as :func:`capaug.runs.reader.iter_rows`.
        OutputError: the file cannot be written or the disk is full.
    """
    with writing_atomically(to) as file:
        form.write(iter_rows(folder), file)
