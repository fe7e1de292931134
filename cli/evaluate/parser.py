"""``capaug evaluate parser``: the caption parser against gold graphs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from ..console import warn
from ..report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.evaluation.parser import ParserScores

EXAMPLES = """Examples:

capaug evaluate parser --gold graphs.jsonl

capaug evaluate parser --gold factual/dev.csv --parser en_core_web_sm --json

capaug evaluate parser --gold graphs.jsonl --errors 10
"""


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
    show(_report(parser, scores, errors), json=json)


def _report(parser: str, scores: ParserScores, errors: int) -> Report:
    title = f"{scores.captions:,} captions"
    if scores.agreement:
        columns = [Column(""), Column("precision", ".3f"), Column("recall", ".3f"), Column("F1", ".3f")]
        rows = [(kind, found.precision, found.recall, found.f1) for kind, found in scores.agreement.items()]
        table = Table(title, columns, rows)
    else:
        columns = [Column("set match", ".3f"), Column("SPICE F1", ".3f")]
        table = Table(title, columns, [(scores.set_match, scores.spice_f1)])
    shown: list[Table | Text] = [table]
    differences = scores.differences[:errors]
    for difference in differences:
        shown.append(Text(difference.caption, style="bold"))
        for name, style, found in (("missed", "red", difference.missed), ("extra", "yellow", difference.extra)):
            shown += [Text(f"  {name}: ({', '.join(parts)})", style=style) for parts in found]
    listed = [{"caption": d.caption, "missed": d.missed, "extra": d.extra} for d in differences]
    return Report({"parser": parser, **scores.as_dict(), **({"errors": listed} if errors else {})}, shown)
