"""Reading a finished output folder: as a HuggingFace dataset, or with pyarrow alone by batches or row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.cache import cache_folder
from capaug.errors import InputError, UsageError
from capaug.formats import shard_format
from capaug.formats.arrow import ARROW
from capaug.formats.batches import read_rows, select
from capaug.records import AugmentedCaption
from capaug.runs.atomic import unwritable, writing_atomically
from capaug.runs.layout import SPLIT
from capaug.runs.manifest import Manifest

if TYPE_CHECKING:  # takes seconds to import
    import datasets
    import pyarrow as pa


def load_shards(path: str | Path) -> datasets.Dataset:
    """The rows of an output folder as a memory-mapped dataset.

    Arrow shards are mapped as they lie. Of other shards an Arrow file is made in capaug's cache folder first, and found
    there again.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or a file is missing or,
            where it has to be unpacked, broken; or it is a part of a run with fewer shards than parts, and has none.
        OutputError: the cache folder cannot be written.
    """
    manifest = _with_shards(Path(path))
    for shard in manifest.shards:
        _existing(Path(path), shard.file)
    import datasets

    if manifest.format == ARROW.name:
        return datasets.load_from_disk(str(path))[SPLIT]
    copy = cache_folder() / "shards" / f"{manifest.fingerprint()}.arrow"
    if not copy.is_file():
        _write_arrow(Path(path), copy)
    return datasets.Dataset.from_file(str(copy), split=datasets.NamedSplit(SPLIT))


def iter_batches(path: str | Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the rows of an output folder in order, as record batches: the quickest way to read them.

    Arrow shards are mapped into memory, and of Parquet shards only the columns asked for are read.

    Args:
        path: the folder.
        columns: what to read; by default all. ``caption`` is a column, ``negatives.text`` a part of one.

    Raises:
        InputError: as :func:`iter_rows`, or the folder is a part of a run with fewer shards than parts, and has none.
        UsageError: there is no such column.

    Example:
        >>> for batch in iter_batches("out", ["caption", "negatives.text"]):  # doctest: +SKIP
        ...     rows = batch.to_pylist()
    """
    manifest = _with_shards(Path(path))
    form = shard_format(manifest.format)
    with_rows = [shard for shard in manifest.shards if shard.rows] or manifest.shards[:1]
    files = [_existing(Path(path), shard.file) for shard in with_rows]
    if columns is not None:
        _check_columns(form.read_schema(files[0]), columns)
    for file in files:
        yield from form.read_batches(file, columns)


def iter_rows(path: str | Path) -> Iterator[AugmentedCaption]:
    """Yield the rows of an output folder in order, a few thousand in memory at a time.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or a file is missing
            or broken.
    """
    manifest = Manifest.read(Path(path))
    form = shard_format(manifest.format)
    for shard in manifest.shards:
        yield from read_rows(form, _existing(Path(path), shard.file))


def _with_shards(folder: Path) -> Manifest:
    """The manifest of a folder that has shards."""
    manifest = Manifest.read(folder)
    if not manifest.shards:
        raise InputError(
            f"{folder}: a part of a run with fewer shards than parts; it has no rows, merge it with the others"
        )
    return manifest


def _write_arrow(folder: Path, copy: Path) -> None:
    """Write the rows of ``folder`` to ``copy`` as one Arrow stream."""
    import pyarrow as pa

    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(copy, error) from error
    batches = iter_batches(folder)
    first = next(batches)
    with writing_atomically(copy) as file, pa.ipc.new_stream(file, first.schema) as stream:
        for batch in chain([first], batches):
            stream.write_batch(batch)


def _check_columns(schema: pa.Schema, columns: Sequence[str]) -> None:
    """Tell the caller of a column that is not there, which in a file would be that file's fault.

    Raises:
        UsageError: there is one.
    """
    import pyarrow as pa

    batch = pa.RecordBatch.from_pylist([], schema)
    for column in columns:
        try:
            select(batch, [column])
        except KeyError:
            raise UsageError(f"rows have no column {column!r}; they have: {', '.join(schema.names)}") from None


def _existing(folder: Path, file: str) -> Path:
    path = folder / file
    if not path.is_file():
        raise InputError(f"{path}: the shard is missing; run the same capaug generate command again to make it anew")
    return path
