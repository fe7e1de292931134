"""``capaug verify``: whether an output folder is whole and its rows keep their promises; repair of what is not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from capaug.errors import InputError

from .console import results, warn, write_json
from .plugins import Plugins

EXAMPLES = """Examples:

capaug verify capaug-out/coco-sample

capaug verify capaug-out/coco-sample --sample 100

capaug verify capaug-out/coco-sample --repair
"""


def verify(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    sample: Annotated[
        int, typer.Option(help="Images whose captions are made anew and compared; 0 for none.", min=0, metavar="N")
    ] = 10,
    repair: Annotated[
        bool, typer.Option("--repair", help="Write anew what is broken and follows from the other files.")
    ] = False,
    plugin: Plugins = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with the findings.")] = False,
) -> None:
    """Check that an output folder is whole.

    That is: every file is to the byte what was written; spans lie in their captions, and the edits of every variant
    turn its caption into its text; no two captions have one id; what is counted is there; and a sample of captions,
    made anew with the same recipe and seed, gets the same rows.

    --repair writes manifest, run file, card and what loaders read anew. Shards and summaries come from the captions:
    the command that made the folder, given again, makes anew those that are broken.

    Ends with exit code 1 if there is a finding.
    """
    from capaug.reproduction import reproduce
    from capaug.runs.repair import repair as mend
    from capaug.runs.verify import verify as find

    repaired = mend(out) if repair else []
    findings = find(out)
    notes: list[str] = []
    captions = 0
    if sample:
        made = reproduce(out, sample, plugins=plugin or (), broken={finding.file for finding in findings})
        findings, notes, captions = findings + made.findings, made.notes, made.captions
    if json:
        told = {"repaired": repaired, "findings": list(map(asdict, findings)), "notes": notes}
        write_json({"out": str(out), **told, "captions_made_anew": captions})
    else:
        lines = [f"{name}: written anew" for name in repaired] + list(map(str, findings))
        for line in lines:
            results().print(line, markup=False, highlight=False, soft_wrap=True)
        for note in notes:
            warn(f"{out}: {note}")
    if findings:
        raise InputError(f"{out}: {len(findings):,} finding{'s' * (len(findings) > 1)}, each with what to do about it")
    if not json:
        same = f"; {captions:,} captions made anew are the same" if captions and not notes else ""
        results().print(f"{out}: no problem{same}", markup=False, highlight=False, soft_wrap=True)
