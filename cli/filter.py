"""``capaug filter``: an output folder filtered anew by similarity, without encoding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import completion
from .messages import Log, Quiet, Verbose, listen
from .report import Report, show

EXAMPLES = """Examples:

capaug filter capaug-out/coco-sample --min 0.6 --max 0.95 --to narrower

capaug filter capaug-out/coco-sample --min 0.8 --kind attribute_replace --to narrower

capaug filter capaug-out/coco-sample --hardest 2 --to hardest
"""


def filter_(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    to: Annotated[Path, typer.Option(help="Folder to write.", show_default=False)],
    lowest: Annotated[float | None, typer.Option("--min", help="Lowest similarity that is kept.")] = None,
    highest: Annotated[float | None, typer.Option("--max", help="Highest similarity that is kept.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Kind or family that is bounded, once or more; by default all.", autocompletion=completion.kinds
        ),
    ] = None,
    hardest: Annotated[int, typer.Option(help="Negatives to keep a row, the most similar; 0 for all.", min=0)] = 0,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Filter a finished output folder by the similarities in its rows.

    Nothing is made or encoded again. Every row stays, also one that loses all its variants.
    """
    listen(verbose, quiet, log)

    from capaug.runs.refilter import Bounds, refilter

    manifest = refilter(out, to, Bounds(lowest, highest, tuple(kind or ()), hardest))
    sides = {"negatives": manifest.negatives, "positives": manifest.positives}
    kept = {side: sum(statistics.count for statistics in kinds.values()) for side, kinds in sides.items()}
    refused = sum(count for reasons in manifest.refused.values() for count in reasons.values())
    told = (
        f"{manifest.rows:,} rows are in {to}: {kept['negatives']:,} negatives and {kept['positives']:,} positives "
        f"kept, {refused:,} left out"
    )
    show(
        Report({"out": str(to), "rows": manifest.rows, **kept, "refused": manifest.refused}, [told]),
        json=json,
        quiet=quiet,
    )
