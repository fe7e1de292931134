"""Which layout a file of negatives has, told by what it holds."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.existing.base import NegativesFile
from capaug.existing.ce_clip import FIRST, MAGIC, CeClip, read_array
from capaug.existing.records import NEGATIVES, JsonOfNegatives, NamedFields, TableOfNegatives
from capaug.sources.files import check_file, read_lines

LAYOUTS = "NegCLIP's table, CE-CLIP's array, JSON or CSV with captions and negatives"


def open_negatives(path: Path, columns: str | None = None) -> NegativesFile:
    """Read a file of captions and negatives whole: NegCLIP's table, CE-CLIP's array, CSV, JSON or JSON lines.

    Args:
        path: the file.
        columns: what they are called where their names do not tell: ``caption=text,negative=foil``.

    Raises:
        UsageError: ``columns`` of another form.
        InputError: no such file, none of these, or a broken one.
    """
    named = NamedFields() if columns is None else NamedFields.of(columns)
    check_file(path)
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if start.startswith(MAGIC):
        return CeClip(path, read_array(path), is_array=True)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(path, named)
    number, header = next(read_lines(path))
    for delimiter in ("\t", ","):
        names = next(csv.reader([header], delimiter=delimiter), [])
        if any(name.lower() in NEGATIVES or name == named.negative for name in names):
            return TableOfNegatives(path, delimiter, named)
    raise InputError(
        f"{path}:{number}: neither {LAYOUTS}; the header of a table names its negatives {' or '.join(NEGATIVES[:2])}"
    )


def _json(path: Path, named: NamedFields) -> NegativesFile:
    lines = [(number, line) for number, line in read_lines(path) if line.strip()]
    try:
        first = json.loads(lines[0][1])
    except ValueError:
        first = None  # a document of many lines
    if isinstance(first, dict) and not all(isinstance(value, dict) for value in first.values()):
        return _of_items(path, named, [(f"{path}:{n}", _parsed(line, f"{path}:{n}")) for n, line in lines], "lines")
    document = _parsed("".join(line for _, line in lines), str(path))
    if isinstance(document, list):
        return _of_items(path, named, [(f"{path}, item {n}", item) for n, item in enumerate(document)], "list")
    if isinstance(document, dict) and all(isinstance(value, dict) for value in document.values()):
        return _of_items(
            path, named, [(f"{path}, {key!r}", item) for key, item in document.items()], "object", [*document]
        )
    raise InputError(f"{path}: no list of records in this JSON; it takes {LAYOUTS}")


def _of_items(
    path: Path, named: NamedFields, items: list[tuple[str, Any]], form: str, keys: list[str] | None = None
) -> NegativesFile:
    if not items:
        raise InputError(f"{path} holds no record")
    if wrong := next((where for where, item in items if not isinstance(item, dict)), None):
        raise InputError(f"{wrong}: no record with a caption and a negative")
    if FIRST in items[0][1]:
        return CeClip(path, [item for _, item in items], is_array=False)
    return JsonOfNegatives(path, items, named, form, keys or ())


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not valid JSON: {error}") from None
