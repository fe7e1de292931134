"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from capaug.errors import OutputError

TEMPORARY = ".*.tmp"
"""Pattern of the names that files have while they are written."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` as :func:`writing_atomically` does.

    Raises:
        OutputError: the folder cannot be written or the disk is full; ``path`` is as it was.
    """
    with writing_atomically(path) as file:
        file.write(data)


@contextlib.contextmanager
def writing_atomically(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which is at ``path`` once the block has ended well.

    It has a temporary name in the same folder until then; fsync, rename, fsync of the folder.

    Raises:
        OutputError: the folder cannot be written or the disk is full; ``path`` is as it was, also if the block fails.
    """
    # Processes of two machines may have one number.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        if os.name == "posix":  # Windows opens no folders
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def clear_temporary(folder: Path) -> None:
    """Remove what processes that were killed have left half-written in ``folder`` and below it.

    Raises:
        OSError: a file cannot be removed.
    """
    for temporary in list(folder.rglob(TEMPORARY)):
        temporary.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> OutputError:
    """The one line that tells a user why ``path`` cannot be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(f"{path}: the disk is full; free some space and run the same command again to go on")
    return OutputError(f"{path}: cannot be written ({error.strerror or error}); name a folder that you may write to")
