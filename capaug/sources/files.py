"""Files of text on the disk: whether one can be read, its lines, and what tells it from another."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO

from capaug.errors import InputError


def check_file(path: Path, called: str | None = None) -> None:
    """Raise InputError unless ``path`` is a file with something in it that can be opened.

    Args:
        path: the file.
        called: what messages call it, if not by its path.
    """
    called = called or str(path)
    if path.is_dir():
        raise InputError(f"{called} is a folder; give a file")
    if is_pipe(path):
        raise InputError(f"{called} is a pipe, which can be read once only; give a file")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise InputError(f"no such file: {called}") from None
    except OSError as error:
        raise InputError(f"cannot read {called}: {error.strerror}") from None
    if empty:
        raise InputError(f"{called} is empty")


def is_pipe(path: Path) -> bool:
    """Whether ``path`` is a pipe or a device, which give what they hold once."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def file_fingerprint(file: Path | Traversable) -> dict[str, object]:
    """Name (no folder), size in bytes and sha256 of ``file``."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return {"name": file.name, "size": size, "sha256": digest.hexdigest()}


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, text with its line end) for each line of a UTF-8 file, with or without a byte order mark.

    Raises:
        InputError: a line that is not UTF-8, with the line and the offset of the byte in the file.
    """
    with path.open("rb") as file:
        yield from decoded_lines(file, str(path))


def decoded_lines(file: IO[bytes], called: str, offset: int = 0, first: int = 1) -> Iterator[tuple[int, str]]:
    """As :func:`read_lines`, from what is open already.

    Args:
        file: where to read from, at the beginning of a line.
        called: what messages call it.
        offset: byte of the file that is read first.
        first: number of the line there.

    Raises:
        InputError: as :func:`read_lines`.
    """
    for number, line in enumerate(file, start=first):
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise InputError(
                f"{called}:{number}: byte {offset + error.start} of the file is not UTF-8; save the file as UTF-8"
            ) from None
        yield number, text.removeprefix("\ufeff") if number == 1 else text
        offset += len(line)
