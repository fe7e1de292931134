"""Of which format a file is, by what it holds: its first bytes and lines. Its ending is asked only where these leave
it open, and what is still not sure is refused with the option that settles it."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from capaug.errors import InputError
from capaug.sources.columns import Columns, is_caption_name
from capaug.sources.delimited import Dialect
from capaug.sources.options import NO_DELIMITER, Options

HEAD = 1 << 16
"""Bytes that are looked at."""
LINES = 50
DELIMITERS = ("\t", ",", "|", ";")
TABLES = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
"""Endings that promise a table, with the delimiter it has by its name."""
PICTURE = re.compile(r"(?:\w+://\S+|\S.*\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:#\d+)?)", re.IGNORECASE)
HEADER_WORD = re.compile(r"\s?[^\W\d][\w.:/-]*\s?")
BINARY = {
    b"PK\x03\x04": "a zip archive; unpack it",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it",
    b"\xff\xfe": "UTF-16; save it as UTF-8",
    b"\xfe\xff": "UTF-16; save it as UTF-8",
    b"\xff\xd8\xff": "a picture; give the file of the captions",
    b"\x89PNG": "a picture; give the file of the captions",
    b"SQLite format 3": "a database; export the captions as CSV or Parquet",
}


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is ``parquet``, ``arrow``, ``tar``, ``json``, ``jsonl``, ``table`` or ``text``; a table has a dialect,
    and columns by number where it has no header."""

    name: str
    dialect: Dialect | None = None
    columns: Columns = field(default_factory=Columns)


def detect(head: bytes, whole: bool, location: str, suffix: str, options: Options) -> Format:
    """Name the format of a file.

    Args:
        head: its first bytes, unpacked, :data:`HEAD` of them.
        whole: whether that is all.
        location: what messages call it.
        suffix: its ending, in lower case.
        options: what the user said about its layout.

    Raises:
        InputError: it holds no captions that can be read, or may be read in more than one way.
    """
    columns = options.columns or Columns()
    if found := _binary(head, location):
        options.refuse_table(f"{location}: it is no table in a text file")
        return Format(found, columns=columns)
    text = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(head)
    told = options.delimiter is not None or options.header is not None or options.quotes is not None
    if not told and (found := _json(text, whole, suffix)):
        return Format(found, columns=columns)
    lines = text.splitlines()
    if not whole and len(lines) > 1:
        lines.pop()  # perhaps cut
    lines = [line for line in lines if line.strip()][:LINES]
    if options.delimiter == NO_DELIMITER:
        replace(options, delimiter=None).refuse_layout("--delimiter none: every line is a caption")
        return Format("text")
    return _table(lines, location, suffix, options, columns) or _text(lines, location)


def _binary(head: bytes, location: str) -> str | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow"
    if head[257:262] == b"ustar":
        return "tar"
    for magic, what in BINARY.items():
        if head.startswith(magic):
            raise InputError(f"{location} is {what}")
    if b"\0" in head:
        raise InputError(f"{location} is no text, and none of Parquet, Arrow and tar")
    return None


def _json(text: str, whole: bool, suffix: str) -> str | None:
    """``json`` or ``jsonl``, or None for what begins as no JSON does."""
    text = text.lstrip()
    if re.match(r'\[\s*(?:[\[{"\]]|$)', text):
        return "jsonl" if suffix == ".jsonl" else "json"
    if not re.match(r'\{\s*(?:"|\}|$)', text):
        return None
    line, _, rest = text.partition("\n")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        # A first line that is no object by itself: an object over many lines, or one longer than what is looked at.
        return "jsonl" if suffix == ".jsonl" or line.rstrip().endswith("}") else "json"
    several = bool(rest.strip())
    lists = [record[key] for key in ("annotations", "images") if isinstance(record.get(key), list)]
    document = any(all(isinstance(item, dict) for item in items) for items in lists)
    return "json" if document and not several else "jsonl"


