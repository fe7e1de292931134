"""``capaug mirrors``: for each negative of an output folder, images of which it is likely to be true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.mirrors.index import Mined

EXAMPLES = """Examples:

capaug mirrors capaug-out/coco-sample

capaug mirrors capaug-out/coco-sample --most 8 --json
"""


def mirrors(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    most: Annotated[int, typer.Option(help="Images a negative.", min=1)] = 4,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with the counts.")] = False,
) -> None:
    """Find images of which a negative is likely to be true.

    Those whose captions hold its new word and not the one it replaces. They are written to mirrors.parquet in
    the folder.
    """
    from capaug.mirrors.index import MIRRORS, write_mirrors

    show(_report(out / MIRRORS, write_mirrors(out, most)), json=json)


def _report(path: Path, found: dict[str, Mined]) -> Report:
    columns = [
        Column("negatives"),
        Column("count", ","),
        Column("with a mirror", ".1%"),
        Column("mirrors each", ".2f", missing="-"),
    ]
    rows = [
        (kind, one.negatives, one.with_mirror / one.negatives if one.negatives else 0.0,
         one.mirrors / one.with_mirror if one.with_mirror else None)
        for kind, one in found.items()
    ]  # fmt: skip
    counts = {
        kind: {"negatives": one.negatives, "with_mirror": one.with_mirror, "mirrors": one.mirrors}
        for kind, one in found.items()
    }
    return Report({"file": str(path), "mirrors": counts}, [Table(str(path), columns, rows)])
