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

capaug export capaug-out/coco-sample --format triplets --to triplets.jsonl.gz

capaug export capaug-out/coco-sample --format negclip --filepath "val2017/{image_id:0>12}.jpg" --to negclip.tsv

capaug export capaug-out/coco-sample --format parquet --to rows.parquet
"""


def export(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    format: Annotated[
        str,
        typer.Option(
            help="pairs, fragments, triplets, negclip or open_clip; jsonl, arrow, parquet or webdataset (the rows); or "
            "a plug-in.",
            autocompletion=completion.formats,
        ),
    ] = "pairs",
    to: Annotated[
        Path | None, typer.Option(help="File to write, compressed if it ends in .gz; by default standard output.")
    ] = None,
    filepath: Annotated[
        str | None,
        typer.Option(help='File of a picture in negclip and open_clip: "photos/{image_id}.jpg".', show_default=False),
    ] = None,
    plugin: Plugins = None,
) -> None:
    """Write the rows of an output folder as one file.

    pairs: JSON lines with group (the image), caption, negative, kind. Where a kind always lengthens a text, the
    caption is a positive of the same form; a negative without such a positive is left out.

    fragments: such pairs of a part of a caption and the same part with a negative's change.
    triplets: JSON lines with anchor (the caption), positive, negative, image_id.

    negclip and open_clip: tables that these trainers read. jsonl, arrow, parquet and webdataset: whole rows.
    """
    from capaug.formats import FORMATS
    from capaug.formats.tab_separated import PictureTable
    from capaug.registry import load_plugins
    from capaug.runs.export import export as write_file
    from capaug.runs.export import write

    load_plugins(plugin or ())
    form_class = FORMATS.get(format)
    if filepath is None:
        form = form_class()
    elif issubclass(form_class, PictureTable):
        form = form_class(filepath)
    else:
        raise UsageError(f"--filepath is for formats that name pictures, as negclip and open_clip do, not for {format}")
    if to is not None:
        write_file(out, form, to)
        return
    if form.binary and sys.stdout.isatty():
        raise UsageError(f"the format {format} is not for a terminal; name a file with --to")
    write(out, form, sys.stdout.buffer)
