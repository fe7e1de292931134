"""``capaug export``: an output folder as JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaug.errors import UsageError

from .console import write_json

EXAMPLES = """Examples:

capaug export capaug-out/coco-sample --format pairs --to pairs.jsonl

capaug export capaug-out/coco-sample --format triplets
"""


def export(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    format: Annotated[str, typer.Option(help="pairs, triplets, or jsonl (the rows).")] = "pairs",
    to: Annotated[Path | None, typer.Option(help="File to write; by default standard output.")] = None,
) -> None:
    """Write an output folder as JSON lines.

    pairs: group (the image), caption, negative, kind. Where a kind always lengthens a text, the caption is a
    positive of the same form; a negative without such a positive is left out.

    triplets: anchor (the caption), positive, negative. jsonl: whole rows.
    """
    from capaug.shards.export import FORMATS, write_json_lines

    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
    objects = FORMATS[format](out)
    if to is None:
        for value in objects:
            write_json(value)
    else:
        write_json_lines(to, objects)
