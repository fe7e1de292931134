"""What the balance filter leaves of COCO val2017, and how well text alone tells it from the captions.

    capaug generate --dataset coco --annotations captions_val2017.json --out val2017
    python -m benchmarks.balance --shards val2017

Prints the share of captions that have a negative, two kinds of them, one of a relation or of an attribute, and a
positive; then what ``capaug audit --by kind`` says of each kind. A minute on one core.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.record import add_json_option, record
from capaug.evaluation.audit import audit, draw_pairs
from capaug.formats.pairs import pairs
from capaug.runs.reader import iter_rows

MOST_PAIRS = 20_000  # that are judged, of all and of each kind


def main() -> None:
    """Print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shards", type=Path, required=True, help="what capaug generate made of COCO val2017")
    add_json_option(options)
    given = options.parse_args()
    covered = coverage(given.shards)
    judged = judges(given.shards)
    print(", ".join(f"{name} {share:.3f}" for name, share in covered.items()))
    print("| kind | pairs | ngram | lm | both |\n|---|---|---|---|---|")
    for kind, found in judged.items():
        print(f"| {kind} | {found['pairs']:,} | {found['ngram']:.3f} | {found['lm']:.3f} | {found['both']:.3f} |")
    record(given.json, {"about": {"command": "python -m benchmarks.balance"}, "coverage": covered, "val2017": judged})


def coverage(shards: Path) -> dict[str, float]:
    """The share of captions that have what is named."""
    counts: Counter[str] = Counter()
    rows = 0
    for row in iter_rows(shards):
        rows += 1
        kinds = {negative.kind for negative in row.negatives}
        counts["a negative"] += bool(kinds)
        counts["two kinds"] += len(kinds) > 1
        counts["a relation negative"] += any(kind.startswith("relation_swap.") for kind in kinds)
        counts["an attribute negative"] += any(kind.startswith("attribute_replace.") for kind in kinds)
        counts["a positive"] += bool(row.positives)
    return {name: count / rows for name, count in counts.items()} | {"captions": rows}


def judges(shards: Path) -> dict[str, dict[str, float]]:
    """For all pairs and each kind with enough of them, the share that each text-only judge gets right."""
    found: dict[str, dict[str, float]] = {}
    for kind, some in draw_pairs(pairs(iter_rows(shards)), MOST_PAIRS, by_kind=True).items():
        of_kind = audit(some, 0)
        if of_kind.ngram is not None and of_kind.lm is not None and of_kind.both is not None:
            found[kind] = {"pairs": of_kind.pairs, "ngram": of_kind.ngram, "lm": of_kind.lm, "both": of_kind.both}
    return found


if __name__ == "__main__":
    main()
