"""The rows of an output folder as one file for other programs."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

from capaug.errors import UsageError
from capaug.formats import Format, ShardFormat
from capaug.formats.batches import scores_of
from capaug.runs.atomic import writing_atomically
from capaug.runs.reader import iter_batches, iter_rows


def export(folder: Path, form: Format, to: Path) -> None:
    """Write the rows of ``folder`` to the file ``to``, which appears whole or not at all; they are read as it goes.

    Where its name ends in ``.gz`` it is compressed, without a name or a time in it: equal rows give equal bytes.

    Raises:
        UsageError: a format that is no text, to a file that ends in ``.gz``.
        InputError: as :func:`capaug.runs.reader.iter_rows`.
        OutputError: the file cannot be written or the disk is full.
    """
    packed = to.suffix.lower() == ".gz"
    if packed and form.binary:
        raise UsageError(f"{to}: only formats of text are compressed with gzip; name a file without .gz")
    with writing_atomically(to) as file:
        if packed:
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as text:
                write(folder, form, cast(IO[bytes], text))
        else:
            write(folder, form, file)


def write(folder: Path, form: Format, file: IO[bytes]) -> None:
    """Write the rows of ``folder`` to an open file; whole rows with the scores that its shards have.

    Raises:
        InputError: as :func:`capaug.runs.reader.iter_rows`, or whole rows as :func:`capaug.runs.reader.iter_batches`.
    """
    if isinstance(form, ShardFormat):
        form.write(iter_rows(folder), file, scores_of(next(iter_batches(folder)).schema))
    else:
        form.write(iter_rows(folder), file)
