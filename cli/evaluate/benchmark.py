"""``capaug evaluate benchmark``: a model on a benchmark's own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..console import warn
from ..report import Column, Report, Table, show
from .measured import bars, check, load, warn_missing
from .options import BatchSize, Device, Json, Model, PicturesOf, Plot

if TYPE_CHECKING:
    from capaug.training.evaluation.benchmarks import BenchmarkScores

EXAMPLES = """Examples:

capaug evaluate benchmark capaug-out/train-shapes/negclip swap_att.json --pictures val2017 --json
"""


def benchmark(
    model: Model,
    file: Annotated[
        Path, typer.Argument(help="File of SugarCrepe, SugarCrepe++, ARO, VALSE or Winoground.", show_default=False)
    ],
    pictures: PicturesOf,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure a model on a benchmark's file: JSON or JSON lines, whose format is told by its fields.

    Entries whose pictures are not there are left out and counted.
    """
    check(plot)

    from capaug.training.data.pictures import open_pictures
    from capaug.training.evaluation.benchmarks import evaluate_benchmark, read_benchmark

    # a wrong file, or names that may mean two pictures, are better told of before the model is loaded
    _, entries = read_benchmark(file)
    source = open_pictures(pictures)
    source.names.resolve(name for entry in entries if entry.valid for name in entry.names)
    loaded, images = load(model, source, device)
    with bars() as tell:
        found = evaluate_benchmark(loaded, file, images, batch_size=batch_size, tell=tell)
    if found.invalid:
        warn(f"{file}: {found.invalid:,} entries do not count for {found.name}; they are left out")
    if found.left_out:
        warn_missing(images.source, found.missing_pictures, f"{found.left_out:,} entries are left out")
    show(_report(model, found), json=json, plot=plot)


def _report(model: str, found: BenchmarkScores) -> Report:
    columns = [
        Column(""),
        Column("entries", ","),
        Column("right", ".1%"),
        Column("with another picture", ".1%", missing="-"),
        Column("chance", ".1%"),
    ]
    rows: list[tuple[Any, ...] | None] = [
        (name, m.made, m.accuracy, m.other_accuracy, m.chance) for name, m in found.measures.items()
    ]
    if found.macro is not None:
        rows += [("mean of the kinds", None, found.macro, "", None), None]
        rows += [(f"  {name}", m.made, m.accuracy, m.other_accuracy, m.chance) for name, m in found.kinds.items()]

    def draw(path: Path) -> None:
        from capaug.training.evaluation.plots import write_bars

        every = {**found.measures, **found.kinds}
        write_bars(
            path,
            found.name,
            {name: measure.accuracy for name, measure in every.items()},
            marks={name: measure.chance for name, measure in every.items()},
            mark="chance",
        )

    measures, kinds = (
        {
            name: {
                "accuracy": m.accuracy,
                "with_other_picture": m.other_accuracy,
                "entries": m.made,
                "chance": m.chance,
            }
            for name, m in group.items()
        }
        for group in (found.measures, found.kinds)
    )
    values = {
        "model": model,
        "benchmark": found.name,
        "measures": measures,
        "kinds": kinds,
        "macro": found.macro,
        "left_out": found.left_out,
        "invalid": found.invalid,
        "missing_pictures": list(found.missing_pictures),
    }
    return Report(values, [Table(found.name, columns, rows)], draw)