def _table(lines: Sequence[str], location: str, suffix: str, options: Options, columns: Columns) -> Format | None:
    """The table that the lines are for sure, or that the user says they are."""
    delimiters = DELIMITERS if options.delimiter is None else (options.delimiter,)
    told = options.delimiter is not None or options.header is not None or options.quotes is not None
    promised = suffix in TABLES
    first = lines[0] if lines else ""

    def dialect(delimiter: str, header: bool) -> Dialect:
        quotes = delimiter in ",;" if options.quotes is None else options.quotes
        return Dialect(delimiter, header, quotes)

    if options.header is not False:
        wanted = {name for name in (columns.caption, columns.image, columns.caption_id) if name is not None}
        for delimiter in sorted(delimiters, key=lambda one: -len(_fields(first, one))):
            names = _fields(first, delimiter)
            known = any(map(is_caption_name, names)) and not any(map(PICTURE.fullmatch, names))
            known = known and (promised or told or all(map(HEADER_WORD.fullmatch, names)))
            if (wanted and wanted <= set(names)) or (known and (len(names) > 1 or promised or told)):
                return Format("table", dialect(delimiter, True), columns)
    if options.header is not True:
        for delimiter in delimiters:
            by_values = _by_values([_fields(line, delimiter) for line in lines])
            if by_values and columns in (Columns(), by_values):
                return Format("table", dialect(delimiter, False), by_values)
    if options.header is False:
        return Format("table", dialect(_one(delimiters, lines, location), False), columns)
    if columns != Columns() or told or promised:
        delimiter = delimiters[0] if len(delimiters) == 1 else _widest(lines, TABLES.get(suffix, ","))
        return Format("table", dialect(delimiter, True), columns)
    return None


def _text(lines: Sequence[str], location: str) -> Format:
    """Plain text, unless the lines look like records of a table whose columns nobody knows."""
    if len(lines) > 1 and lines[0].strip().lower() in ("caption", "captions"):
        raise InputError(
            f"{location}: {lines[0].strip()!r} may be a header or a caption; say --columns caption={lines[0].strip()} "
            "or --delimiter none"
        )
    for delimiter in DELIMITERS:
        records = [_fields(line, delimiter) for line in lines]
        widths = {len(record) for record in records}
        if min(widths, default=1) < 2:
            continue
        header = len(lines) > 1 and len(widths) == 1 and all(map(HEADER_WORD.fullmatch, records[0]))
        tabbed = delimiter == "\t" and len(widths) == 1
        if header or tabbed or all(PICTURE.fullmatch(record[0]) for record in records):
            name = {"\t": "tab", "|": "pipe", ",": "comma", ";": "semicolon"}[delimiter]
            layout = "--columns caption=NAME,image=NAME" if header else "--no-header --columns caption=2,image=1"
            raise InputError(
                f"{location}: its lines may be captions or records of a table; say --delimiter none for captions, "
                f"--delimiter {name} {layout} or the like for a table"
            )
    return Format("text")


def _fields(line: str, delimiter: str) -> list[str]:
    if delimiter in ",;" and '"' in line:
        try:
            return next(csv.reader([line], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return line.split(delimiter)
    fields = line.split(delimiter)
    return [field.strip() for field in fields] if delimiter == "|" else fields


def _by_values(records: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table of two, of which one holds names or addresses of pictures and the other never does."""
    if not records or {len(record) for record in records} != {2}:
        return None
    pictures = [[PICTURE.fullmatch(record[side].strip()) is not None for record in records] for side in (0, 1)]
    for image, caption in ((0, 1), (1, 0)):
        if all(pictures[image]) and not any(pictures[caption]):
            return Columns(image=str(image + 1), caption=str(caption + 1))
    return None


def _one(delimiters: Sequence[str], lines: Sequence[str], location: str) -> str:
    """The delimiter that cuts all lines into as many fields, more than one."""
    if len(delimiters) == 1:
        return delimiters[0]
    widths = {one: {len(_fields(line, one)) for line in lines} for one in delimiters}
    fit = [one for one, found in widths.items() if len(found) == 1 and found != {1}]
    if len(fit) != 1:
        raise InputError(f"{location}: it is not sure what stands between its fields; say it with --delimiter")
    return fit[0]


def _widest(lines: Sequence[str], promised: str) -> str:
    """The delimiter of the header, the promised one where none is in it."""
    widths = {one: len(_fields(lines[0], one)) if lines else 1 for one in DELIMITERS}
    widest = max(widths, key=lambda one: widths[one])
    return widest if widths[widest] > widths[promised] == 1 else promised
