"""``capaug evaluate``: how good models and the parser are, measured on data of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from . import evaluate_model
from .console import results, warn, write_json

if TYPE_CHECKING:
    from capaug.evaluation.parser import Difference, ParserScores

EXAMPLES = """Examples:

capaug evaluate parser --gold graphs.jsonl

capaug evaluate parser --gold factual/dev.csv --parser en_core_web_sm --json

capaug evaluate parser --gold graphs.jsonl --errors 10
"""

ALL_EXAMPLES = f"{evaluate_model.EXAMPLES}\ncapaug evaluate parser --gold graphs.jsonl\n"

app = typer.Typer(no_args_is_help=True, help="Measure image-text models, and the caption parser.", epilog=ALL_EXAMPLES)
for command in (
    evaluate_model.retrieval,
    evaluate_model.choice,
    evaluate_model.words,
    evaluate_model.benchmark,
):
    app.command(epilog=evaluate_model.EXAMPLES)(command)


@app.command(epilog=EXAMPLES)
def parser(
    gold: Annotated[Path, typer.Option(help="File of gold graphs.", show_default=False)],
    parser: Annotated[str, typer.Option(help="embedded, or any installed spaCy pipeline.")] = "embedded",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="Also show the first N captions whose graphs differ.")] = 0,
) -> None:
    """Measure the caption parser against gold graphs.

    Scene graphs as capaug parse --json prints them (JSON lines or a JSON list): precision, recall and F1 of objects,
    attributes and relations. A CSV file of FACTUAL (columns caption, scene_graph): set match and SPICE F1.
    """
    from capaug.evaluation.parser import evaluate_parser
    from capaug.parsing.parser import Parser
    from capaug.sources.files import check_file

    check_file(gold)  # before the parser is loaded, which takes a second or two
    scores = evaluate_parser(Parser(parser), gold)
    if scores.unparsed:
        warn(f"{scores.unparsed} of {scores.captions} captions are no English captions: their graphs are empty")
    shown = scores.differences[:errors]
    if json:
        write_json({"parser": parser, **scores.as_dict(), **_errors(shown, errors)})
    else:
        _show(results(), scores, shown)


def _errors(differences: list[Difference], wanted: int) -> dict[str, Any]:
    """The differences as plain values, when any were asked for."""
    if not wanted:
        return {}
    return {"errors": [{"caption": d.caption, "missed": d.missed, "extra": d.extra} for d in differences]}


def _show(console: Console, scores: ParserScores, differences: list[Difference]) -> None:
    title = f"{scores.captions:,} captions"
    if scores.agreement:
        table = Table("", "precision", "recall", "F1", title=title, title_justify="left")
        for kind, agreement in scores.agreement.items():
            table.add_row(kind, f"{agreement.precision:.3f}", f"{agreement.recall:.3f}", f"{agreement.f1:.3f}")
    else:
        table = Table("set match", "SPICE F1", title=title, title_justify="left")
        table.add_row(f"{scores.set_match:.3f}", f"{scores.spice_f1:.3f}")
    console.print(table)
    for difference in differences:
        console.print(difference.caption, style="bold", markup=False, highlight=False)
        for name, style, found in (("missed", "red", difference.missed), ("extra", "yellow", difference.extra)):
            for parts in found:
                console.print(f"  {name}: ({', '.join(parts)})", style=style, markup=False, highlight=False)
