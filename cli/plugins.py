"""The option ``--plugin`` of the commands that read recipes or formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Plugins = Annotated[
    list[Path] | None,
    typer.Option(
        "--plugin",
        help="Python file that registers kinds, filters, encoders, ... of your own; once or more.",
        metavar="FILE.py",
        show_default=False,
    ),
]
"""Files to be run before anything is looked up by its name (:func:`capaug.registry.load_plugins`)."""
