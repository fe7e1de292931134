"""One renderer for what commands find: a table with notes on stdout, one JSON object, or a plot in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table as RichTable
from rich.text import Text

from .console import results, write_json
from .display import display


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: what stands over it.
        form: how its values are written, as ``format`` takes it; texts as they are.
        missing: what stands for None.
    """

    name: str
    form: str = ""
    missing: str = ""

    def cell(self, value: Any) -> Text:
        """A value as the table shows it."""
        if value is None:
            return Text(self.missing)
        return Text(value if isinstance(value, str) else format(value, self.form))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under columns; the first column stands to the left, the others to the right.

    ``rows`` has a value a column in each row, and None for a line between the rows.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any] | None]

    def drawn(self) -> RichTable:
        """The table for a console."""
        table = RichTable(title=self.title or None, title_justify="left")
        for number, column in enumerate(self.columns):
            table.add_column(column.name, justify="right" if number else "left")
        for row in self.rows:
            if row is None:
                table.add_section()
            else:
                table.add_row(*(column.cell(value) for column, value in zip(self.columns, row, strict=True)))
        return table


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has found.

    Attributes:
        values: as ``--json`` writes it.
        shown: tables and lines, in their order.
        draw: draws the plot into a file, where there is one.
    """

    values: dict[str, Any]
    shown: Sequence[Table | Text | str]
    draw: Callable[[Path], None] | None = None


def show(
    report: Report, *, json: bool, plot: Path | None = None, indent: int | None = None, quiet: bool = False
) -> None:
    """Draw the plot, if a file is named for it, and write the report to stdout: as JSON, or to be read.

    Args:
        report: what was found.
        json: one JSON object instead of tables and lines.
        plot: file of the plot (``.png`` or ``.svg``).
        indent: of the JSON; None for one line.
        quiet: leave out what is to be read.
    """
    display.stop()
    if plot is not None and report.draw is not None:
        report.draw(plot)
    if json:
        write_json(report.values, indent)
        return
    if quiet:
        return
    console = results()
    for part in report.shown:
        if isinstance(part, Table):
            console.print(part.drawn())
        else:
            console.print(part, markup=False, highlight=False, soft_wrap=True)
