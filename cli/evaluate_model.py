"""``capaug evaluate retrieval``, ``choice``, ``words`` and ``benchmark``: how good an image-text model is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from capaug.errors import InputError, UsageError

from .console import notices, results, warn, write_json

if TYPE_CHECKING:
    from capaug.records import AugmentedCaption
    from capaug.training.images import Pictures, PictureSource
    from capaug.training.models.base import DualEncoder
    from capaug.training.scoring import Tell

EXAMPLES = """Examples:

capaug evaluate retrieval capaug-out/train-shapes/negclip --data photos.parquet

capaug evaluate retrieval openai/clip-vit-base-patch32 --data captions_val2017.json --pictures val2017 --protocol 5k

capaug evaluate choice capaug-out/train-shapes/negclip --data capaug-out/coco-sample --pictures val2017 --plot kinds.svg

capaug evaluate words capaug-out/train-shapes/fam --data capaug-out/coco-val2017 --pictures val2017

capaug evaluate benchmark capaug-out/train-shapes/negclip swap_att.json --pictures val2017 --json
"""
NAMED = 5  # missing pictures that a warning names

Model = Annotated[str, typer.Argument(help="Folder of capaug train, or a model of the hub.", show_default=False)]
Shards = Annotated[Path, typer.Option(help="Folder that capaug generate wrote.", show_default=False)]
PicturesOf = Annotated[
    Path,
    typer.Option(help="Pictures by image id: a folder, or a .parquet file (image_id, image).", show_default=False),
]
Plot = Annotated[Path | None, typer.Option(help="Draw the figures into a .png or .svg file.", show_default=False)]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")]
BatchSize = Annotated[int, typer.Option(help="Pictures and texts at a time.", min=1)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def retrieval(
    model: Model,
    data: Annotated[
        Path,
        typer.Option(help="Captions: a folder of capaug generate, .parquet, .jsonl, .csv, or COCO's .json.",
                     show_default=False),
    ],
    pictures: Annotated[
        Path | None,
        typer.Option(help="Pictures by image id: a folder, or a .parquet file; by default the one of --data.",
                     show_default=False),
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(help="5k: COCO's 5,000 at once. 1k: in five folds. By default all there are.")
    ] = None,
    by_length: Annotated[bool, typer.Option("--by-length", help="Also by the number of words of the query.")] = False,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:  # fmt: skip
    """Measure retrieval: Recall@1, 5 and 10 both ways, their sum, alignment and uniformity.

    --plot draws recall; with --by-length over the number of words.
    """
    from capaug.training.images import open_pictures
    from capaug.training.retrieval import PROTOCOLS, choose, evaluate_retrieval, read_described

    if protocol is not None and protocol not in PROTOCOLS:
        raise UsageError(f"unknown protocol {protocol!r}; known: {', '.join(PROTOCOLS)}")
    if pictures is None and data.suffix.lower() != ".parquet":
        raise UsageError("--pictures is missing: a folder of pictures, or a .parquet file")
    _check_plot(plot)
    described = read_described(data)
    source = open_pictures(pictures or data)
    there, missing = _split(source, [item.image_id for item in described])
    described = [item for item in described if item.image_id in there]
    choose(described, protocol)  # whether there are enough is better said before the model is loaded
    loaded, images = _load(model, source, device)
    with _progress() as tell:
        found = evaluate_retrieval(loaded, described, images, protocol=protocol, batch_size=batch_size, tell=tell)
    if plot is not None:
        _plot_retrieval(plot, found, by_length)
    if json:
        lengths = [
            {"shortest": g.shortest, "longest": g.longest, "captions": g.captions, "text_to_image": g.recall}
            for g in found.lengths
        ]
        write_json(
            {
                "model": model,
                "protocol": protocol,
                "images": found.images,
                "captions": found.captions,
                "image_to_text": found.recall.image_to_text,
                "text_to_image": found.recall.text_to_image,
                "r_sum": found.recall.r_sum,
                "alignment": found.alignment,
                "uniformity": {"images": found.image_uniformity, "texts": found.text_uniformity},
                **({"by_length": lengths} if by_length else {}),
                "missing_pictures": missing,
            }
        )
        return
    ways = {"image to text": found.recall.image_to_text, "text to image": found.recall.text_to_image}
    title = f"{found.images:,} pictures, {found.captions:,} captions" + (f", protocol {protocol}" if protocol else "")
    table = _table(title, "", *(f"R@{k}" for k in found.recall.image_to_text))
    for way, recall in ways.items():
        table.add_row(way, *(f"{value:.1%}" for value in recall.values()))
    console = results()
    console.print(table)
    console.print(f"rSum {found.recall.r_sum:.1f}", highlight=False)
    if found.alignment is None:
        console.print("No alignment and uniformity: this model compares tokens, not vectors.", highlight=False)
    else:
        spread = [_number(value) for value in (found.image_uniformity, found.text_uniformity)]
        console.print(
            f"alignment {found.alignment:.3f}, uniformity of pictures {spread[0]}, of captions {spread[1]}",
            highlight=False,
        )
    if by_length:
        table = _table("text to image, by length of the query", "words", "captions", *(f"R@{k}" for k in (1, 5, 10)))
        for group in found.lengths:
            table.add_row(group.name, f"{group.captions:,}", *(f"{value:.1%}" for value in group.recall.values()))
        console.print(table)


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
    from capaug.training.choice import evaluate_choice

    _check_plot(plot)
    rows, source, missing = _rows(data, pictures)
    loaded, images = _load(model, source, device)
    with _progress() as tell:
        found = evaluate_choice(loaded, rows, images, batch_size=batch_size, tell=tell)
    own = {kind: choices.accuracy for kind, choices in found.own.items()}
    other = {kind: choices.accuracy for kind, choices in (found.other or {}).items()}
    if plot is not None:
        from capaug.training.plots import write_bars

        write_bars(plot, "Right choice, by kind of negative", own, marks=other, mark="with another picture")
    if json:
        kinds = {
            kind: {"pairs": choices.made, "accuracy": own[kind], "with_other_picture": other.get(kind)}
            for kind, choices in found.own.items()
        }
        write_json({"model": model, "captions": found.captions, "choice": kinds, "missing_pictures": missing})
        return
    table = _table(f"{found.captions:,} captions", "negatives", "pairs", "right choice", "with another picture")
    for kind, choices in found.own.items():
        table.add_row(kind, f"{choices.made:,}", f"{own[kind]:.1%}", _share(other.get(kind)))
    results().print(table)


def words(
    model: Model,
    data: Shards,
    pictures: PicturesOf,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure how often a masked attribute word is guessed, by type of attribute; needs a model of the recipe fam.

    With another picture is what the rest of the caption gives away.
    """
    from capaug.training.attribute_words import evaluate_attribute_words

    _check_plot(plot)
    rows, source, missing = _rows(data, pictures)
    loaded, images = _load(model, source, device)
    with _progress() as tell:
        found = evaluate_attribute_words(loaded, rows, images, batch_size=batch_size, tell=tell)
    another = len({row.image_id for row in rows}) > 1
    other = {kind: guesses.other_accuracy for kind, guesses in found.items()} if another else {}
    if plot is not None:
        from capaug.training.plots import write_bars

        own = {kind: guesses.accuracy for kind, guesses in found.items()}
        write_bars(plot, "Masked attributes guessed", own, marks=other, mark="with another picture")
    if json:
        types = {
            kind: {"attributes": guesses.made, "accuracy": guesses.accuracy, "with_other_picture": other.get(kind)}
            for kind, guesses in found.items()
        }
        write_json({"model": model, "words": types, "missing_pictures": missing})
        return
    table = _table("masked attributes", "type", "attributes", "right", "with another picture")
    for kind, guesses in found.items():
        table.add_row(kind, f"{guesses.made:,}", f"{guesses.accuracy:.1%}", _share(other.get(kind)))
    results().print(table)


