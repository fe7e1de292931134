"""Where captions come from: one module a dataset or file format, found by name in one registry behind one door."""

from __future__ import annotations

import logging
from pathlib import Path

from capaug.errors import InputError, UsageError
from capaug.registry import Registry
from capaug.sources.base import Opener, Source
from capaug.sources.limited import Limited
from capaug.sources.options import Columns, Options

__all__ = ["SOURCES", "Source", "open_source"]

SOURCES: Registry[Opener] = Registry(
    "capaug.sources",
    "dataset",
    {
        "coco": "capaug.sources.coco:CocoCaptions",
        "shapes": "capaug.worlds.source:Shapes",
        "hf": "capaug.sources.huggingface:HuggingFaceDataset",
        ".jsonl": "capaug.sources.jsonl:JsonLines",
        ".json": "capaug.sources.jsonl:JsonLines",
        ".csv": "capaug.sources.delimited:DelimitedFile",
        ".tsv": "capaug.sources.delimited:DelimitedFile",
        ".parquet": "capaug.sources.parquet:ParquetFile",
        ".txt": "capaug.sources.text:TextLines",
    },
)
"""By the name that ``--dataset`` knows, or with a dot by the ending of a file."""

log = logging.getLogger(__name__)


def open_source(
    dataset: str,
    *,
    annotations: Path | None = None,
    data_dir: Path | None = None,
    split: str | None = None,
    image_column: str | None = None,
    caption_column: str | None = None,
    cache: Path | None = None,
    limit: int | None = None,
) -> Source:
    """Open the captions called ``dataset``.

    Args:
        dataset: ``NAME`` or ``NAME:REST`` of :data:`SOURCES` (``coco``, ``shapes``, ``hf:NAME``), a folder saved by
            ``datasets``, or a file whose ending is in :data:`SOURCES`.
        annotations: COCO annotation file (``coco`` only).
        data_dir: COCO folder (``coco`` only).
        split: a split of ``coco`` (:data:`capaug.sources.coco.COCO_SPLITS`) or of a HuggingFace dataset; for a file,
            what its rows' ``split`` field says (``all`` by default).
        image_column: column that names the image; rows of one image that follow each other are siblings.
        caption_column: column of the captions, texts or lists of texts.
        cache: where COCO is downloaded to, if not to :func:`capaug.cache.cache_folder`.
        limit: read the first ``limit`` images only.

    Raises:
        UsageError: an unknown dataset or split, or options that do not go together.
        InputError: the input is not there or cannot be read.
        OutputError: the cache cannot be written.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"the limit must be at least 1 image, not {limit}")
    if dataset != "coco" and (annotations or data_dir):
        raise UsageError("--annotations and --data-dir go with --dataset coco only")
    log.info("opening %s", dataset)
    columns = Columns(image_column, caption_column) if image_column or caption_column else None
    source = _open(dataset, Options(split, columns, annotations, data_dir, cache))
    return source if limit is None else Limited(source, limit)


def _open(dataset: str, options: Options) -> Source:
    name, colon, rest = dataset.partition(":")
    if name in SOURCES and not name.startswith(".") and bool(rest) == bool(colon):
        return SOURCES.get(name).open(rest, options)
    path = Path(dataset)
    if path.is_dir():
        from capaug.sources.huggingface import HuggingFaceDataset, saved_by_datasets

        if not saved_by_datasets(path):
            raise InputError(f"the folder {path} was not saved by datasets; for a folder of data files say hf:{path}")
        return HuggingFaceDataset.open(dataset, options)
    ending = path.suffix.lower()
    if ending not in SOURCES:
        raise UsageError(
            f"{SOURCES.unknown(dataset)} (hf:NAME is a dataset of HuggingFace; a file goes by its ending, and a folder "
            "must be saved by datasets)"
        )
    return SOURCES.get(ending).open(dataset, options)
