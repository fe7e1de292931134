"""``capaug push``: an output folder as a dataset of the HuggingFace Hub."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from capaug.errors import UsageError

from .console import notices
from .report import Report, show

if TYPE_CHECKING:
    from capaug.runs.hub import Planned

EXAMPLES = """Examples:

capaug push capaug-out/coco-sample me/coco-negatives --license cc-by-4.0

capaug push capaug-out/coco-sample my-lab/coco-negatives --license cc-by-4.0 --public

capaug push capaug-out/coco-sample me/coco-negatives --license cc-by-4.0 --dry-run

capaug push capaug-out/coco-sample me/coco-negatives --license cc-by-4.0 --to elsewhere
"""


def push(
    out: Annotated[Path, typer.Argument(help="Output folder of capaug generate.", show_default=False)],
    repo: Annotated[str, typer.Argument(help="NAMESPACE/NAME of the dataset; made if need be.", show_default=False)],
    licence: Annotated[
        str,
        typer.Option(
            "--license", help="Of the captions, by the Hub's name: cc-by-4.0, mit, other, ...", show_default=False
        ),
    ],
    public: Annotated[bool, typer.Option("--public", help="Everybody may read it; else it is private.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show files, sizes and the card; send nothing, ask the Hub nothing.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(help="Write what would be sent, with the card, into this folder instead.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Put a finished output folder on the HuggingFace Hub, as a dataset with a card.

    Name, licence and every file are checked first. The token is that of hf auth login, or HF_TOKEN.

    If the connection breaks, the same command goes on: what is there already is not sent again.
    """
    if dry_run or to is not None:
        if dry_run and to is not None:
            raise UsageError("--dry-run writes nothing, --to writes a folder: give one of them")

        from capaug.runs.hub import plan

        planned = plan(out, repo, licence=licence, to=to)
        show(_report(planned, to), json=json)
        return

    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    from capaug.runs.hub import push as send

    if not notices.is_terminal:
        disable_progress_bars()
    pushed = send(out, repo, licence=licence, public=public)
    seen = "private" if pushed.private else "public"
    lines = [
        f"{pushed.url} ({seen}) holds {pushed.files:,} files; {pushed.sent:,} were sent now",
        "",
        "Load the rows:",
        "    from datasets import load_dataset",
        f"    rows = load_dataset({pushed.repo!r}, split='train')",
    ]
    show(Report(asdict(pushed), ["\n".join(lines)]), json=json)


def _report(planned: Planned, to: Path | None) -> Report:
    """What would be sent: the files with their bytes, and the card."""
    where = f"Nothing is sent (--dry-run). {planned.repo} would hold" if to is None else f"Nothing is sent. {to} holds"
    head = f"{where} {len(planned.files):,} files, {sum(planned.files.values()):,} bytes:"
    lines = [head, *(f"{size:>14,}  {name}" for name, size in planned.files.items())]
    if to is None:
        lines += ["", "Its card, README.md:", "", planned.card]
    return Report(asdict(planned) | {"to": None if to is None else str(to)}, ["\n".join(lines)])
