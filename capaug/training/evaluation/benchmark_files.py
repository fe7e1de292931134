"""Files of benchmarks: JSON, JSON lines, CSV, and Parquet, which may hold the pictures too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.pictures import PictureNames
from capaug.sources.files import check_file
from capaug.training.evaluation.benchmark_formats import FORMATS, BenchmarkEntry, Entry, Format, read_entry

SUFFIXES = (".json", ".jsonl", ".csv", ".parquet")


class HeldPictures:
    """The pictures that stand in the rows of a file: a :class:`~capaug.training.data.pictures.PictureSource`."""

    def __init__(self, path: Path, encoded: dict[str, bytes]) -> None:
        """``encoded`` are the files by their names."""
        self.name, self._encoded = str(path), encoded
        self.names = PictureNames(encoded, self.name)

    def read(self, name: str) -> io.BytesIO:
        """The encoded picture."""
        return io.BytesIO(self._encoded[name])


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A file's format and entries, and its pictures if it holds them."""

    path: Path
    form: Format
    entries: list[BenchmarkEntry]
    pictures: HeldPictures | None = None


def benchmark_files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and all of the folders (``.json``, ``.jsonl``, ``.csv``, ``.parquet``), sorted.

    Raises:
        InputError: a folder holds none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not inside:
            raise InputError(f"{path}: no file of a benchmark in this folder ({', '.join(SUFFIXES)})")
        found += inside
    return list(dict.fromkeys(found))


def read_benchmark(path: Path) -> Benchmark:
    """Read a file of one of :data:`~capaug.training.evaluation.benchmark_formats.FORMATS`, told by the fields of its
    first entry.

    The file is a JSON list of objects, a JSON object of them (SugarCrepe), JSON lines, CSV with a header (NegBench), or
    Parquet, whose columns of encoded pictures are taken for the pictures.

    Raises:
        InputError: no such file, it cannot be read, holds no entries or those of no known format, or an entry lacks
            what its format needs; the message names the file and the entry.
    """
    check_file(path)
    encoded: dict[str, bytes] = {}
    match path.suffix.lower():
        case ".csv":
            found = _of_csv(path)
        case ".parquet":
            found = _of_parquet(path, encoded)
        case _:
            found = _of_json(path)
    if not found:
        raise InputError(f"{path}: holds no entries (a JSON list or object of entries, JSON lines, CSV or Parquet)")
    name, first = found[0]
    for form in FORMATS:
        if form.fits(first):
            entries = [read_entry(form, entry, f"{path}: entry {name}") for name, entry in found]
            return Benchmark(path, form, entries, HeldPictures(path, encoded) if encoded else None)
    known = dict.fromkeys(f"{form.name} ({', '.join(form.texts)})" for form in FORMATS if form.name != "ARO")
    raise InputError(
        f"{path}: entry {name} has the fields {', '.join(first) or 'none'}; known formats: {'; '.join(known)}"
    )


def _of_json(path: Path) -> list[tuple[str, Entry]]:
    """The entries with their names: key, place from 0, or line from 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text") from None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        found = list(_lines(path, text))
    else:
        if isinstance(value, dict) and not all(isinstance(entry, dict) for entry in value.values()):
            value = [value]  # JSON lines of one line
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        found = [(str(name), entry) for name, entry in items]
    for name, entry in found:
        if not isinstance(entry, dict):
            raise InputError(f"{path}: entry {name} is a {type(entry).__name__}, not an object")
    return found


def _lines(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield f"in line {number}", json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}:{number}: neither JSON nor JSON lines ({error})") from None


def _of_csv(path: Path) -> list[tuple[str, Entry]]:
    """The rows by their lines, from 1; an empty field is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            return [
                (f"in line {rows.line_num}", {name: value for name, value in row.items() if name and value})
                for row in rows
            ]
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text") from None
    except csv.Error as error:
        raise InputError(f"{path}: not a table of comma-separated values ({error})") from None


def _of_parquet(path: Path, encoded: dict[str, bytes]) -> list[tuple[str, Entry]]:
    """The rows by their place, from 0, with class labels by their names; pictures are put into ``encoded``.

    In their place stands their name, and equal ones have one: a picture is in a file once for each of its captions.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: cannot read it ({' '.join(str(error).split())[:200]})") from None
    labels = _class_labels(table.schema.metadata or {})
    found: list[tuple[str, Entry]] = []
    called: dict[bytes, str] = {}
    for place, row in enumerate(table.to_pylist()):
        for name, value in row.items():
            picture = value.get("bytes") if isinstance(value, dict) else value
            if isinstance(picture, bytes):
                row[name] = called.setdefault(blake2b(picture, digest_size=16).digest(), f"{name} of row {place}")
                encoded.setdefault(row[name], picture)
            elif name in labels and isinstance(value, int) and 0 <= value < len(labels[name]):
                row[name] = labels[name][value]
        found.append((str(place), row))
    return found


def _class_labels(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    """The names of the class labels that HuggingFace's datasets notes in a file, by column."""
    try:
        features: Any = json.loads(metadata[b"huggingface"])["info"]["features"]
        return {name: feature["names"] for name, feature in features.items() if feature.get("_type") == "ClassLabel"}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}
