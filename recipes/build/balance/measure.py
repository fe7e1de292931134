"""Measure the balance filter on images its tables were not fitted to; prints the figures of docs/quality.md.

    make -C recipes/build balance-figures DATA=FOLDER

Tables are fitted to one half of the images. For each kind: what is chosen without a table and with it, of the half that
the table was fitted to (*own*: below 0.5 the table has learnt single captions by heart) and of the *other* half, as
text-only judges see it (the language model has counted the captions of both); then the words that candidates
put in and chosen texts put in least often.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.record import add_json_option, record
from capaug.calibration.balance import (
    Example,
    balanced_kinds,
    candidates_of,
    chooser,
    fit_all,
    margins_of,
    thresholds_of,
)
from capaug.evaluation.audit import FEWEST, audit
from capaug.filters.balance import Floats
from capaug.formats.pairs import SAME_FORM, Pair
from capaug.recipes import load_recipe
from recipes.build.balance.build import WORKERS, read_coco

MOST_WORDS = 12


def half_of(example: Example) -> int:
    """Which of two halves of the images it belongs to."""
    return zlib.crc32(example.image.encode()) & 1


def choose(examples: Sequence[Example], margins: Floats, everything: bool = False) -> list[Example]:
    """A draw of what passes; with ``everything`` only the recipe's limits choose."""
    limits = {kind: settings.limit for kind, settings in load_recipe("default").kinds.items()}
    thresholds = {kind: (np.inf,) * 3 if everything else thresholds_of(kind) for kind in limits}
    chosen = chooser(examples, limits, thresholds)(margins, np.random.default_rng(1))
    return [example for example, kept in zip(examples, chosen, strict=True) if kept]


def pairs(chosen: Sequence[Example], controls: dict[str, str]) -> list[Pair]:
    """The pairs that judges see; ``controls`` are texts by image, for kinds of SAME_FORM."""
    found = []
    for example in chosen:
        control = controls.get(example.image) if example.kind in SAME_FORM else example.caption
        if control is not None:
            found.append(Pair(example.image, control, example.text, example.kind))
    return found


def report(name: str, chosen: Sequence[Example], captions: int, controls: dict[str, str]) -> dict[str, float]:
    """Print a line of a table, and give its figures."""
    found = audit(pairs(chosen, controls), 1)
    judges = {"ngram": found.ngram, "lm": found.lm, "both": found.both}
    judged = {judge: share for judge, share in judges.items() if share is not None}
    with_one = len({example.caption_id for example in chosen}) / captions
    shares = " | ".join(f"{share:.3f}" for share in judged.values())
    print(f"| {name} | {len(chosen):,} | {with_one:.2f} | {shares} |", flush=True)
    return {"pairs": len(chosen), "captions": with_one, **judged}


def words_put_in(examples: Sequence[Example]) -> Counter[str]:
    """How often each word is in a candidate and not in its caption."""
    return Counter(
        word
        for example in examples
        for word in set(example.text.lower().split()) - set(example.caption.lower().split())
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    add_json_option(parser)
    args = parser.parse_args()
    groups = read_coco(args.coco)
    recipe = load_recipe("default")
    kinds = balanced_kinds(recipe)
    examples = candidates_of(groups, recipe, kinds, workers=WORKERS)
    halves = [[example for example in examples if half_of(example) == half] for half in (0, 1)]
    captions = len(examples) and sum(len(group.captions) for group in groups) // 2
    tables = fit_all(halves[0], recipe, kinds)
    figures: dict[str, dict[str, float]] = {}
    print("| kind, half | pairs | captions with one | ngram | lm | both |\n|---|---|---|---|---|---|")
    balanced = [[example for example in half if example.kind in tables] for half in halves]
    margins = [margins_of(half, tables) for half in balanced]
    before = [choose(half, of_half * 0, everything=True) for half, of_half in zip(balanced, margins, strict=True)]
    after = [choose(half, of_half) for half, of_half in zip(balanced, margins, strict=True)]
    for kind in tables:
        for half, name in enumerate(("own", "other")):
            controls = {e.image: e.text for e in halves[half] if e.kind == SAME_FORM.get(kind)}
            everything, chosen = ([e for e in of[half] if e.kind == kind] for of in (before, after))
            if len(everything) >= FEWEST:
                for label, texts in ((f"{kind}, {name}, before", everything), (f"{kind}, {name}", chosen)):
                    figures[label] = report(label, texts, captions, controls)
            if name == "other":
                many, few = words_put_in(everything), words_put_in(chosen)
                lost = sorted(many, key=lambda word: few[word] - many[word])[:MOST_WORDS]
                print(f"lost: {', '.join(f'{word} {many[word]}->{few[word]}' for word in lost)}")
    about = {"command": "python -m recipes.build.balance.measure"}
    record(args.json, {"about": about, "halves": figures, "docs": halves_table(figures)})


def halves_table(figures: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    """A row a kind, as docs/quality.md has it: before and after on the other half, and ``both`` on the own half."""
    table: dict[str, dict[str, Any]] = {}
    for label in figures:
        kind = label.partition(",")[0]
        own, before, after = (figures[f"{kind}, {name}"] for name in ("own", "other, before", "other"))
        table[kind] = {name: [before[name], after[name]] for name in ("captions", "ngram", "both")}
        table[kind] |= {"lm": [before["lm"], after["lm"]], "own half": own["both"]}
    return table


if __name__ == "__main__":
    main()
