"""Write the measured figures into the pages: ``benchmarks/figures/*.json`` to README, docs and cards.

    python -m recipes.build.figures            # rewrites the pages
    python -m recipes.build.figures --check    # changes nothing; exit code 1 and a line for each figure that differs

Benchmarks write the JSON files (``--json``); ``readings.json`` is written by hand. A page says where a figure comes
from by a comment that no reader sees:

- ``<!--f:parser/third set/all-->0.892<!--/f-->`` in a line: the keys lead through ``parser.json``. Behind a list,
  ``min``, ``max`` or an index chooses; a ``%`` at the end writes a share in percent (``<!--f:readings/right/max%-->``).
- ``<!--table:parser/annotated-->`` above a table: its first column holds the keys of the rows, its heading those of the
  columns, less emphasis, backquotes and brackets at the end. Where headings are no keys, the mark names them, and
  ``-`` what is not measured: ``<!--table:fluency/variants: perplexity, pairs order, -->``. A column of another file is
  named by its path, a ``*`` for the row: ``/training_small/speed/*/plain``.

A mark in a line may not begin it: Markdown would take the line for HTML. Only numbers change. Each keeps the form of
the number that stands there: as many decimals, a sign if there was one, commas from 1,000 on. Words, emphasis and
arrows around them stay. A cell of several numbers takes a list.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "benchmarks" / "figures"

_INLINE = re.compile(r"<!--f:(?P<path>[^>]+?)(?P<percent>%?)-->(?P<text>.*?)<!--/f-->", re.DOTALL)
_TABLE = re.compile(r"<!--table:(?P<path>[^:>]+)(?::(?P<columns>[^>]+))?-->")
_COMMENT = re.compile(r"<!--.*?-->")
_NUMBER = re.compile(r"(?<![\w.-])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


class FigureError(ValueError):
    """A mark that leads to no figure, or to one that does not fit what stands there."""


def pages(root: Path = ROOT) -> list[Path]:
    """The pages whose figures are measured."""
    return sorted([root / "README.md", *root.glob("docs/**/*.md"), *root.glob("capaug/weights/*/README.md")])


class Figures:
    """The values of a folder of JSON files, by path."""

    def __init__(self, folder: Path = FIGURES) -> None:
        self._folder = folder
        self._files: dict[str, Any] = {}

    def find(self, first: str, *keys: str) -> Any:
        """What stands in the file of stem ``first`` below ``keys``; of a list, ``min``, ``max`` or an index chooses.

        Raises:
            FigureError: there is no such file or key.
        """
        if first not in self._files:
            file = self._folder / f"{first}.json"
            if not file.is_file():
                raise FigureError(f"no file {file.name} in {self._folder.name}/")
            self._files[first] = json.loads(file.read_text(encoding="utf-8"))
        value = self._files[first]
        for key in keys:
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key in ("min", "max"):
                value = min(value) if key == "min" else max(value)
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                raise FigureError(f"{'/'.join((first, *keys))}: {key!r} is not there")
        return value


def rewrite(text: str, figures: Figures, name: str = "page") -> str:
    """``text`` with the figures of all its marks.

    Raises:
        FigureError: a mark leads nowhere; the message names the line.
    """
    text = _with_inline_figures(text, figures, name)
    lines = text.split("\n")
    for row, line in enumerate(lines):
        found = _TABLE.fullmatch(line.strip())
        if found:
            _fill_table(lines, row + 1, found, figures, name)
    return "\n".join(lines)


def _with_inline_figures(text: str, figures: Figures, name: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start()) + 1
        if not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip():
            raise FigureError(
                f"{name}:{line}: a mark begins the line, which Markdown takes for HTML; put a word before it"
            )
        try:
            value = figures.find(*found["path"].split("/"))
            values = value if isinstance(value, list) else [value]
            scale = 100 if found["percent"] else 1
            new = _with_numbers(found["text"], [scale * each for each in values])
        except FigureError as error:
            raise FigureError(f"{name}:{line}: {error}") from None
        head = found.group().partition("-->")[0]
        return f"{head}-->{new}<!--/f-->"

    return _INLINE.sub(replaced, text)


def _fill_table(lines: list[str], first: int, mark: re.Match[str], figures: Figures, name: str) -> None:
    """Write the figures of the table whose heading is ``lines[first]``."""
    if not lines[first].startswith("|"):
        raise FigureError(f"{name}:{first}: no table below the mark")
    columns = [_key(cell) for cell in _cells(lines[first])[1:]]
    if mark["columns"]:
        named = [key.strip() for key in mark["columns"].split(",")]
        if len(named) != len(columns):
            raise FigureError(f"{name}:{first}: {len(named)} columns named for {len(columns)}")
        columns = named
    for at in range(first + 2, len(lines)):
        if not lines[at].startswith("|"):
            break
        label, *cells = _cells(lines[at])
        row = _key(label)
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if column == "-" or not _NUMBER.search(_INLINE.sub("", cell)):
                continue
            try:
                keys = column[1:].split("/") if column.startswith("/") else [*mark["path"].split("/"), "*", column]
                value = figures.find(*(row if key == "*" else key for key in keys))
                cells[place] = _with_numbers(cell, value if isinstance(value, list) else [value])
            except FigureError as error:
                raise FigureError(f"{name}:{at + 1}: {error}") from None
        lines[at] = "|".join(["", label, *cells, ""])


def _cells(line: str) -> list[str]:
    return line.strip().strip("|").split("|")


def _key(cell: str) -> str:
    bare = re.sub(r"[*`]", "", _COMMENT.sub("", cell)).strip()
    return re.sub(r"\s*\([^()]*\)$", "", bare)


def _with_numbers(text: str, values: Sequence[float]) -> str:
    """``text`` with its numbers replaced, in order, each in the form it has there."""
    old = _NUMBER.findall(text)
    if len(old) != len(values):
        raise FigureError(f"{len(values)} figures for {text.strip()!r}")
    new = iter(values)
    return _NUMBER.sub(lambda found: _in_form_of(found.group(), next(new)), text)


def _in_form_of(old: str, value: float) -> str:
    decimals = len(old.partition(".")[2])
    sign = "+" if old.startswith("+") else ""
    return f"{value:{sign},.{decimals}f}"


def differences(old: str, new: str) -> Iterator[tuple[int, str, str]]:
    """Number, old and new text of each line that changed; no line is added or taken away."""
    for number, (before, after) in enumerate(zip(old.split("\n"), new.split("\n"), strict=True), start=1):
        if before != after:
            yield number, before, after


def main() -> int:
    """Rewrite the pages, or say what differs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="change nothing, say what differs")
    given = options.parse_args()
    figures, changed = Figures(), 0
    for page in pages():
        name = str(page.relative_to(ROOT))
        old = page.read_text(encoding="utf-8")
        try:
            new = rewrite(old, figures, name)
        except FigureError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        for number, before, after in differences(old, new):
            changed += 1
            print(f"{name}:{number}\n  - {before.strip()}\n  + {after.strip()}")
        if not given.check and new != old:
            page.write_text(new, encoding="utf-8")
    if given.check and changed:
        print(f"{changed} lines differ from benchmarks/figures; python -m recipes.build.figures writes them")
    return 1 if given.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
