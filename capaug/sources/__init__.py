"""Where captions come from: one module a dataset or file format, and the one door to them all."""

from __future__ import annotations

from pathlib import Path

from capaug.errors import InputError, UsageError
from capaug.sources.base import Source
from capaug.sources.coco import COCO_SPLITS, open_coco
from capaug.sources.delimited import DelimitedFile
from capaug.sources.files import CaptionFile, Columns
from capaug.sources.huggingface import open_huggingface, saved_by_datasets
from capaug.sources.jsonl import JsonLines
from capaug.sources.limited import Limited
from capaug.sources.parquet import ParquetFile
from capaug.sources.shapes import Shapes
from capaug.sources.text import TextLines

__all__ = ["COCO_SPLITS", "FILE_FORMATS", "KNOWN_DATASETS", "Source", "open_source"]

FILE_FORMATS: dict[str, type[CaptionFile]] = {
    ".jsonl": JsonLines,
    ".json": JsonLines,
    ".csv": DelimitedFile,
    ".tsv": DelimitedFile,
    ".parquet": ParquetFile,
    ".txt": TextLines,
}
KNOWN_DATASETS = (
    f"coco, shapes, hf:NAME (HuggingFace), a folder saved by datasets, or a file ending in {', '.join(FILE_FORMATS)}"
)


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
        dataset: ``coco``, ``shapes``, ``hf:NAME``, a folder saved by ``datasets``, or a file of :data:`FILE_FORMATS`.
        annotations: COCO annotation file (``coco`` only).
        data_dir: COCO folder (``coco`` only).
        split: a split of ``coco`` (:data:`COCO_SPLITS`) or of a HuggingFace dataset; for a file, what its rows'
            ``split`` field says (``all`` by default).
        image_column: column that names the image; rows of one image that follow each other are siblings.
        caption_column: column of the captions, texts or lists of texts.
        cache: where COCO is downloaded to (:func:`capaug.sources.download.cache_folder`).
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
    columns = Columns(image_column, caption_column) if image_column or caption_column else None
    if dataset == "coco":
        if columns:
            raise UsageError("--image-column and --caption-column do not go with --dataset coco")
        source: Source = open_coco(annotations, data_dir, split, cache)
    elif dataset == "shapes":
        if columns or split:
            raise UsageError("--split, --image-column and --caption-column do not go with --dataset shapes")
        source = Shapes()
    else:
        source = _open_named(dataset, split, columns)
    return source if limit is None else Limited(source, limit)


def _open_named(dataset: str, split: str | None, columns: Columns | None) -> Source:
    if dataset.startswith("hf:") and len(dataset) > len("hf:"):
        return open_huggingface(dataset.removeprefix("hf:"), split, columns or Columns())
    path = Path(dataset)
    if saved_by_datasets(path):
        return open_huggingface(dataset, split, columns or Columns())
    if path.is_dir():
        raise InputError(f"the folder {path} was not saved by datasets; for a folder of data files say hf:{path}")
    file_format = FILE_FORMATS.get(path.suffix.lower())
    if file_format is None:
        raise UsageError(f"unknown dataset {dataset!r}; known: {KNOWN_DATASETS}")
    if file_format is TextLines and columns:
        raise UsageError("--image-column and --caption-column do not go with a text file: it has no columns")
    return file_format(path, split or "all", columns or Columns())
