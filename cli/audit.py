"""``capaug audit``: whether text alone gives the negatives of an output folder or of a file away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from capaug.errors import UsageError

from .negatives import NegativeColumns
from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.evaluation.audit import Audit
    from capaug.formats.pairs import Pair

EXAMPLES = """Examples:

capaug audit capaug-out/coco-sample

capaug audit capaug-out/coco-sample --by kind

capaug audit capaug-out/coco-sample --by kind --json

capaug audit train_neg_clip.tsv --by kind
"""


def audit(
    out: Annotated[
        Path,
        typer.Argument(
            help="Output folder of capaug generate, or a file of captions and negatives.",
            show_default=False,
            metavar="OUT|FILE",
        ),
    ],
    by: Annotated[str | None, typer.Option(help="kind: also each kind for itself.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(help="Pairs to draw at random (of each kind as many).", min=1)] = 20000,
    words: Annotated[int, typer.Option(help="Give-aways to show.", min=0)] = 20,
    columns: NegativeColumns = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how well text alone tells negatives from true texts.

    0.50 is the goal. The judges see the pairs of capaug export --format pairs: words and word order (ngram), a
    language model of the true texts (lm), both; each is tested on images it was not trained on.

    The give-aways are what the ngram judge goes by, with the share of negatives and of true texts that have it.

    A file is NegCLIP's table, CE-CLIP's array, CSV, JSON or JSON lines. Kinds are those that it names, or where it
    names none, those of capaug that make such changes.
    """
    from capaug.evaluation.audit import audit_pairs

    if by not in (None, "kind"):
        raise UsageError(f"--by takes kind, not {by!r}")
    given = _pairs(out, columns, by is not None)
    audits = audit_pairs(given, limit, by_kind=by is not None, most=words)
    show(_report(audits, words), json=json, indent=1)


def _pairs(out: Path, columns: str | None, by_kind: bool) -> Iterable[Pair]:
    """The pairs of a folder or of a file."""
    if not out.is_file():
        if columns is not None:
            raise UsageError(f"--columns is for a file of negatives, not for {out}")
        from capaug.formats.pairs import pairs
        from capaug.runs.reader import iter_rows

        return pairs(iter_rows(out))
    from capaug.existing.opening import open_negatives

    file = open_negatives(out, columns)
    if not by_kind or file.names_kinds:
        return file.pairs()
    from capaug.existing.judge import kinds_told
    from capaug.recipes import load_recipe

    return kinds_told(file.entries, load_recipe("default"))


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
