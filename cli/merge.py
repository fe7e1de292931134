"""``capaug merge``: the parts of a run become one output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .report import Report, show

EXAMPLES = """Examples:

capaug generate --dataset coco --part 1/2 --out part-1

capaug generate --dataset coco --part 2/2 --out part-2

capaug merge captions part-1 part-2
"""


def merge(
    out: Annotated[Path, typer.Argument(help="Folder to write.", show_default=False)],
    parts: Annotated[
        list[Path], typer.Argument(help="Output folders of capaug generate --part, all of one run.", show_default=False)
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Join the parts of a run into the folder that one run would have made, to the byte.

    Files are linked where they can be, else copied; the parts may be deleted afterwards.
    """
    from capaug.runs.merge import merge as join

    manifest = join(out, parts)
    summary = {
        "out": str(out),
        "parts": len(parts),
        "captions": manifest.captions,
        "rows": manifest.rows,
        "shards": len(manifest.shards),
    }
    told = (
        f"{manifest.rows:,} rows of {manifest.captions:,} captions are in {out} "
        f"(parts: {len(parts):,}, shards: {len(manifest.shards):,})"
    )
    show(Report(summary, [told]), json=json)
