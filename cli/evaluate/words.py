"""``capaug evaluate words``: whether masked attribute words are read off the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..report import Column, Report, Table, show
from .measured import bars, check, load, rows_with_pictures
from .options import ON_MADE, BatchSize, Device, Json, Model, OnHeldOut, PicturesOf, Plot, Shards

if TYPE_CHECKING:
    from capaug.training.evaluation.attribute_words import Guesses

EXAMPLES = f"""Examples:

capaug train fam

capaug evaluate words capaug-out/train-shapes/fam {ON_MADE}
"""


def words(
    model: Model,
    data: Shards,
    pictures: PicturesOf,
    held_out: OnHeldOut = False,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure how often a masked attribute word is guessed, by type of attribute; needs a model of the recipe fam.

    With another picture is what the rest of the caption gives away.
    """
    check(plot)

    from capaug.training.evaluation.attribute_words import evaluate_attribute_words

    rows, source, missing = rows_with_pictures(data, pictures, model, held_out)
    loaded, images = load(model, source, device)
    with bars() as tell:
        found = evaluate_attribute_words(loaded, rows, images, batch_size=batch_size, tell=tell)
    another = len({row.image_id for row in rows}) > 1
    show(_report(model, found, missing, another, held_out), json=json, plot=plot)


def _report(model: str, found: dict[str, Guesses], missing: list[str], another: bool, held_out: bool) -> Report:
    columns = [
        Column("type"),
        Column("attributes", ","),
        Column("right", ".1%"),
        Column("with another picture", ".1%", missing="-"),
    ]
    rows = [
        (kind, guesses.made, guesses.accuracy, guesses.other_accuracy if another else None)
        for kind, guesses in found.items()
    ]

    def draw(path: Path) -> None:
        from capaug.training.evaluation.plots import write_bars

        own = {kind: guesses.accuracy for kind, guesses in found.items()}
        marks = {kind: guesses.other_accuracy for kind, guesses in found.items()} if another else {}
        write_bars(path, "Masked attributes guessed", own, marks=marks, mark="with another picture")

    types = {
        kind: {"attributes": made, "accuracy": right, "with_other_picture": blind} for kind, made, right, blind in rows
    }
    return Report(
        {"model": model, "held_out": held_out, "words": types, "missing_pictures": missing},
        [Table("masked attributes" + " held out" * held_out, columns, rows)],
        draw,
    )
