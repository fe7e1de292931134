"""From runs to tables: means over the seeds and their deviations, a branch a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev

from benchmarks.flickr8k.runs import Run

FEW = 100  # pairs of a kind, below which it has no column of its own
Cell = float | list[float]
Table = dict[str, dict[str, Cell]]
MEASURES: Mapping[str, Callable[[Run], float]] = {
    "AUC": lambda run: run["AUC"]["all"],
    "mirror AUC": lambda run: run["mirror AUC"]["all"],
    "balanced AUC": lambda run: run["balanced AUC"]["all"],
    "balanced mirror AUC": lambda run: run["balanced mirror AUC"]["all"],
    "right choice": lambda run: run["right choice"],
    "with another picture": lambda run: run["with another picture"],
    "rSum": lambda run: run["rSum"],
}
HEADS = {
    "branches": "%",
    "ahead": "points ahead of plain",
    "kinds": "mirror AUC by kind, %",
    "control": "pictures shuffled, %",
    "cost": "training",
}
AHEAD = ("AUC", "mirror AUC", "balanced AUC", "balanced mirror AUC", "rSum")
BASE = "plain"

Runs = Mapping[str, Sequence[Run]]


def tables(runs: Runs) -> dict[str, Table]:
    """All that is told of the runs: branch by branch, each row with the same columns."""
    first = next(iter(runs.values()))[0]
    kinds = [kind for kind, pairs in first["pairs"]["mirror AUC"].items() if pairs >= FEW and kind != "all"]
    found: dict[str, Table] = {
        "branches": {name: {one: over(MEASURES[one], of) for one in MEASURES} for name, of in runs.items()},
        "kinds": {
            name: {kind: spread([run["mirror AUC"][kind] for run in of]) for kind in kinds} for name, of in runs.items()
        },
        "control": {
            name: {
                "shuffled AUC": over(lambda run: run["shuffled"]["auc"], of),
                "shuffled mirror AUC": over(lambda run: run["shuffled"]["mirror_auc"], of),
            }
            for name, of in runs.items()
            if all(run["shuffled"] for run in of)
        },
        "cost": {name: {"processor seconds": over(lambda run: run["seconds"], of)} for name, of in runs.items()},
    }
    if BASE in runs:
        found["ahead"] = {
            name: {one: spread(_ahead(MEASURES[one], of, runs[BASE])) for one in AHEAD}
            for name, of in runs.items()
            if name != BASE
        }
    return found


def over(value: Callable[[Run], float], runs: Sequence[Run]) -> Cell:
    """Mean of a value over runs, with its deviation where there are several."""
    return spread([value(run) for run in runs])


def spread(values: Sequence[float]) -> Cell:
    """Mean, and the deviation (n - 1) where there are several."""
    return [fmean(values), stdev(values)] if len(values) > 1 else fmean(values)


def _ahead(value: Callable[[Run], float], of: Sequence[Run], base: Sequence[Run]) -> list[float]:
    """By how much each seed's run is ahead of the base's of the same seed."""
    return [value(one) - value(other) for one, other in zip(of, base, strict=True)]


def markdown(found: Mapping[str, Table]) -> str:
    """The tables as the docs have them, each below its mark."""
    return "\n\n".join(_markdown(name, table) for name, table in found.items() if table)


def _markdown(title: str, table: Table) -> str:
    columns = list(next(iter(table.values())))
    heads = [HEADS[title], *(f"`{column}`" if "." in column else column for column in columns)]
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join([name, *(_shown(row[column]) for column in columns)])} |" for name, row in table.items()]
    return "\n".join([f"<!--table:flickr8k/{title}-->", *lines])


def _shown(cell: Cell) -> str:
    return " ± ".join(f"{each:.1f}" for each in cell) if isinstance(cell, list) else f"{cell:.1f}"
