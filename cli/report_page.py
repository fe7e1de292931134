"""``capaug report``: an output folder as one page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .messages import Log, Quiet, Verbose, listen
from .report import Report, show

EXAMPLES = """Examples:

capaug report capaug-out/coco-sample

capaug report capaug-out/coco-sample --images photos --to report.html

capaug report capaug-out/coco-sample --rows 5000 --no-audit
"""


def report(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    to: Annotated[
        Path | None, typer.Option(help="File to write; by default report.html in the folder.", show_default=False)
    ] = None,
    images: Annotated[
        Path | None,
        typer.Option(help="Pictures of the captions: a folder, or a .parquet file.", show_default=False),
    ] = None,
    rows: Annotated[int, typer.Option(help="Most captions to list, of some images if more.", min=1)] = 100_000,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="Leave the audit out, which takes longest.")] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write a page that shows an output folder: counts, charts, every row.

    The page is one file, which asks for nothing from anywhere. It counts texts by
    kind and style and refusals by reason, draws how similar texts are to their
    captions, and says how well and by which words text alone tells negatives (as
    capaug audit does). Captions, edits and scene graphs can be searched and
    filtered.
    """
    listen(verbose, quiet, log)

    from capaug.report.report import report as write

    done = write(out, to or out / "report.html", images=images, rows=rows, audited=not no_audit)
    told = f"{done.rows:,} captions are in {done.file} ({done.bytes / 1e6:.1f} MB); open it in a browser"
    if images is not None:
        told += f"; {done.pictures:,} pictures, {done.without_picture:,} images without one"
    show(Report(asdict(done), [told]), json=json, quiet=quiet)
