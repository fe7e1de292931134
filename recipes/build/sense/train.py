"""Fit the filter of sense (``capaug/weights/sense/sense.npz``) to readings, and measure it.

    make -C recipes/build sense DATA=FOLDER

A logistic regression over hashed features (:func:`capaug.filters.sense.features`), fitted to the readings of COCO and
of FACTUAL; those of other styles are never fitted to, and say what it is worth on captions it does not know. The least
share that passes refuses the part :data:`REFUSED` of the readings, as scored by regressions that have not seen their
captions: more of kinds of which readers keep less. Twenty seconds.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

from benchmarks.record import add_json_option, record
from capaug.filters.sense import BITS, WEIGHTS, Feature, context_of, features, main_edit, place_of
from recipes.build.sense.readings import FITTED, Reading, read

FOLDS = 5
STRENGTH = 0.15  # inverse of the weight of the squares
# The part of the candidates that is refused. The share that readers keep climbs steadily with it (see the card).
REFUSED = 0.17
PARTS = (0.1, 0.2, 0.4)
LEAST_READINGS = 40  # of a source or kind whose figures are told

Floats = NDArray[np.float64]
FeaturesOf = Callable[[Reading], list[Feature]]


def features_of(reading: Reading) -> list[Feature]:
    """What the filter is asked about a reading."""
    edit = main_edit(reading.edits)
    context = context_of(reading.caption, edit.start, edit.end, reading.has_siblings)
    return features(reading.kind.rpartition(".")[2], reading.edits, context)


def without(*names: str) -> FeaturesOf:
    """The features but for those of ``names``, each a pattern of what they are called."""
    pattern = re.compile("|".join(names))
    return lambda reading: [one for one in features_of(reading) if not pattern.fullmatch(str(one[0]))]


def matrix(readings: Sequence[Reading], of: FeaturesOf = features_of) -> Any:
    """A row a reading, a column a place of the table: sparse [readings, 2 ** BITS]."""
    rows, columns = [], []
    for row, reading in enumerate(readings):
        for feature in of(reading):
            rows.append(row)
            columns.append(place_of(feature))
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(readings), 1 << BITS))


def regression() -> LogisticRegression:
    """The model that is fitted."""
    return LogisticRegression(C=STRENGTH, max_iter=2000)


def held_out(readings: Sequence[Reading], of: FeaturesOf = features_of) -> Floats:
    """The share of each reading by a regression that has seen no reading of its caption."""
    kept = np.array([reading.kept for reading in readings])
    captions = [zlib.crc32(reading.caption.encode()) for reading in readings]
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    shares = cross_val_predict(
        regression(), matrix(readings, of), kept, groups=captions, cv=folds, method="predict_proba"
    )
    return np.asarray(shares)[:, 1]


def scores(readings: Sequence[Reading], shares: Floats) -> dict[str, float]:
    """How many there are, the share that readers keep of all and of what is left, and the AUC."""
    kept = np.array([reading.kept for reading in readings])
    found: dict[str, float] = {
        "read": len(readings),
        "AUC": float(roc_auc_score(kept, shares)),
        "kept": float(kept.mean()),
    }
    for part in PARTS:
        found[f"kept of {1 - part:.1f}"] = float(kept[shares >= np.quantile(shares, part)].mean())
    return found


def main() -> None:
    """Write the weights, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder as recipes/build/Makefile describes it")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    add_json_option(parser)
    args = parser.parse_args()
    readings = read(args.data)
    mine = [reading for reading in readings if reading.source in FITTED]
    others = [reading for reading in readings if reading.source not in FITTED]
    shares = held_out(mine)
    kinds = sorted({reading.kind for reading in mine})
    common = [kind for kind in kinds if sum(reading.kind == kind for reading in mine) >= LEAST_READINGS]
    least = float(np.quantile(shares, REFUSED))
    model = regression().fit(matrix(mine), [reading.kept for reading in mine])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        args.out,
        kinds=np.frombuffer(" ".join(common).encode(), dtype=np.uint8),
        least=np.array(least),
        weights=model.coef_[0].astype(np.float16),
        intercept=np.array(model.intercept_[0]),
    )
    print(f"{args.out.stat().st_size / 1e6:.2f} MB; least share that passes: {least:.3f}")
    figures: dict[str, Any] = {"fitted, held out": scores(mine, shares)}
    for kind in common:
        chosen = [k for k, reading in enumerate(mine) if reading.kind == kind]
        figures[kind.rpartition(".")[2]] = scores([mine[k] for k in chosen], shares[chosen])
    if others:
        unseen = np.asarray(model.predict_proba(matrix(others)))[:, 1]
        figures["other styles"] = scores(others, unseen)
        for source in sorted({reading.source for reading in others}):
            chosen = [k for k, reading in enumerate(others) if reading.source == source]
            if len(chosen) >= LEAST_READINGS:
                figures[source] = scores([others[k] for k in chosen], unseen[chosen])
    variants: dict[str, Any] = {"shipped": figures["fitted, held out"]}
    for name, of in {
        "without categories": without(".*categor.*"),
        "without the words beside it": without(".*(before|behind|preposition|two).*"),
        "without its own words": without("old", "new", "pair", ".*new"),
    }.items():
        variants[name] = scores(mine, held_out(mine, of))
    for part in (0.125, 0.25, 0.5):
        some = [reading for reading in mine if zlib.crc32(reading.caption.encode()) % 1000 < part * 1000]
        variants[f"{part:.1%} of the readings"] = scores(some, held_out(some))
    for table in (figures, variants):
        print("|", " | ".join(["", *table["shipped" if table is variants else "fitted, held out"]]), "|")
        for name, row in table.items():
            print(
                f"| {name} |",
                " | ".join(f"{value:,.3f}" if value <= 1 else f"{value:,}" for value in row.values()),
                "|",
            )
    about = {"command": "python -m recipes.build.sense.train"}
    record(args.json, {"about": about, "shares": figures, "variants": variants})


if __name__ == "__main__":
    main()
