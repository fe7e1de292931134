"""From the name of a file to what reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from capaug.errors import InputError, UsageError
from capaug.sources.caption_files import CaptionFiles
from capaug.sources.columns import Columns
from capaug.sources.detect import HEAD, detect
from capaug.sources.inputs import Input, open_inputs
from capaug.sources.options import Options
from capaug.sources.reader import Reader

METADATA = ("metadata.jsonl", "metadata.csv", "metadata.parquet")


def open_files(locations: Sequence[str], options: Options) -> CaptionFiles:
    """Open files, each of the format that it is of, as one source.

    Args:
        locations: paths, URLs, patterns, or ``-`` for standard input.
        options: how they are laid out.

    Raises:
        UsageError: options that do not go with a file, or one that is named twice.
        InputError: a file is not there, is empty, or of no format that is known for sure.
        OutputError: there is no room for a copy of a pipe.
    """
    inputs = [input for location in locations for input in open_inputs(location)]
    if not inputs:
        raise UsageError("no file is named; give --dataset")
    places = [input.location for input in inputs]
    if twice := next((place for place in places if places.count(place) > 1), None):
        raise UsageError(f"{twice} is named twice; its captions would be there twice")
    readers = [open_reader(input, options) for input in inputs]
    name = inputs[0].name if len(inputs) == 1 else _common_name(locations, inputs)
    return CaptionFiles(readers, name, options.split or "all", _chosen(options))


def open_reader(input: Input, options: Options) -> Reader:
    """What reads a file, by what it holds (:func:`capaug.sources.detect.detect`).

    Raises:
        UsageError: options that do not go with its format.
        InputError: as :func:`open_files`.
    """
    with input.open() as file:
        head = file.read(HEAD)
    if not head:
        raise InputError(f"{input.location} is empty")
    found = detect(head, len(head) < HEAD, input.location, input.suffix, options)
    if found.name == "table" and found.dialect is not None:
        from capaug.sources.delimited import DelimitedFile

        return DelimitedFile(input, found.dialect, found.columns)
    if found.name == "jsonl":
        from capaug.sources.jsonl import JsonLines

        return JsonLines(input, found.columns, options.split)
    if found.name == "json":
        from capaug.sources.json_document import JsonDocument

        return JsonDocument(input, found.columns, options.split)
    if found.name == "parquet":
        from capaug.sources.columnar import ParquetFile

        return ParquetFile(input, found.columns)
    if found.name == "arrow":
        from capaug.sources.columnar import ArrowFile

        return ArrowFile(input, found.columns)
    if found.name == "tar":
        from capaug.sources.tar import TarFile

        return TarFile(input, found.columns)
    from capaug.sources.text import TextLines

    options.refuse_columns(f"{input.location}: it has none, every line is a caption")
    return TextLines(input)


def metadata_file(folder: Path, split: str | None) -> Path | None:
    """The file beside the pictures of an image folder that names them, or None: that of a split lies in its folder."""
    places = [folder] if split is None else [folder / split, folder]
    return next((place / name for place in places for name in METADATA if (place / name).is_file()), None)


def open_image_folder(folder: Path, options: Options) -> CaptionFiles:
    """Open the captions in ``metadata.jsonl`` or ``metadata.csv``, whose ``file_name`` are the image ids.

    Raises:
        UsageError: as :func:`open_files`.
        InputError: as :func:`open_files`.
    """
    path = metadata_file(folder, options.split)
    if path is None:
        raise InputError(f"{folder} has no {' or '.join(METADATA)}")
    reader = open_reader(Input(str(path)), options)
    return CaptionFiles([reader], folder.resolve().name, options.split or "all", _chosen(options))


def _chosen(options: Options) -> dict[str, object]:
    """What the user said that changes what is read."""
    columns = options.columns or Columns()
    table = {"delimiter": options.delimiter, "header": options.header, "quotes": options.quotes}
    return {name: value for name, value in (asdict(columns) | table).items() if value is not None}


def _common_name(locations: Sequence[str], inputs: Sequence[Input]) -> str:
    """The name of several files: their pattern, or what the first is called."""
    return locations[0].replace("\\", "/").rpartition("/")[2] if len(locations) == 1 else inputs[0].name
