"""``capaug export``: the rows of an output folder as one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from capaug.errors import UsageError

from . import completion
from .plugins import Plugins

EXAMPLES = """Examples:

capaug export capaug-out/coco-sample --format pairs --to pairs.jsonl

capaug export capaug-out/coco-sample --format triplets
"""


def export(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    format: Annotated[
        str,
        typer.Option(
            help="pairs, fragments, triplets, jsonl or arrow (the rows), or a plug-in.",
            autocompletion=completion.formats,
        ),
    ] = "pairs",
    to: Annotated[Path | None, typer.Option(help="File to write; by default standard output.")] = None,
    plugin: Plugins = None,
) -> None:
    """Write the rows of an output folder as one file.

    pairs: JSON lines with group (the image), caption, negative, kind. Where a kind always lengthens a text, the
    caption is a positive of the same form; a negative without such a positive is left out.

    fragments: such pairs of a part of a caption and the same part with a negative's change.
    triplets: JSON lines with anchor (the caption), positive, negative. jsonl and arrow: whole rows.
    """
    from capaug.formats import FORMATS
    from capaug.registry import load_plugins
    from capaug.runs.export import export as write
    from capaug.runs.reader import iter_rows

    load_plugins(plugin or ())
    form = FORMATS.get(format)()
    if to is not None:
        write(out, form, to)
        return
    if form.binary and sys.stdout.isatty():
        raise UsageError(f"the format {format} is not for a terminal; name a file with --to")
    form.write(iter_rows(out), sys.stdout.buffer)
