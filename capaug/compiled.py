"""Tables compiled on first use into one memory-mapped file, which all processes of a machine share.

The file lies in the cache folder. A digest of what it was compiled from is part of its name, so that edited sources are
compiled anew by themselves, and a checksum in it tells a broken file. Where no file can be written the tables are kept
in memory.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from capaug.cache import cache_folder

HEAD = 16  # bytes at the start: checksum of all that follows, and the length of the table of contents
ALIGNED = 8  # tables start at multiples of it, as arrays of numbers do


def compiled(name: str, sources: Iterable[Path], build: Callable[[], Mapping[str, bytes]]) -> dict[str, memoryview]:
    """The tables of ``build``, out of the cache if they were built before.

    Args:
        name: of the file.
        sources: all files on whose contents the tables depend, the code that compiles them included.
        build: makes the tables, bytes by name; of numbers in the machine's order of bytes.
    """
    digest = blake2b(sys.byteorder.encode(), digest_size=12)
    for source in (*sources, Path(__file__)):
        digest.update(blake2b(source.read_bytes()).digest())
    try:
        path = cache_folder() / f"{name}-{digest.hexdigest()}.bin"
    except RuntimeError:  # no home
        return unpacked(packed(build()))
    return _read(path) or _built(path, build)


def packed(tables: Mapping[str, bytes]) -> bytes:
    """One block of bytes that holds the tables: checksum, length of the contents, contents, tables."""
    contents, blocks, end = {}, [], 0
    for name, table in tables.items():
        contents[name] = (end, len(table))
        blocks.append(table + bytes(-len(table) % ALIGNED))
        end += len(blocks[-1])
    listed = json.dumps(contents).encode()
    listed += b" " * (-len(listed) % ALIGNED)
    rest = b"".join((len(listed).to_bytes(8, "little"), listed, *blocks))
    return zlib.crc32(rest).to_bytes(8, "little") + rest


def unpacked(content: bytes | mmap.mmap) -> dict[str, memoryview]:
    """The tables in ``content``; nothing is copied.

    Raises:
        ValueError: the bytes are not what :func:`packed` made.
    """
    whole = memoryview(content)
    if len(whole) < HEAD or zlib.crc32(whole[8:]) != int.from_bytes(whole[:8], "little"):
        raise ValueError("broken tables")
    start = HEAD + int.from_bytes(whole[8:HEAD], "little")
    contents = json.loads(bytes(whole[HEAD:start]))
    return {name: whole[start + first : start + first + size] for name, (first, size) in contents.items()}


def _read(path: Path) -> dict[str, memoryview] | None:
    try:
        with path.open("rb") as file:
            return unpacked(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None


def _built(path: Path, build: Callable[[], Mapping[str, bytes]]) -> dict[str, memoryview]:
    """Write the file whole or not at all: other processes may be reading or writing it."""
    content = packed(build())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)  # a shared folder's other users read it too
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return unpacked(content)
    return _read(path) or unpacked(content)
