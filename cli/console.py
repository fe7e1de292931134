"""Where the commands write: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

notices = Console(stderr=True)
"""Progress, warnings and errors."""

_WIDTH_IN_FILES = 160  # a table that goes into a file or a pipe is not cut to the 80 columns Rich assumes there


def results() -> Console:
    """A console on stdout, for tables and coloured text."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_IN_FILES)


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
