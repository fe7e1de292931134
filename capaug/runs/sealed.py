"""JSON files that tell by themselves whether they are whole: their last key is the hash of all before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from capaug.runs.atomic import write_atomically

_SEAL = b',\n "sha256": "'
_END = b'"\n}\n'


def seal(values: Mapping[str, Any]) -> bytes:
    """The bytes of a file that holds ``values`` (at least one) and their hash."""
    text = json.dumps(values, indent=1).removesuffix("\n}").encode()
    return text + _SEAL + _hash(text) + _END


def write_sealed(path: Path, values: Mapping[str, Any]) -> None:
    """Write ``values`` to ``path``, whole or not at all.

    Raises:
        OutputError: the folder cannot be written or the disk is full; ``path`` is as it was.
    """
    write_atomically(path, seal(values))


def read_sealed(path: Path) -> dict[str, Any]:
    """The values that :func:`write_sealed` wrote.

    Raises:
        OSError: there is no such file, or it cannot be read.
        ValueError: it is not to the byte what was written.
    """
    text, found, end = path.read_bytes().rpartition(_SEAL)
    if not found or end != _hash(text) + _END:
        raise ValueError("its hash is not the one that it names")
    values: dict[str, Any] = json.loads(text + b"\n}")
    return values


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
