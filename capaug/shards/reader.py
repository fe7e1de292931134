"""Reading a finished output folder: as a HuggingFace dataset, or row by row with pyarrow alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.errors import InputError
from capaug.records import (
    Attribute,
    AugmentedCaption,
    Edit,
    Relation,
    SceneGraph,
    SceneObject,
    Variant,
)
from capaug.shards.layout import SPLIT
from capaug.shards.manifest import Manifest

if TYPE_CHECKING:  # takes seconds to import
    import datasets


def load_shards(path: str | Path) -> datasets.Dataset:
    """The rows of an output folder as a memory-mapped dataset.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or a file is missing.
    """
    manifest = Manifest.read(Path(path))
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
        yield from read_shard(_existing(Path(path), shard.file))


def read_shard(path: Path) -> Iterator[AugmentedCaption]:
    """Yield the rows of one Arrow file.

    Raises:
        InputError: the file is broken or has other columns.
    """
    import pyarrow as pa

    try:
        with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
            for batch in stream:
                for row in batch.to_pylist():
                    yield _row(row)
    except (OSError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError(f"{path}: not a readable shard ({' '.join(str(error).split())}); generate it again") from None


def _existing(folder: Path, file: str) -> Path:
    path = folder / file
    if not path.is_file():
        raise InputError(f"{path}: the shard is missing; run the same capaug generate command again to make it anew")
    return path


def _row(row: Mapping[str, Any]) -> AugmentedCaption:
    graph = row["scene_graph"]
    return AugmentedCaption(
        image_id=row["image_id"],
        caption_id=row["caption_id"],
        caption=row["caption"],
        source=row["source"],
        split=row["split"],
        scene_graph=SceneGraph(
            objects=tuple(SceneObject(**values) for values in graph["objects"]),
            attributes=tuple(Attribute(**values) for values in graph["attributes"]),
            relations=tuple(Relation(**values) for values in graph["relations"]),
        ),
        positives=tuple(_variant(values) for values in row["positives"]),
        negatives=tuple(_variant(values) for values in row["negatives"]),
    )


def _variant(values: Mapping[str, Any]) -> Variant:
    scores = {name: value for name, value in values.items() if name not in ("text", "kind", "edits")}
    return Variant(
        values["text"],
        values["kind"],
        tuple(Edit(**edit) for edit in values["edits"]),
        {name: value for name, value in scores.items() if value is not None},
    )
