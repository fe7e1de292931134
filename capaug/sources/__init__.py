"""Where captions come from: one module a dataset or file format, behind one door."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from glob import has_magic
from pathlib import Path

from capaug.errors import InputError, UsageError
from capaug.registry import Registry
from capaug.sources.base import Opener, Source
from capaug.sources.columns import Columns
from capaug.sources.inputs import STDIN, is_url
from capaug.sources.limited import Limited
from capaug.sources.options import Options, delimiter_of

__all__ = ["SOURCES", "Source", "open_source"]

SOURCES: Registry[Opener] = Registry(
    "capaug.sources",
    "dataset",
    {
        "coco": "capaug.sources.coco:CocoCaptions",
        "shapes": "capaug.worlds.source:Shapes",
        "hf": "capaug.sources.huggingface:HuggingFaceDataset",
    },
)
"""By the name that ``--dataset`` knows, or with a dot by the ending of a file: a plug-in's own format."""

log = logging.getLogger(__name__)


def open_source(
    dataset: str | Sequence[str],
    *,
    annotations: Path | None = None,
    data_dir: Path | None = None,
    split: str | None = None,
    columns: str | Mapping[str, str] | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    quotes: bool | None = None,
    stream: bool = False,
    cache: Path | None = None,
    limit: int | None = None,
) -> Source:
    """Open the captions called ``dataset``.

    Args:
        dataset: ``NAME`` or ``NAME:REST`` of :data:`SOURCES` (``coco``, ``shapes``, ``hf:NAME``), a folder saved by
            ``datasets`` or one of pictures with ``metadata.jsonl`` or ``metadata.csv``, a file of any format of
            docs/sources.md, by its path, its URL or a pattern (``part-*.jsonl``), ``-`` for standard input; or several
            files.
        annotations: COCO annotation file (``coco`` only).
        data_dir: COCO folder (``coco`` only).
        split: a split of ``coco`` (:data:`capaug.sources.coco.COCO_SPLITS`), of a HuggingFace dataset, of an image
            folder or of Karpathy's file; for another file, what its rows' ``split`` field says (``all`` by default).
        columns: which columns are read where their names do not tell: ``caption=title,image=filepath``, or a mapping;
            a third is ``caption_id``. Columns without a name go by their number from 1.
        delimiter: what stands between the fields of a table: a character, or one of
            :data:`capaug.sources.options.DELIMITERS`; ``none`` where each line is a caption.
        header: whether a table has a line of names.
        quotes: whether fields of a table may be in double quotes; by default where commas or semicolons part them.
        stream: read a HuggingFace dataset as it comes over the network, without downloading it.
        cache: where COCO is downloaded to, if not to :func:`capaug.cache.cache_folder`.
        limit: read the first ``limit`` images only.

    Raises:
        UsageError: an unknown dataset or split, or options that do not go together.
        InputError: the input is not there, cannot be read, or may be read in more than one way.
        OutputError: the cache cannot be written, or there is no room for a copy of a pipe.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"the limit must be at least 1 image, not {limit}")
    if dataset != "coco" and (annotations or data_dir):
        raise UsageError("--annotations and --data-dir go with --dataset coco only")
    log.info("opening %s", dataset)
    options = Options(
        split,
        None if columns is None else Columns.of(columns),
        None if delimiter is None else delimiter_of(delimiter),
        header,
        quotes,
        stream,
        annotations,
        data_dir,
        cache,
    )
    source = _open([dataset] if isinstance(dataset, str) else list(dataset), options)
    return source if limit is None else Limited(source, limit)


def _open(datasets: list[str], options: Options) -> Source:
    from capaug.sources.opening import open_files

    if len(datasets) != 1:
        return open_files(datasets, options)
    (dataset,) = datasets
    if not dataset:
        raise UsageError(SOURCES.unknown(dataset) + "; and hf:NAME is a dataset of HuggingFace")
    name, colon, rest = dataset.partition(":")
    if not is_url(dataset) and name in SOURCES and not name.startswith(".") and bool(rest) == bool(colon):
        if options.stream and name != "hf":
            raise UsageError("--stream goes with --dataset hf:NAME only")
        return SOURCES.get(name).open(rest, options)
    if options.stream:
        raise UsageError("--stream goes with --dataset hf:NAME only")
    path = Path(dataset)
    if path.suffix.lower() in SOURCES and path.suffix:
        return SOURCES.get(path.suffix.lower()).open(dataset, options)
    if not is_url(dataset) and path.is_dir():
        return _open_folder(path, options)
    if dataset == STDIN or is_url(dataset) or has_magic(dataset) or path.exists() or _names_a_file(dataset):
        return open_files(datasets, options)
    raise UsageError(f"{SOURCES.unknown(dataset)}; and no file is called so (hf:NAME is a dataset of HuggingFace)")


def _open_folder(path: Path, options: Options) -> Source:
    from capaug.sources.huggingface import HuggingFaceDataset
    from capaug.sources.opening import metadata_file, open_image_folder
    from capaug.sources.saved import saved_by_datasets

    if metadata_file(path, options.split) is not None:
        return open_image_folder(path, options)
    if not saved_by_datasets(path):
        raise InputError(
            f"the folder {path} was not saved by datasets, and no metadata.jsonl or metadata.csv is in it; for a "
            f"folder of data files say hf:{path}"
        )
    return HuggingFaceDataset.open(str(path), options)


def _names_a_file(dataset: str) -> bool:
    """Whether a name that is not there can only have been meant as a file: it has a folder or an ending."""
    return bool(Path(dataset).suffix) or len(Path(dataset).parts) > 1
