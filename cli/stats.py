"""``capaug stats``: what an output folder holds, counted by kind and reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.runs.manifest import Manifest

EXAMPLES = """Examples:

capaug stats capaug-out/coco-sample

capaug stats capaug-out/coco-sample --json
"""
SIDES = ("negatives", "positives")
REFUSALS_SHOWN = 20  # a screen of them


def stats(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Count what an output folder holds.

    Positives and negatives by kind, rejected captions by reason, refused candidates by kind and reason.
    """
    from capaug.runs.manifest import Manifest

    show(_report(_statistics(Manifest.read(out), _rows_with_kind(out))), json=json, indent=1)


def _statistics(manifest: Manifest, rows_with: Counter[str]) -> dict[str, Any]:
    """The counts of the manifest; each kind also has the share of rows (0 to 1) with at least one of it."""
    rows = max(manifest.rows, 1)
    kinds = {
        side: {kind: {**asdict(of_kind), "share_of_rows": rows_with[kind] / rows} for kind, of_kind in counts.items()}
        for side, counts in zip(SIDES, (manifest.negatives, manifest.positives), strict=True)
    }
    return {
        "captions": manifest.captions,
        "rows": manifest.rows,
        "with_negative": manifest.with_negative,
        "with_positive": manifest.with_positive,
        **kinds,
        "rejects": manifest.rejects,
        "refused": manifest.refused,
    }


def _rows_with_kind(out: Path) -> Counter[str]:
    """Rows that have a variant of a kind, by kind; one record batch in memory at a time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from capaug.runs.reader import iter_batches

    rows: Counter[str] = Counter()
    for batch in iter_batches(out, [f"{side}.kind" for side in SIDES]):
        for side in SIDES:
            column = batch[side]
            pairs = pa.table({"row": pc.list_parent_indices(column), "kind": pc.list_flatten(column).field("kind")})
            kinds = pairs.group_by(["row", "kind"]).aggregate([])["kind"]
            rows.update({count["values"]: count["counts"] for count in pc.value_counts(kinds).to_pylist()})
    return rows


def _report(values: dict[str, Any]) -> Report:
    rows = values["rows"]
    shown: list[Table | str] = [f"{rows:,} rows of {values['captions']:,} captions"]
    columns = [
        Column("kind"),
        Column("count", ","),
        Column("per row", ".2f"),
        Column("mean similarity", ".3f"),
        Column("share of rows", ".1%"),
    ]
    keys = ("count", "mean_per_row", "mean_similarity", "share_of_rows")
    for side in SIDES:
        having = values[f"with_{side.removesuffix('s')}"] / max(rows, 1)
        counts = [(kind, *(of_kind[key] for key in keys)) for kind, of_kind in values[side].items()]
        shown.append(Table(f"{side.capitalize()}: {having:.1%} of the rows have one", columns, counts))
    if values["rejects"]:
        columns = [Column("reason"), Column("count", ",")]
        shown.append(Table("Captions without a row", columns, list(values["rejects"].items())))
    if values["refused"]:
        shown += _refused(values["refused"])
    return Report(values, shown)


def _refused(refused: dict[str, dict[str, int]]) -> list[Table | str]:
    """The most frequent refusals, and a line that says how many are not shown."""
    counts = [(kind, reason, count) for kind, reasons in refused.items() for reason, count in reasons.items()]
    counts.sort(key=lambda row: (-row[2], row[:2]))
    total, rest = sum(count for *_, count in counts), counts[REFUSALS_SHOWN:]
    columns = [Column("kind"), Column("reason"), Column("count", ",")]
    table = Table(
        f"{total:,} candidates that a rule of their kind or a filter refused", columns, counts[:REFUSALS_SHOWN]
    )
    if not rest:
        return [table]
    left_out = sum(count for *_, count in rest)
    return [table, f"{len(rest):,} more reasons refused {left_out:,} candidates; --json has them all"]