def benchmark(
    model: Model,
    file: Annotated[
        Path, typer.Argument(help="File of SugarCrepe, SugarCrepe++, ARO or Winoground.", show_default=False)
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
    from capaug.training.benchmarks import evaluate_benchmark, read_benchmark
    from capaug.training.images import open_pictures

    _check_plot(plot)
    read_benchmark(file)  # a wrong file is better told of before the model is loaded
    loaded, images = _load(model, open_pictures(pictures), device)
    with _progress() as tell:
        found = evaluate_benchmark(loaded, file, images, batch_size=batch_size, tell=tell)
    if found.left_out:
        _warn_missing(images.source, found.missing_pictures, f"{found.left_out:,} entries are left out")
    if plot is not None:
        from capaug.training.plots import write_bars

        shown = {**found.measures, **found.kinds}
        write_bars(
            plot,
            found.name,
            {name: measure.accuracy for name, measure in shown.items()},
            marks={name: measure.chance for name, measure in shown.items()},
            mark="chance",
        )
    if json:
        measures, kinds = (
            {name: {"accuracy": m.accuracy, "entries": m.made, "chance": m.chance} for name, m in group.items()}
            for group in (found.measures, found.kinds)
        )
        write_json(
            {
                "model": model,
                "benchmark": found.name,
                "measures": measures,
                "kinds": kinds,
                "macro": found.macro,
                "left_out": found.left_out,
                "missing_pictures": list(found.missing_pictures),
            }
        )
        return
    table = _table(found.name, "", "entries", "right", "chance")
    for name, measure in found.measures.items():
        table.add_row(name, f"{measure.made:,}", f"{measure.accuracy:.1%}", f"{measure.chance:.1%}")
    if found.macro is not None:
        table.add_row("mean of the kinds", "", f"{found.macro:.1%}", "")
        table.add_section()
        for name, measure in found.kinds.items():
            table.add_row(f"  {name}", f"{measure.made:,}", f"{measure.accuracy:.1%}", f"{measure.chance:.1%}")
    results().print(table)


def _load(model: str, source: PictureSource, device: str) -> tuple[DualEncoder, Pictures]:
    if not notices.is_terminal:  # the bars of transformers would fill a log
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

    from capaug.training.images import Pictures
    from capaug.training.trained import load_trained

    loaded = load_trained(model, device)
    return loaded, Pictures(source, loaded.images)


def _rows(data: Path, pictures: Path) -> tuple[list[AugmentedCaption], PictureSource, list[str]]:
    """The rows whose pictures are there, and the pictures that are not."""
    from capaug.runs.reader import iter_rows
    from capaug.training.images import open_pictures

    rows = list(iter_rows(data))
    source = open_pictures(pictures)
    there, missing = _split(source, [row.image_id for row in rows])
    return [row for row in rows if row.image_id in there], source, missing


def _split(source: PictureSource, image_ids: list[str]) -> tuple[set[str], list[str]]:
    """The images that have a picture, and those that have none, which are warned of.

    Raises:
        InputError: none has one.
    """
    from capaug.training.images import missing_pictures

    missing = missing_pictures(source, image_ids)
    there = set(image_ids) - set(missing)
    if not there:
        named = f" ({missing[0]})" if missing else ""
        raise InputError(f"{source.name}: no picture of any of the {len(missing):,} images is there{named}")
    if missing:
        _warn_missing(source, missing, "their captions are left out")
    return there, missing


def _warn_missing(source: PictureSource, missing: list[str] | tuple[str, ...], outcome: str) -> None:
    named = ", ".join(missing[:NAMED]) + (", ..." if len(missing) > NAMED else "")
    warn(f"{source.name}: no picture of {len(missing):,} images ({named}); {outcome}")


def _check_plot(plot: Path | None) -> None:
    if plot is not None:
        from capaug.training.plots import check_plot

        check_plot(plot)


def _plot_retrieval(path: Path, found: Any, by_length: bool) -> None:
    from capaug.training.plots import write_bars, write_lines

    if by_length:
        lines = {f"Recall@{k}": [group.recall[k] for group in found.lengths] for k in found.recall.text_to_image}
        places = [group.name for group in found.lengths]
        write_lines(path, "Text to image, by length of the query", places, lines, label="words of the query")
        return
    ways = {"image to text": found.recall.image_to_text, "text to image": found.recall.text_to_image}
    bars = {f"{way}, Recall@{k}": value for way, recall in ways.items() for k, value in recall.items()}
    write_bars(path, f"Retrieval among {found.images:,} pictures", bars)


@contextmanager
def _progress() -> Iterator[Tell]:
    """Bars on a terminal, one for each thing that is told of."""
    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notices, transient=True, disable=not notices.is_terminal) as bars:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what)
            bars.update(tasks[what], completed=done, total=total)

        yield tell


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
