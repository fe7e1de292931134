"""``capaug audit``: whether text alone gives the negatives of an output folder away."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from capaug.errors import UsageError

from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.evaluation.audit import Audit

EXAMPLES = """Examples:

capaug audit capaug-out/coco-sample

capaug audit capaug-out/coco-sample --by kind

capaug audit capaug-out/coco-sample --by kind --json
"""


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
    from capaug.evaluation.audit import audit_folder

    if by not in (None, "kind"):
        raise UsageError(f"--by takes kind, not {by!r}")
    show(_report(audit_folder(out, limit, by_kind=by is not None, most=words), words), json=json, indent=1)


def _report(audits: dict[str, Audit], words: int) -> Report:
    from capaug.evaluation.audit import JUDGES, notes

    title = "Share of pairs that a judge gets right without the picture"
    columns = [Column("kind"), Column("pairs", ","), *(Column(judge, ".3f", missing="too few") for judge in JUDGES)]
    rows = [(kind, one.pairs, *(getattr(one, judge) for judge in JUDGES)) for kind, one in audits.items()]
    shown: list[Table | str] = [Table(title, columns, rows), *notes(audits)]
    columns = [
        Column("feature"),
        Column("in negatives", ".2%"),
        Column("in true texts", ".2%"),
        Column("weight", "+.2f"),
        Column("gain", ".4f"),
    ]
    for kind, of_kind in audits.items():
        if of_kind.giveaways and words:
            rows = [(one.feature, one.in_negatives, one.in_captions, one.weight, one.gain) for one in of_kind.giveaways]
            shown.append(Table(f"Give-aways: {kind}", columns, rows))
    return Report({name: asdict(one) for name, one in audits.items()}, shown)
