"""The rows of an output folder as one file for other programs."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

from capaug.errors import UsageError
from capaug.formats import Format
from capaug.runs.atomic import writing_atomically
from capaug.runs.reader import iter_rows


def export(folder: Path, form: Format, to: Path) -> None:
    """Write the rows of ``folder`` to the file ``to``, which appears whole or not at all; they are read as it goes.

    Where its name ends in ``.gz`` it is compressed, without a name or a time in it: equal rows give equal bytes.

    Raises:
        UsageError: a format that is no text, to a file that ends in ``.gz``.
        InputError: as :func:`capaug.runs.reader.iter_rows`.
        OutputError: the file cannot be written or the disk is full.
    """
    if to.suffix.lower() != ".gz":
        with writing_atomically(to) as file:
            form.write(iter_rows(folder), file)
        return
    if form.binary:
        raise UsageError(f"{to}: only formats of text are compressed with gzip; name a file without .gz")
    with writing_atomically(to) as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        form.write(iter_rows(folder), cast(IO[bytes], packed))
