"""Reading a finished output folder: as a HuggingFace dataset, or row by row with pyarrow alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import InputError
from capaug.formats.arrow import read_rows
from capaug.records import AugmentedCaption
from capaug.runs.layout import SPLIT
from capaug.runs.manifest import Manifest

if TYPE_CHECKING:  # takes seconds to import
    import datasets


def load_shards(path: str | Path) -> datasets.Dataset:
    """The rows of an output folder as a memory-mapped dataset.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or a file is missing; or
            it is a part of a run with fewer shards than parts, and has none.
    """
    manifest = Manifest.read(Path(path))
    if not manifest.shards:
        raise InputError(
            f"{path}: a part of a run with fewer shards than parts; it has no rows, merge it with the others"
        )
    for shard in manifest.shards:
        _existing(Path(path), shard.file)
    import datasets

    return datasets.load_from_disk(str(path))[SPLIT]


def iter_rows(path: str | Path) -> Iterator[AugmentedCaption]:
    """Yield the rows of an output folder in order, one record batch in memory at a time.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or a file is missing
            or broken.
    """
    for shard in Manifest.read(Path(path)).shards:
        yield from read_rows(_existing(Path(path), shard.file))


def _existing(folder: Path, file: str) -> Path:
    path = folder / file
    if not path.is_file():
        raise InputError(f"{path}: the shard is missing; run the same capaug generate command again to make it anew")
    return path
