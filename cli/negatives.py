"""The option of the commands that read negatives of other makers: what their columns are called."""

from __future__ import annotations

from typing import Annotated

import typer

NegativeColumns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        help="File: columns whose names do not tell, by role (caption, negative, image, kind).",
        metavar="ROLE=NAME,...",
        show_default=False,
    ),
]
