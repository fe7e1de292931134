"""Where the commands write: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from capaug.records import Edit

notices = Console(stderr=True)
"""Progress, warnings and errors."""

_WIDTH_IN_FILES = 160  # a table that goes into a file or a pipe is not cut to the 80 columns Rich assumes there


def results() -> Console:
    """A console on stdout, for tables and coloured text."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_IN_FILES)


def has_colour(console: Console) -> bool:
    """Whether colours can be told on ``console``: on a terminal, unless it is dumb or NO_COLOR is set."""
    return console.is_terminal and console.color_system is not None and not console.no_color


def edited(caption: str, edits: Sequence[Edit], colour: bool) -> Text:
    """The caption with its edits shown: old words struck red and new ones green, or as ``[-old-]{+new+}``."""
    from capaug.marks import NEW, OLD, marked, pieces

    if not colour:
        return Text(marked(caption, edits))
    styles = {OLD: "red strike", NEW: "green"}
    return Text.assemble(*((words, styles.get(what, "")) for what, words in pieces(caption, edits)))


def write_json(value: Any, indent: int | None = None) -> None:
    """Write ``value`` to stdout as JSON, on one line unless ``indent`` is given."""
    print(json.dumps(value, indent=indent))


def warn(message: str) -> None:
    """Write a warning of one line."""
    _line(f"warning: {message}", "yellow")


def show_error(message: str) -> None:
    """Write an error of one line."""
    _line(f"error: {message}", "red")


def _line(message: str, style: str) -> None:
    notices.print(Text(" ".join(message.splitlines()), style=style), soft_wrap=True)
