"""What each recipe that ships makes of captions of several styles: the figures of docs/which_recipe.md.

    python -m benchmarks.recipes --captions COCO=coco.jsonl "region phrases=regions.jsonl" --json FILE

A file holds JSON lines with ``image_id`` and ``caption``, as ``capaug generate`` reads them. For each file and recipe:
the share of captions that have a negative, one that is no denial, a positive; how many of each a caption has; how often
a text-only judge (``both`` of ``capaug audit``) tells the caption from its negative; and the processor's time a caption
on one core, start-up left out. A quarter of an hour on one core for ten styles of 600 captions.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.record import add_json_option, processor, record
from capaug.evaluation.audit import FEWEST, audit
from capaug.formats.pairs import pairs
from capaug.pipeline import Pipeline
from capaug.recipes import load_recipe, recipe_names
from capaug.records import AugmentedCaption, CaptionGroup
from capaug.sources import open_source

DENIAL = "asymmetry_1.negate"
WARM = 40  # captions that are read before the clock starts


def main() -> None:
    """Print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--captions", nargs="+", required=True, metavar="STYLE=FILE", help="captions (JSON lines)")
    options.add_argument(
        "--recipes", nargs="+", default=recipe_names(), help="names or files; by default all that ship"
    )
    options.add_argument("--limit", type=int, default=600, help="captions of each file")
    add_json_option(options)
    given = options.parse_args()
    pipelines = {load_recipe(name).name: Pipeline(load_recipe(name), "cpu") for name in given.recipes}
    styles = {}
    for one in given.captions:
        style, _, path = one.partition("=")
        groups = first_captions(Path(path), given.limit)
        styles[style] = {name: measured(pipeline, groups) for name, pipeline in pipelines.items()}
        show(style, styles[style])
    about = {"command": "python -m benchmarks.recipes", "processor": processor(), "captions a style": given.limit}
    record(given.json, {"about": about, "styles": styles})


def first_captions(path: Path, most: int) -> list[CaptionGroup]:
    """The first images of a file, whole, with ``most`` captions or a few more."""
    found: list[CaptionGroup] = []
    count = 0
    for group in open_source(str(path)).groups():
        if count >= most:
            break
        found.append(group)
        count += len(group.captions)
    return found


def measured(pipeline: Pipeline, groups: Sequence[CaptionGroup]) -> dict[str, float]:
    """The figures of one recipe on the captions of one style; rejects count as captions that have nothing."""
    pipeline.run(groups[:WARM])
    begun = time.process_time()
    rows = pipeline.run(groups).rows
    took = time.process_time() - begun
    captions = sum(len(group.captions) for group in groups)
    figures: dict[str, float] = {
        "with a negative": sum(bool(row.negatives) for row in rows) / captions,
        "without denials": sum(any(v.kind != DENIAL for v in row.negatives) for row in rows) / captions,
        "negatives": sum(len(row.negatives) for row in rows) / captions,
        "with a positive": sum(bool(row.positives) for row in rows) / captions,
        "positives": sum(len(row.positives) for row in rows) / captions,
        "ms a caption": 1000 * took / captions,
    }
    return figures | judge(rows)


def judge(rows: Sequence[AugmentedCaption]) -> dict[str, float]:
    """How often the text-only judge is right; nothing where there are too few pairs to train one."""
    found = list(pairs(rows))
    both = audit(found, 0).both if len(found) >= FEWEST else None
    return {} if both is None else {"judge": both}


def show(style: str, of_recipes: Mapping[str, Mapping[str, float]]) -> None:
    """Print a table."""
    names = list(dict.fromkeys(name for figures in of_recipes.values() for name in figures))
    print(f"\n{style}\n| recipe | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for recipe, figures in of_recipes.items():
        cells = (f"{figures[name]:.2f}" if name in figures else "-" for name in names)
        print(f"| `{recipe}` | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
