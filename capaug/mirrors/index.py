"""The mirrors of a shard set as a file beside the shards."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from capaug.errors import InputError
from capaug.mirrors.mining import Key, Miner
from capaug.runs.atomic import writing_atomically
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows

MIRRORS = "mirrors.parquet"
SCHEMA = pa.schema(
    [
        ("image_id", pa.string()),
        ("caption_id", pa.string()),
        ("negative", pa.int32()),
        ("mirrors", pa.list_(pa.string())),
    ]
)
SHARDS = b"capaug_shards"  # whose mirrors they are, in the file's own notes
BATCH = 10_000  # lines of the file in memory


@dataclass(frozen=True, slots=True)
class Mined:
    """Of the negatives of a kind: how many there are, how many have a mirror, and how many mirrors those have."""

    negatives: int
    with_mirror: int
    mirrors: int


def write_mirrors(out: Path, most: int = 4) -> dict[str, Mined]:
    """Find the mirrors of all negatives of an output folder, and write them to ``mirrors.parquet`` in it.

    The folder's rows are gone through three times; in memory are its image ids, twelve bytes for each word and fact
    that an image holds, and the table of lemmas.

    Args:
        out: folder of ``capaug generate``.
        most: mirrors a negative.

    Returns:
        What was found by kind of negative, ``all`` first.

    Raises:
        InputError: ``out`` is no finished output folder, or a file of it is broken.
        OutputError: the folder cannot be written.
    """
    read = partial(iter_rows, out)
    shards = _digest(Manifest.read(out))
    miner = Miner(read)
    negatives, with_mirror, mirrors = Counter[str](), Counter[str](), Counter[str]()
    with (
        writing_atomically(out / MIRRORS) as file,
        pq.ParquetWriter(file, SCHEMA.with_metadata({SHARDS: shards})) as writer,
    ):
        lines: list[tuple[str, str, int, tuple[str, ...]]] = []
        for row in read():
            for place, negative in enumerate(row.negatives):
                found = miner.some(row, negative, most)
                negatives[negative.kind] += 1
                if found:
                    with_mirror[negative.kind] += 1
                    mirrors[negative.kind] += len(found)
                    lines.append((row.image_id, row.caption_id, place, found))
            if len(lines) >= BATCH:
                writer.write_table(_table(lines))
                lines.clear()
        writer.write_table(_table(lines))
    every = {"all": Mined(negatives.total(), with_mirror.total(), mirrors.total())}
    return every | {kind: Mined(negatives[kind], with_mirror[kind], mirrors[kind]) for kind in sorted(negatives)}


def read_mirrors(out: Path) -> dict[Key, tuple[str, ...]]:
    """The mirrors of each negative that has one: image ids, the best first, by image id, caption id and place.

    Raises:
        InputError: ``capaug mirrors`` has not been run on the folder, or its shards are others since; or a file is
            broken.
    """
    path = out / MIRRORS
    shards = _digest(Manifest.read(out))
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; make it with: capaug mirrors {out}")
    try:
        table = pq.read_table(path)
        noted = (table.schema.metadata or {}).get(SHARDS)
        columns = [table[name].to_pylist() for name in SCHEMA.names]
    except (OSError, KeyError, pa.ArrowException):
        raise InputError(f"{path}: not a file of capaug mirrors; make it anew with: capaug mirrors {out}") from None
    if noted != shards:
        raise InputError(f"{path}: is of other shards than those of the folder; run again: capaug mirrors {out}")
    return {(image, caption, place): tuple(found) for image, caption, place, found in zip(*columns, strict=True)}


def _table(lines: list[tuple[str, str, int, tuple[str, ...]]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, line, strict=True)) for line in lines], SCHEMA)


def _digest(manifest: Manifest) -> bytes:
    """What tells these shards from others."""
    return hashlib.sha256("\n".join(shard.sha256 for shard in manifest.shards).encode()).hexdigest().encode()
