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

capaug evaluate parser

capaug evaluate parser --gold coco.jsonl --gold alt_text.jsonl --parser en_core_web_sm

capaug evaluate parser --gold factual/dev.csv --json

capaug evaluate parser --gold graphs.jsonl --errors 10
"""


def parser(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="File of gold graphs; may be given again; by default captions of several styles that ship."),
    ] = None,
    parser: Annotated[str, typer.Option(help="embedded, or any installed spaCy pipeline.")] = "embedded",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="Also show the first N captions whose graphs differ.")] = 0,
) -> None:
    """Measure the caption parser against gold graphs.

    Scene graphs as capaug parse --json prints them (JSON lines or a JSON list): precision, recall and F1 of objects,
    attributes and relations; of several files, or where graphs name their style, F1 by style as well. A CSV file of
    FACTUAL (columns caption, scene_graph): set match and SPICE F1.
    """
    from capaug.evaluation.parser import EMBEDDED_GOLD, evaluate_parser
    from capaug.parsing.parser import Parser
    from capaug.sources.files import check_file

    paths = gold or [EMBEDDED_GOLD]
    for path in paths:  # before the parser is loaded, which takes a second or two
        check_file(path)
    scores = evaluate_parser(Parser(parser), *paths)
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
    if scores.styles:
        kinds = list(scores.agreement)
        by_style = [(style, *(found[kind].f1 for kind in kinds)) for style, found in scores.styles.items()]
        shown.append(Table("F1 by style", [Column(""), *(Column(kind, ".3f") for kind in kinds)], by_style))
    differences = scores.differences[:errors]
    for difference in differences:
        shown.append(Text(difference.caption, style="bold"))
        for name, style, found in (("missed", "red", difference.missed), ("extra", "yellow", difference.extra)):
            shown += [Text(f"  {name}: ({', '.join(parts)})", style=style) for parts in found]
    listed = [{"caption": d.caption, "missed": d.missed, "extra": d.extra} for d in differences]
    return Report({"parser": parser, **scores.as_dict(), **({"errors": listed} if errors else {})}, shown)
