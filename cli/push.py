"""``capaug push``: an output folder as a dataset of the HuggingFace Hub."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .console import notices
from .report import Report, show

EXAMPLES = """Examples:

capaug push capaug-out/coco-sample me/coco-negatives --license cc-by-4.0

capaug push capaug-out/coco-sample my-lab/coco-negatives --license cc-by-4.0 --public
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
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Put a finished output folder on the HuggingFace Hub, as a dataset with a card.

    Every file is checked first. The token is that of hf auth login, or HF_TOKEN.

    If the connection breaks, the same command goes on: what is there already is not sent again.
    """
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
