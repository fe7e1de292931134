"""``capaug inspect``: random rows of an output folder, with the edits in colour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from capaug.errors import UsageError, did_you_mean, no_rows

from . import completion
from .console import edited, has_colour, results, warn, write_json

if TYPE_CHECKING:
    from capaug.records import AugmentedCaption

EXAMPLES = """Examples:

capaug inspect capaug-out/coco-sample

capaug inspect capaug-out/coco-sample --kind attribute_replace.swap --count 20

capaug inspect capaug-out/coco-sample --seed 1 --json
"""


def inspect(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    count: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 10,
    seed: Annotated[int | None, typer.Option(help="Show the same rows again; otherwise others each time.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="Only variants of this kind (see capaug stats).", autocompletion=completion.kinds),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON line a row.")] = False,
) -> None:
    """Show random rows of an output folder.

    Words that a variant takes out are red, words that it puts in green.
    Where there is no colour, [-old-] and {+new+} stand for them.
    """
    from capaug.records import AugmentedCaption
    from capaug.runs.manifest import Manifest

    manifest = Manifest.read(out)
    if manifest.shards and not manifest.rows:  # a part without shards is told of where rows are read
        warn(no_rows(out))
    known = sorted({*manifest.negatives, *manifest.positives})
    if kind is not None and kind not in known:
        raise UsageError(
            f"{out} has no variants of kind {kind!r}{did_you_mean(kind, known)}; it has: {', '.join(known)}"
        )
    console = results()
    for row in _random_rows(out, count, seed, kind):
        if json:
            write_json(row)
        else:
            _show(console, AugmentedCaption.from_row(row))


def _random_rows(out: Path, count: int, seed: int | None, kind: str | None) -> Iterator[dict[str, Any]]:
    """At most ``count`` rows; with ``kind``, rows that have such variants, and no others of their variants."""
    from capaug.runs.reader import load_shards

    rows = load_shards(out)
    found = 0
    drawn = min(count, len(rows)) if kind is None else len(rows)
    for index in random.Random(seed).sample(range(len(rows)), drawn):
        row: dict[str, Any] = rows[index]
        if kind is not None:
            for side in ("positives", "negatives"):
                row[side] = [variant for variant in row[side] if variant["kind"] == kind]
            if not row["positives"] and not row["negatives"]:
                continue
        yield row
        found += 1
        if found == count:
            return


def _show(console: Console, row: AugmentedCaption) -> None:
    console.print(Text(row.caption, style="bold").append(f"  image {row.image_id}", style="not bold dim"))
    table = Table.grid(padding=(0, 2))
    for sign, variants in (("-", row.negatives), ("+", row.positives)):
        for variant in variants:
            score = "" if variant.similarity is None else f"{variant.similarity:.3f}"
            text = edited(row.caption, variant.edits, colour=has_colour(console))
            table.add_row(f"  {sign}", Text(variant.kind, style="dim"), Text(score, style="dim"), text)
    console.print(table)
    console.print()
