"""Negatives in tables and in JSON: a record a line, a caption in it, and one negative or a list of them.

NegCLIP's trainer reads such a table (Yuksekgonul et al., When and why vision-language models behave like
bags-of-words, ICLR 2023): separated by tabs, ``title`` and ``filepath``, and ``neg_caption`` and ``neg_image`` as
Python writes lists. A negative is drawn for each line, and for each picture of ``neg_image``, which are lines of the
file from 0: so lines without a negative are left out, and the numbers of others follow.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from capaug.errors import InputError, UsageError
from capaug.existing.base import Entry, Given, NegativesFile
from capaug.formats.json_lines import write_lines
from capaug.formats.tab_separated import write_table
from capaug.sources.columns import Columns
from capaug.sources.files import decoded_lines

NEGATIVES = (
    "neg_caption", "neg_captions", "negative", "negatives", "negative_caption", "negative_captions", "hard_negative",
    "hard_negatives",
)  # fmt: skip
"""What a column of negatives is called."""
KINDS = ("kind", "type", "category")
OTHER_LINES = "neg_image"

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of a record are called; None for what it has not."""

    caption: str
    negative: str
    image: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class NamedFields:
    """What the user calls the fields of a record; None for what is in use."""

    caption: str | None = None
    negative: str | None = None
    image: str | None = None
    kind: str | None = None

    @classmethod
    def of(cls, given: str) -> NamedFields:
        """Read ``caption=title,negative=foil``: any of caption, negative, image and kind.

        Raises:
            UsageError: another form, another key, or one twice.
        """
        pairs = [part.partition("=")[::2] for part in given.split(",")]
        keys = [key.strip() for key, _ in pairs]
        for key, name in zip(keys, (name for _, name in pairs), strict=True):
            if key not in cls.__slots__ or not name.strip() or keys.count(key) > 1:
                raise UsageError(
                    "--columns is caption=NAME,negative=NAME,image=NAME,kind=NAME or some of these, each once; "
                    f"not {given!r}"
                )
        return cls(**{key.strip(): name.strip() for key, name in pairs})

    def resolve(self, names: Sequence[str], called: str) -> Fields:
        """These, and what is in use for those that were not named.

        Raises:
            InputError: none for negatives, none or several for captions, or one that is not there.
        """
        lower = {name.lower(): name for name in names}
        negative = self.negative or _first(NEGATIVES, lower)
        if negative is None or negative not in names:
            asked = "no column of negatives" if negative is None else f"no column {negative!r}"
            shown = ", ".join(map(repr, names))
            raise InputError(f"{called}: {asked}; choose with --columns negative=NAME among: {shown}")
        kind = self.kind or _first(KINDS, lower)
        if kind is not None and kind not in names:
            raise InputError(f"{called}: no column {kind!r}; choose with --columns kind=NAME")
        columns = Columns(
            caption=self.caption or ("anchor" if "anchor" in names and "caption" not in names else None),
            image=self.image or ("group" if "group" in names else None),
        )
        found = columns.resolve([name for name in names if name not in (negative, kind)], called)
        return Fields(found.caption, negative, found.image, kind)


def _first(wanted: Sequence[str], lower: Mapping[str, str]) -> str | None:
    return next((lower[name] for name in wanted if name in lower), None)


class _Records(NegativesFile):
    """Records with their fields, whatever the file writes them in."""

    def __init__(self, records: Sequence[tuple[str, Record]], fields: Fields) -> None:
        """Read the entries of ``records``, each with its place in the file.

        Raises:
            InputError: a caption or a negative that is no text.
        """
        self._records = [record for _, record in records]
        self._fields = fields
        self.entries = [_entry(record, fields, where) for where, record in records]

    def _rewritten(self, negatives: Sequence[Sequence[Given]]) -> Iterator[tuple[int, Record]]:
        """The records with other negatives, each with the number of that which it comes from."""
        name = self._fields.negative
        for number, (record, kept) in enumerate(zip(self._records, negatives, strict=True)):
            if isinstance(record[name], list):
                yield number, {**record, name: [given.text for given in kept]}
                continue
            for given in kept:
                kind = {} if self._fields.kind is None else {self._fields.kind: given.kind}
                yield number, {**record, name: given.text, **kind}


