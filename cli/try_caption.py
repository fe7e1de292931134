"""``capaug try``: what a recipe makes of captions that are given at once, why, and what it refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from capaug.errors import InputError, UsageError

from .console import edited, has_colour, results, warn, write_json
from .parse import STDIN, captions_of, graph_tree, name_of
from .plugins import Plugins
from .recipe_options import Only, RecipeName, Settings, Without

if TYPE_CHECKING:
    from capaug.records import AugmentedCaption, CaptionGroup, ChunkResult, Variant

EXAMPLES = """Examples:

capaug try "a man riding a horse"

capaug try --together "A dog on a couch." "A brown dog sleeps."

capaug try "a man riding a horse" --recipe negclip --json

capaug try "two red cars" --only attribute_replace --set kinds.attribute_replace.contrast.limit=5

cat captions.txt | capaug try -
"""


def try_(
    captions: Annotated[
        list[str], typer.Argument(help="Captions; - for standard input, a caption a line.", show_default=False)
    ],
    together: Annotated[bool, typer.Option("--together", help="The captions are of one picture.")] = False,
    recipe: RecipeName = "default",
    set_: Settings = None,
    only: Only = None,
    without: Without = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.", min=0)] = None,
    plugin: Plugins = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON line a picture.")] = False,
) -> None:
    """Show what a recipe makes of captions: graphs, negatives, positives.

    Each text has its kind, what was done, and its similarity. Below stands what rules and filters refused, by name.

    Every caption is of a picture of its own, unless --together is given: then they know of each other.
    """
    from capaug.augmenter import Augmenter
    from capaug.overrides import changed
    from capaug.recipes import load_recipe
    from capaug.registry import load_plugins

    if STDIN in captions and len(captions) > 1:
        raise UsageError("give either captions or - for standard input")
    load_plugins(plugin or ())
    augmenter = Augmenter(changed(load_recipe(recipe), set_ or (), only or (), without or ()), seed=seed)
    console = results()
    faults: list[str] = []
    made = 0
    for where, group in _pictures(captions, together):
        found = augmenter.augment([group])
        made += len(found.rows)
        faults += [f"{where}: {reject.detail}" for reject in found.rejects]
        if json:
            write_json(_values(found))
        elif found.rows:
            _show(console, found)
    if not made:
        raise InputError(faults[0] if faults else "standard input: no captions in it")
    for fault in faults:
        warn(fault)


def _pictures(captions: list[str], together: bool) -> Iterator[tuple[str, CaptionGroup]]:
    """The captions of each picture, and where they come from."""
    from capaug.augmenter import SOURCE, SPLIT, caption_id
    from capaug.records import Caption, CaptionGroup

    if captions == [STDIN]:
        name = name_of(Path(STDIN))
        given = ((f"{name}:{number}", text) for number, text in captions_of(Path(STDIN)))
    else:
        given = ((f"caption {number}", text) for number, text in enumerate(captions, start=1))
    if together:
        texts = [text for _, text in given]
        pictures = iter([("captions of one picture", texts)] if texts else [])
    else:
        pictures = ((where, [text]) for where, text in given)
    for where, of_picture in pictures:
        group = tuple(Caption(caption_id(text), text) for text in of_picture)
        yield where, CaptionGroup(group[0].id, group, SOURCE, SPLIT)


def _values(found: ChunkResult) -> dict[str, Any]:
    """What ``--json`` says of a picture."""
    refused: dict[str, dict[str, int]] = {}
    for (kind, reason), count in found.refused.items():
        refused.setdefault(kind, {})[reason] = count
    rows = []
    for row in found.rows:
        values = row.as_row(found.scores)
        for side, variants in (("negatives", row.negatives), ("positives", row.positives)):
            for value, variant in zip(values[side], variants, strict=True):
                value["why"] = _why(variant)
        rows.append(values)
    return {"rows": rows, "rejects": list(map(asdict, found.rejects)), "refused": refused}


def _show(console: Console, found: ChunkResult) -> None:
    for row in found.rows:
        console.print(graph_tree(row.caption, row.scene_graph))
        console.print(_variants(row, has_colour(console)))
    if not found.refused:
        return
    console.print(f"Refused: {sum(found.refused.values()):,} candidates", highlight=False)
    reasons: dict[str, list[str]] = {}
    for (kind, reason), count in sorted(found.refused.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        reasons.setdefault(kind, []).append(f"{reason} {count:,}")
    table = Table.grid(padding=(0, 2))
    for kind, counts in reasons.items():
        table.add_row(f"  {kind}", ", ".join(counts), style="dim")
    console.print(table)
    console.print()


def _variants(row: AugmentedCaption, colour: bool) -> Table | Text:
    """The texts of a caption, each with what was done below it."""
    if not row.negatives and not row.positives:
        return Text("  nothing is made of it")
    table = Table.grid(padding=(0, 2))
    for sign, variants in (("-", row.negatives), ("+", row.positives)):
        for variant in variants:
            score = "" if variant.similarity is None else f"{variant.similarity:.3f}"
            text = edited(row.caption, variant.edits, colour).append(f"\n{_why(variant)}", style="dim")
            table.add_row(f"  {sign}", Text(variant.kind, style="dim"), Text(score, style="dim"), text)
    return table


def _why(variant: Variant) -> str:
    """What the kind does, and what was done to this caption."""
    from capaug.marks import in_words
    from capaug.registry import KINDS

    does = KINDS.get(variant.kind).kind.does
    return ": ".join(filter(None, (does, in_words(variant.edits))))
