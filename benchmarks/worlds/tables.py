"""From runs to tables: means over the seeds and their deviations, a branch a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.flickr8k.tables import Cell, Table, over, spread
from benchmarks.worlds.runs import Run
from capaug.training.evaluation.quadruples import CHANCE

FEW = 100  # quadruples of a kind, below which it has no column of its own
BASE = "plain"
HEADS = {
    "branches": "%",
    "kinds": "group score by kind, %",
    "apart": "told apart by kind, %",
    "ahead": "points of group score ahead of",
    "control": "pictures of another quadruple, %",
    "cost": "training",
}
MEASURES = (*CHANCE, "AUC", "mirror AUC", "rSum")
Runs = Mapping[str, Sequence[Run]]


def tables(runs: Runs) -> dict[str, Table]:
    """All that is told of the runs: branch by branch, each row with the same columns."""
    first = next(iter(runs.values()))[0]
    kinds = [kind for kind, made in first["quadruples"].items() if made >= FEW and kind != "all"]
    found: dict[str, Table] = {
        "branches": {name: {one: _all(one, of) for one in MEASURES} for name, of in runs.items()},
        "kinds": {name: {kind: _of_kind("group", kind, of) for kind in kinds} for name, of in runs.items()},
        "apart": {name: {kind: _of_kind("told apart", kind, of) for kind in kinds} for name, of in runs.items()},
        "control": {
            name: {one: over(lambda run, one=one: run["shuffled"][one], of) for one in CHANCE}  # type: ignore[misc]
            for name, of in runs.items()
        },
        "cost": {name: {"processor seconds": over(lambda run: run["seconds"], of)} for name, of in runs.items()},
    }
    if BASE in runs:
        bases = [name for name in runs if name.startswith(BASE)]
        found["ahead"] = {
            name: {
                base: spread([a["group"]["all"] - b["group"]["all"] for a, b in zip(of, runs[base], strict=True)])
                for base in bases
            }
            for name, of in runs.items()
            if name != BASE
        }
    return found


def _all(measure: str, runs: Sequence[Run]) -> Cell:
    return over(lambda run: run[measure] if measure == "rSum" else run[measure]["all"], runs)


def _of_kind(measure: str, kind: str, runs: Sequence[Run]) -> Cell:
    return over(lambda run: run[measure][kind], runs)


def markdown(found: Mapping[str, Table]) -> str:
    """The tables as the docs have them, each below its mark."""
    return "\n\n".join(_markdown(name, table) for name, table in found.items() if table)


def _markdown(title: str, table: Table) -> str:
    columns = list(next(iter(table.values())))
    heads = [HEADS[title], *(f"`{column}`" if "." in column else column for column in columns)]
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join([name, *(_shown(row[column]) for column in columns)])} |" for name, row in table.items()]
    return "\n".join([f"<!--table:worlds/{title}-->", *lines])


def _shown(cell: Cell) -> str:
    return " ± ".join(f"{each:.1f}" for each in cell) if isinstance(cell, list) else f"{cell:.1f}"