class TableOfNegatives(_Records):
    """A table with a header, NegCLIP's among them."""

    def __init__(self, path: Path, delimiter: str, named: NamedFields) -> None:
        """Read ``path``.

        Raises:
            InputError: it is broken, or lacks a column.
        """
        self._delimiter = delimiter
        lines = _table(path, delimiter)
        _, self._names = next(lines)
        if twice := next((name for name in self._names if self._names.count(name) > 1), None):
            raise InputError(f"{path}: two columns are called {twice!r}; rename one")
        fields = named.resolve(self._names, str(path))
        records = []
        for where, cells in lines:
            record: Record = dict(zip(self._names, cells, strict=True))
            record[fields.negative] = _cell(record[fields.negative], where, fields.negative)
            records.append((where, record))
        super().__init__(records, fields)
        self.layout = "NegCLIP's table" if OTHER_LINES in self._names else "table"

    def write(self, negatives: Sequence[Sequence[Given]], file: IO[bytes]) -> int:
        """As :meth:`NegativesFile.write`; lines without a negative are left out, and ``neg_image`` follows.

        Raises:
            InputError: no line is left.
        """
        name = self._fields.negative
        left = [(number, record) for number, record in self._rewritten(negatives) if record[name]]
        if not left:
            raise InputError("no negative is left; there is nothing to write")
        if OTHER_LINES in self._names:
            left = self._renumbered(left)
        lines = ([_written(record[column]) for column in self._names] for _, record in left)
        write_table(self._names, lines, file, self._delimiter)
        return len(self._records) - len({number for number, _ in left})

    def _renumbered(self, left: Sequence[tuple[int, Record]]) -> list[tuple[int, Record]]:
        """The lines with ``neg_image`` counting them; one of which no other line is left names the next image's."""
        place_of: dict[int, int] = {}
        for place, (number, _) in enumerate(left):
            place_of.setdefault(number, place)
        images = [self.entries[number].image for number, _ in left]
        after = _next_images(images)
        renumbered = []
        for place, (number, record) in enumerate(left):
            others = _cell(record[OTHER_LINES], self.entries[number].where, OTHER_LINES)
            found = [place_of[other] for other in others if other in place_of] if isinstance(others, list) else []
            renumbered.append((number, {**record, OTHER_LINES: found or [after[place]]}))
        return renumbered


class JsonOfNegatives(_Records):
    """JSON lines, a JSON list, or the object of numbered records that SugarCrepe's files are."""

    layout = "JSON"

    def __init__(
        self, path: Path, records: Sequence[tuple[str, Record]], named: NamedFields, form: str, keys: Sequence[str] = ()
    ) -> None:
        """Take what was read of ``path``: ``form`` is ``lines``, ``list`` or ``object``, with the ``keys`` of one.

        Raises:
            InputError: a record lacks a field, or holds no text in it.
        """
        names = dict.fromkeys(name for _, record in records[:1] for name in record)
        super().__init__(records, named.resolve(list(names), str(path)))
        self._form, self._keys = form, keys

    def write(self, negatives: Sequence[Sequence[Given]], file: IO[bytes]) -> int:
        """As :meth:`NegativesFile.write`; records without a negative are left out."""
        name = self._fields.negative
        left = [(number, record) for number, record in self._rewritten(negatives) if record[name]]
        if self._form == "lines":
            write_lines((record for _, record in left), file)
        elif self._form == "list":
            file.write(json.dumps([record for _, record in left], ensure_ascii=False, indent=1).encode() + b"\n")
        else:
            named: dict[str, Record] = {}
            for number, record in left:
                key, more = self._keys[number], 1
                while key in named:
                    key, more = f"{self._keys[number]}-{more}", more + 1
                named[key] = record
            file.write(json.dumps(named, ensure_ascii=False, indent=1).encode() + b"\n")
        return len(self._records) - len({number for number, _ in left})


def _entry(record: Mapping[str, Any], fields: Fields, where: str) -> Entry:
    caption = record.get(fields.caption)
    if not isinstance(caption, str):
        raise InputError(f"{where}: {fields.caption!r} is no text")
    found = record.get(fields.negative)
    texts: list[Any] = found if isinstance(found, list) else [found]
    if not all(isinstance(text, str) for text in texts):
        raise InputError(f"{where}: {fields.negative!r} is neither a text nor a list of texts")
    kind = str(record.get(fields.kind, "")) if fields.kind else ""
    image = "" if fields.image is None else str(record.get(fields.image, "")).strip()
    return Entry(image or f"#{caption}", caption, tuple(Given(text, kind) for text in texts), where)


def _table(path: Path, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """The place and the cells of each line; quotes are read as pandas writes them."""
    width, begun = 0, 1
    with path.open("rb") as file:
        rows = csv.reader((line for _, line in decoded_lines(file, str(path))), delimiter=delimiter, strict=True)
        try:
            for cells in rows:
                where = f"{path}:{begun}"
                begun = rows.line_num + 1
                if not cells:
                    continue
                width = width or len(cells)
                if len(cells) != width:
                    raise InputError(f"{where}: {len(cells)} fields where the header has {width}")
                yield where, cells
        except csv.Error as error:
            raise InputError(f"{path}:{begun}: {error}; close the quote that opens there") from None


def _cell(cell: Any, where: str, name: str) -> Any:
    """What a cell holds: a list as Python writes it, or the text that it is."""
    if not (isinstance(cell, str) and cell.lstrip().startswith("[")):
        return cell
    try:
        return list(ast.literal_eval(cell.strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise InputError(f"{where}: {name!r} is not a list as Python writes it: {cell[:40]!r}") from None


def _written(cell: Any) -> str:
    return repr(cell) if isinstance(cell, list) else cell


def _next_images(images: Sequence[str]) -> list[int]:
    """For each line the first one behind it that shows another picture, from the end on the first of the file."""
    after = [0] * len(images)
    for place in range(len(images) - 2, -1, -1):
        after[place] = place + 1 if images[place + 1] != images[place] else after[place + 1]
    return after
