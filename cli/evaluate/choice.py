"""``capaug evaluate choice``: whether pictures go to their captions and not to generated negatives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..console import warn
from ..report import Column, Report, Table, show
from .measured import bars, check, load, rows_with_pictures
from .options import ON_MADE, BatchSize, Device, Json, Model, OnHeldOut, PicturesOf, Plot, Shards

if TYPE_CHECKING:
    from capaug.training.evaluation.auc import Auc
    from capaug.training.evaluation.choice import Choices
    from capaug.training.evaluation.quadruples import Quadruples

EXAMPLES = f"""Examples:

capaug evaluate choice capaug-out/train-shapes/seeing {ON_MADE}

capaug evaluate choice runs/seeing --data capaug-out/coco-val2017 --pictures val2017 --plot kinds.svg
"""


def choice(
    model: Model,
    data: Shards,
    pictures: PicturesOf,
    held_out: OnHeldOut = False,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure how often a picture goes to its caption and not to a generated negative, by kind of negative.

    With another picture is what the texts alone give away: 50% if nothing.

    AUC is how often the own picture is more for the caption than other pictures are, mirror AUC than pictures whose
    captions hold the negative's word: 50% of a model that sees nothing. Behind them are their 95% intervals.

    Where the folder has partners.parquet, a picture for each negative of which it is true, text, image and group scores
    as in Winoground follow.
    """
    check(plot)

    from capaug.mirrors import read_partners
    from capaug.training.evaluation.choice import evaluate_choice
    from capaug.training.evaluation.quadruples import evaluate_quadruples

    rows, source, missing = rows_with_pictures(data, pictures, model, held_out)
    noted = read_partners(data)
    partners = {key: images for key, images in noted.items() if source.names.find(images[0]) is not None}
    loaded, images = load(model, source, device)
    with bars() as tell:
        found = evaluate_choice(loaded, rows, images, batch_size=batch_size, tell=tell)
        partnered = (
            evaluate_quadruples(loaded, rows, partners, images, batch_size=batch_size, tell=tell) if partners else None
        )
    if found.cut_alike:
        warn(f"{found.cut_alike:,} negatives are left out: the model cuts them to what it sees of their captions")
    show(_report(model, found, partnered, missing, held_out), json=json, plot=plot)


def _report(model: str, found: Choices, partnered: Quadruples | None, missing: list[str], held_out: bool) -> Report:
    own = {kind: choices.accuracy for kind, choices in found.own.items()}
    other = {kind: choices.accuracy for kind, choices in (found.other or {}).items()}
    aucs = {"auc": found.auc or {}, "mirror_auc": found.mirror_auc}
    columns = [
        Column("negatives"),
        Column("pairs", ","),
        Column("right choice", ".1%"),
        Column("with another picture", ".1%", missing="-"),
        Column("AUC", missing="-"),
        Column("mirror AUC", missing="-"),
    ]
    rows = [
        (kind, choices.made, own[kind], other.get(kind), *(_with_interval(auc.get(kind)) for auc in aucs.values()))
        for kind, choices in found.own.items()
    ]
    notes = []
    if found.mirror_auc:
        notes.append(f"{found.mirror_auc['all'].pairs:,} of the {found.own['all'].made:,} pairs have a mirror.")
    if found.shuffled:
        shuffled = [
            f"{name.replace('_', ' ').replace('auc', 'AUC')} {auc.value:.1%}" for name, auc in found.shuffled.items()
        ]
        notes.append(f"With the pictures shuffled, where it must be 50%: {', '.join(shuffled)}.")

    def draw(path: Path) -> None:
        from capaug.training.evaluation.plots import write_bars

        write_bars(path, "Right choice, by kind of negative", own, marks=other, mark="with another picture")

    kinds = {
        kind: {
            "pairs": choices.made,
            "accuracy": own[kind],
            "with_other_picture": other.get(kind),
            **{name: auc[kind].as_dict() if kind in auc else None for name, auc in aucs.items()},
        }
        for kind, choices in found.own.items()
    }
    return Report(
        {
            "model": model,
            "captions": found.captions,
            "held_out": held_out,
            "choice": kinds,
            "shuffled": {name: auc.as_dict() for name, auc in (found.shuffled or {}).items()},
            "quadruples": None if partnered is None else partnered.as_dict(),
            "cut_alike": found.cut_alike,
            "missing_pictures": missing,
        },
        [
            Table(f"{found.captions:,} captions{' held out' * held_out}", columns, rows),
            *notes,
            *_of_quadruples(partnered),
        ],
        draw,
    )


def _of_quadruples(found: Quadruples | None) -> list[Table | str]:
    """The scores of two pictures with two texts, below which stand those of a model that guesses."""
    if found is None:
        return []

    from capaug.training.evaluation.quadruples import CHANCE

    measures = found.by_measure()
    columns = [Column("negatives"), Column("quadruples", ","), *(Column(name, ".1%") for name in measures)]
    rows = [
        (kind, choice.made, *(measures[name][kind].accuracy for name in measures))
        for kind, choice in found.group.items()
    ]
    notes = [f"By chance: {', '.join(f'{name} {value:.1%}' for name, value in CHANCE.items())}."]
    if found.shuffled:
        shuffled = ", ".join(f"{name} {value:.1%}" for name, value in found.shuffled.items())
        notes.append(f"With the pictures of another quadruple: {shuffled}.")
    return [Table("Two pictures, two texts", columns, rows), *notes]


def _with_interval(auc: Auc | None) -> str | None:
    return None if auc is None else f"{auc.value:.1%} ({100 * auc.low:.1f}-{100 * auc.high:.1f})"
