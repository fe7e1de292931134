"""``capaug audit``: whether text alone gives the negatives of an output folder away."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from capaug.errors import UsageError

from .console import results, write_json

if TYPE_CHECKING:
    from capaug.evaluation.audit import Audit

EXAMPLES = """Examples:

capaug audit capaug-out/coco-sample

capaug audit capaug-out/coco-sample --by kind

capaug audit capaug-out/coco-sample --by kind --json
"""
JUDGES = ("ngram", "lm", "both")


def audit(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    by: Annotated[str | None, typer.Option(help="kind: also each kind for itself.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(help="Pairs to draw at random (of each kind as many).", min=1)] = 20000,
    words: Annotated[int, typer.Option(help="Give-aways to show.", min=0)] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how well text alone tells negatives from true texts.

    0.50 is the goal. The judges see the pairs of capaug export --format pairs: words and word order (ngram), a
    language model of the true texts (lm), both; each is tested on images it was not trained on.

    The give-aways are what the ngram judge goes by, with the share of negatives and of true texts that have it.
    """
    from capaug.evaluation.audit import audit as judge
    from capaug.evaluation.audit import draw_pairs
    from capaug.formats.pairs import pairs
    from capaug.runs.reader import iter_rows

    if by not in (None, "kind"):
        raise UsageError(f"--by takes kind, not {by!r}")
    drawn = draw_pairs(pairs(iter_rows(out)), limit, by_kind=by is not None)
    audits = {name: judge(drawn[name], words) for name in ("all", *sorted(drawn.keys() - {"all"}))}
    if json:
        write_json({name: asdict(one) for name, one in audits.items()}, indent=1)
    else:
        _show(results(), audits, words)


def _show(console: Console, audits: dict[str, Audit], words: int) -> None:
    table = Table("kind", title="Share of pairs that a judge gets right without the picture", title_justify="left")
    for name in ("pairs", *JUDGES):
        table.add_column(name, justify="right")
    for kind, of_kind in audits.items():
        shares = [getattr(of_kind, name) for name in JUDGES]
        cells = ["too few" if share is None else f"{share:.3f}" for share in shares]
        table.add_row(kind, f"{of_kind.pairs:,}", *cells)
    console.print(table)
    for kind, of_kind in audits.items():
        if of_kind.giveaways and words:
            table = Table("feature", title=f"Give-aways: {kind}", title_justify="left")
            for name in ("in negatives", "in true texts", "weight", "gain"):
                table.add_column(name, justify="right")
            for one in of_kind.giveaways:
                shares = [f"{share:.2%}" for share in (one.in_negatives, one.in_captions)]
                table.add_row(one.feature, *shares, f"{one.weight:+.2f}", f"{one.gain:.4f}")
            console.print(table)
