"""``capaug evaluate choice``: whether pictures go to their captions and not to generated negatives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..console import warn
from ..report import Column, Report, Table, show
from .measured import bars, check, load, rows_with_pictures
from .options import BatchSize, Device, Json, Model, PicturesOf, Plot, Shards

if TYPE_CHECKING:
    from capaug.training.evaluation.choice import Choices

EXAMPLES = """Examples:

capaug evaluate choice capaug-out/train-shapes/negclip --data capaug-out/coco-sample --pictures val2017 --plot kinds.svg
"""


def choice(
    model: Model,
    data: Shards,
    pictures: PicturesOf,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure how often a picture goes to its caption and not to a generated negative, by kind of negative.

    With another picture is what the texts alone give away: 50% if nothing.
    """
    check(plot)

    from capaug.training.evaluation.choice import evaluate_choice

    rows, source, missing = rows_with_pictures(data, pictures)
    loaded, images = load(model, source, device)
    with bars() as tell:
        found = evaluate_choice(loaded, rows, images, batch_size=batch_size, tell=tell)
    if found.cut_alike:
        warn(f"{found.cut_alike:,} negatives are left out: the model cuts them to what it sees of their captions")
    show(_report(model, found, missing), json=json, plot=plot)


def _report(model: str, found: Choices, missing: list[str]) -> Report:
    own = {kind: choices.accuracy for kind, choices in found.own.items()}
    other = {kind: choices.accuracy for kind, choices in (found.other or {}).items()}
    columns = [
        Column("negatives"),
        Column("pairs", ","),
        Column("right choice", ".1%"),
        Column("with another picture", ".1%", missing="-"),
    ]
    rows = [(kind, choices.made, own[kind], other.get(kind)) for kind, choices in found.own.items()]

    def draw(path: Path) -> None:
        from capaug.training.evaluation.plots import write_bars

        write_bars(path, "Right choice, by kind of negative", own, marks=other, mark="with another picture")

    kinds = {kind: {"pairs": made, "accuracy": right, "with_other_picture": blind} for kind, made, right, blind in rows}
    return Report(
        {
            "model": model,
            "captions": found.captions,
            "choice": kinds,
            "cut_alike": found.cut_alike,
            "missing_pictures": missing,
        },
        [Table(f"{found.captions:,} captions", columns, rows)],
        draw,
    )
