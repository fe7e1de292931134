"""``capaug inspect``: random rows of an output folder, with the edits in colour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from capaug.errors import UsageError

from .console import results, write_json

EXAMPLES = """Examples:

capaug inspect capaug-out/coco-sample

capaug inspect capaug-out/coco-sample --kind attribute_replace.swap --count 20

capaug inspect capaug-out/coco-sample --seed 1 --json
"""


def inspect(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    count: Annotated[int, typer.Option(help="Rows to show.", min=1)] = 10,
    seed: Annotated[int | None, typer.Option(help="Show the same rows again; otherwise others each time.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only variants of this kind (see capaug stats).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON line a row.")] = False,
) -> None:
    """Show random rows of an output folder.

    Words that a variant takes out are red, words that it puts in green.
    In a file or a pipe, where there is no colour, [-old-] and {+new+} stand for them.
    """
    from capaug.runs.manifest import Manifest

    manifest = Manifest.read(out)
    known = sorted({*manifest.negatives, *manifest.positives})
    if kind is not None and kind not in known:
        raise UsageError(f"{out} has no variants of kind {kind!r}; it has: {', '.join(known)}")
    console = results()
    for row in _random_rows(out, count, seed, kind):
        if json:
            write_json(row)
        else:
            _show(console, row)


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


def _show(console: Console, row: dict[str, Any]) -> None:
    console.print(Text(row["caption"], style="bold").append(f"  image {row['image_id']}", style="not bold dim"))
    table = Table.grid(padding=(0, 2))
    for sign, side in (("-", "negatives"), ("+", "positives")):
        for variant in row[side]:
            similarity = variant["similarity"]
            score = "" if similarity is None else f"{similarity:.3f}"
            text = edited(row["caption"], variant["edits"], colour=console.is_terminal)
            table.add_row(f"  {sign}", Text(variant["kind"], style="dim"), Text(score, style="dim"), text)
    console.print(table)
    console.print()


def edited(caption: str, edits: list[dict[str, Any]], colour: bool) -> Text:
    """The caption with its edits shown: old words struck red and new ones green, or as ``[-old-]{+new+}``."""
    text, done = Text(), 0
    for edit in sorted(edits, key=lambda edit: (edit["start"], edit["end"])):
        text.append(caption[done : edit["start"]])
        if edit["old"]:
            text.append(edit["old"] if colour else f"[-{edit['old']}-]", style="red strike")
        if edit["new"]:
            text.append(edit["new"] if colour else f"{{+{edit['new']}+}}", style="green")
        done = edit["end"]
    return text.append(caption[done:])
