"""One run at a time in an output folder."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from capaug.errors import OutputError
from capaug.runs.atomic import unwritable

LOCK = ".lock"
"""The file that a run holds while it writes. The system lets go of it however the process ends, so that the file of a
killed run is in nobody's way."""

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK)

log = logging.getLogger(__name__)


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Make the folder ``out`` if it is not there, and keep other runs out of it until the block has ended.

    A folder that may not be written needs no lock, and a file system that has none is warned of.

    Raises:
        OutputError: another run writes to the folder, or it cannot be made.
    """
    from filelock import FileLock, SoftFileLock, Timeout

    path = out / LOCK
    lock = FileLock(path, timeout=0)
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise OutputError(
            f"{out}: another run{_owner(path)} writes to this folder; wait until it has ended, or name another folder"
        ) from None
    except FileExistsError:
        raise OutputError(f"{out}: a file of that name is in the way; name a folder") from None
    except NotImplementedError:  # older versions of filelock
        _warn(out)
        yield
        return
    except OSError as error:
        if error.errno in _NO_LOCKS:
            _warn(out)
        elif error.errno not in _READ_ONLY or not out.is_dir():
            raise unwritable(out, error) from error
        yield
        return
    try:
        if not isinstance(lock, SoftFileLock):  # which has its own words in it
            with contextlib.suppress(OSError):
                path.write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows, which removes it itself when it is let go
            path.unlink(missing_ok=True)  # while it is held: what comes after may be another's
        lock.release()


def _warn(out: Path) -> None:
    log.warning("%s: this file system knows no locks; see to it that no other run writes to the folder", out)


def _owner(path: Path) -> str:
    """Who holds the lock, in words; nothing where the file cannot be read."""
    try:
        process, host = path.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return ""
    return f" (process {process} on {host})"
