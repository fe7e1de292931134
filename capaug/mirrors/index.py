"""The mirrors of a shard set as a file beside the shards, and the partners of its negatives, where there are any."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

MIRRORS, PARTNERS = "mirrors.parquet", "partners.parquet"
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
    miner = Miner(read)
    negatives, with_mirror, mirrors = Counter[str](), Counter[str](), Counter[str]()

    def found() -> Iterator[tuple[Key, Sequence[str]]]:
        for row in read():
            for place, negative in enumerate(row.negatives):
                some = miner.some(row, negative, most)
                negatives[negative.kind] += 1
                if some:
                    with_mirror[negative.kind] += 1
                    mirrors[negative.kind] += len(some)
                    yield (row.image_id, row.caption_id, place), some

    _write(out, MIRRORS, found())
    every = {"all": Mined(negatives.total(), with_mirror.total(), mirrors.total())}
    return every | {kind: Mined(negatives[kind], with_mirror[kind], mirrors[kind]) for kind in sorted(negatives)}


def read_mirrors(out: Path) -> dict[Key, tuple[str, ...]]:
    """The mirrors of each negative that has one: image ids, the best first, by image id, caption id and place.

    Raises:
        InputError: ``capaug mirrors`` has not been run on the folder, or its shards are others since; or a file is
            broken.
    """
    return _read(out, MIRRORS, "capaug mirrors")


def write_partners(out: Path, partners: Mapping[Key, Sequence[str]]) -> None:
    """Note in ``partners.parquet`` of an output folder which pictures are surely those of which negatives are true.

    A partner is a mirror that was made for the negative: a picture like the own one but for what the edit says, such
    as those of made scenes (:func:`capaug.worlds.folder.draw_partners`) or of an image editor.

    Args:
        out: folder of ``capaug generate``.
        partners: image ids by image id, caption id and place of the negative.

    Raises:
        InputError: ``out`` is no finished output folder.
        OutputError: the folder cannot be written.
    """
    _write(out, PARTNERS, partners.items())


def read_partners(out: Path) -> dict[Key, tuple[str, ...]]:
    """The partners of each negative that has one, as :func:`write_partners` was given them; none where no file is.

    Raises:
        InputError: the file is broken, or is of other shards than those of the folder.
    """
    return _read(out, PARTNERS, "capaug.mirrors.write_partners") if (out / PARTNERS).is_file() else {}


def _write(out: Path, name: str, found: Iterable[tuple[Key, Sequence[str]]]) -> None:
    shards = _digest(Manifest.read(out))
    with (
        writing_atomically(out / name) as file,
        pq.ParquetWriter(file, SCHEMA.with_metadata({SHARDS: shards})) as writer,
    ):
        lines: list[tuple[str, str, int, Sequence[str]]] = []
        for key, images in found:
            lines.append((*key, images))
            if len(lines) >= BATCH:
                writer.write_table(_table(lines))
                lines.clear()
        writer.write_table(_table(lines))


def _read(out: Path, name: str, by: str) -> dict[Key, tuple[str, ...]]:
    path = out / name
    shards = _digest(Manifest.read(out))
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; make it with: {by} {out}")
    try:
        table = pq.read_table(path)
        noted = (table.schema.metadata or {}).get(SHARDS)
        columns = [table[name].to_pylist() for name in SCHEMA.names]
    except (OSError, KeyError, pa.ArrowException):
        raise InputError(f"{path}: not a file of {by}; make it anew with: {by} {out}") from None
    if noted != shards:
        raise InputError(f"{path}: is of other shards than those of the folder; run again: {by} {out}")
    return {(image, caption, place): tuple(found) for image, caption, place, found in zip(*columns, strict=True)}


def _table(lines: list[tuple[str, str, int, Sequence[str]]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, line, strict=True)) for line in lines], SCHEMA)


def _digest(manifest: Manifest) -> bytes:
    """What tells these shards from others."""
    return hashlib.sha256("\n".join(shard.sha256 for shard in manifest.shards).encode()).hexdigest().encode()
