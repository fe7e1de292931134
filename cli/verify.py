"""``capaug verify``: whether an output folder is whole and its rows keep their promises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capaug.errors import InputError

from .console import results, write_json

EXAMPLES = """Examples:

capaug verify capaug-out/coco-sample
"""


def verify(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with the problems.")] = False,
) -> None:
    """Check that an output folder is whole.

    That is: the hash of every file, and that the edits of every variant turn its caption into its text.

    Ends with exit code 1 if there is a problem.
    """
    from capaug.runs.verify import verify as find_problems

    problems = find_problems(out)
    if json:
        write_json({"out": str(out), "problems": problems})
    else:
        for problem in problems:
            results().print(problem, markup=False, highlight=False, soft_wrap=True)
    if problems:
        raise InputError(f"{out}: {len(problems):,} problems; generate the folder again, or restore it from a copy")
    if not json:
        results().print(f"{out}: no problem", markup=False, highlight=False, soft_wrap=True)
