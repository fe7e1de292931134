"""``capaug train``: models from shards and pictures, and what their negatives have taught them."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from capaug.errors import UsageError

from .console import notices, results, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capaug.records import AugmentedCaption
    from capaug.training.comparison import Result
    from capaug.training.images import PictureSource
    from capaug.training.recipes import TrainingRecipe

EXAMPLES = """Examples:

capaug train

capaug train negclip --shards capaug-out/coco-val2017 --images val2017

capaug train plain fam --shards shards --images photos.parquet --model small --epochs 20

capaug train negclip --shards shards --images photos --model openai/clip-vit-base-patch32 --learning-rate 1e-5

accelerate launch -m capaug_cli train negclip --shards shards --images photos
"""
SCENES, HELD_OUT_SCENES = 8500, 500
EPOCHS = 10  # on the made scenes
HELD_OUT = 0.1  # of the images, where no others are given to test on
DEFAULTS = ["plain", "negclip"]


def train(
    recipes: Annotated[
        list[str] | None,
        typer.Argument(
            help="plain, negclip, fam, ascl or YAML files; by default plain and negclip.", show_default=False
        ),
    ] = None,
    shards: Annotated[
        Path | None, typer.Option(help="Folder that capaug generate wrote; without it, made scenes.")
    ] = None,
    images: Annotated[
        Path | None,
        typer.Option(help="Pictures by image id: a folder, or a .parquet file (columns image_id and image)."),
    ] = None,
    test_shards: Annotated[
        Path | None, typer.Option(help="Rows to test on; by default a tenth of the images of --shards is held out.")
    ] = None,
    test_images: Annotated[Path | None, typer.Option(help="Their pictures, if not those of --images.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Output folder; by default capaug-out/train-NAME.", show_default=False)
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Instead of the recipes': tiny, small, base, a folder, or a model of the hub.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Instead of the recipes'.", min=1)] = None,
    steps: Annotated[int | None, typer.Option(help="Steps, instead of epochs.", min=1)] = None,
    batch_size: Annotated[int | None, typer.Option(help="Instead of the recipes'; a process.", min=2)] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Instead of the recipes'.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipes'.", min=0)] = None,
    precision: Annotated[
        str | None, typer.Option(help="Instead of the recipes': auto (bf16 on a GPU), no, bf16, fp16.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto or cpu.")] = "auto",
    workers: Annotated[int, typer.Option(help="Processes that make batches; 0 for none.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the results as one JSON object.")] = False,
) -> None:
    """Train image-text models on shards and test them on pictures held out.

    Without --shards a made world is drawn, captioned and augmented first: the whole takes a few minutes on two cores.

    The same command goes on with a run that was broken off.
    """
    _check_installed()
    if device not in ("auto", "cpu"):
        raise UsageError(f"unknown device {device!r}; known: auto, cpu (choose GPUs with accelerate launch)")
    chosen = _recipes(
        recipes or DEFAULTS,
        model=model,
        epochs=EPOCHS if shards is None and epochs is None else epochs,
        steps=steps,
        batch_size=batch_size,
        learning_rate=learning_rate,
        seed=seed,
        precision=precision,
    )
    if (shards is None) != (images is None):
        raise UsageError("--shards and --images go together: rows, and the pictures they speak of")
    if test_shards is not None and shards is None:
        raise UsageError("--test-shards needs --shards and --images to train on")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # threads of its own would fall out with worker processes
    began = time.perf_counter()
    folder = out or Path("capaug-out") / f"train-{_name(shards)}"
    balances = shards is None
    with _bars() as bars:
        if shards is None or images is None:
            shards, images = _made_world(folder / "world", bars)
            from capaug.training.balance import balanced

            rows, test = (balanced(part) for part in _split(shards, HELD_OUT_SCENES))
            pictures = test_pictures = _pictures(images, rows + test)
        else:
            rows, test = _split(shards, None) if test_shards is None else (_rows(shards), _rows(test_shards))
            pictures = _pictures(images, rows)
            test_pictures = _pictures(test_images or images, test)

        from capaug.training.comparison import compare

        tasks: dict[str, TaskID] = {}

        def progress(name: str, step: int, steps: int, read: dict[str, float]) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(f"train {name}", total=steps, note="")
            bars.update(tasks[name], completed=step)
            if read:
                bars.update(tasks[name], note=f"loss {read['loss']:.3f}")

        found = compare(
            chosen, rows, pictures, test, test_pictures, folder, device=device, workers=workers, progress=progress
        )
    if int(os.environ.get("RANK", "0")):
        return  # another process of the same run tells
    summary = {
        "out": str(folder),
        "rows": len(rows),
        "test_rows": len(test),
        "seconds": round(time.perf_counter() - began, 1),
        "results": [result.as_dict() for result in found],
    }
    if json:
        write_json(summary)
    else:
        _show(found, summary, balances)


def _check_installed() -> None:
    from importlib.util import find_spec

    modules = {"accelerate": "accelerate", "torch": "torch", "transformers": "transformers", "Pillow": "PIL"}
    missing = [name for name, module in modules.items() if find_spec(module) is None]
    if missing:
        raise UsageError(f"training needs {', '.join(missing)}; install with: pip install 'capaug[training]'")


def _recipes(names: Sequence[str], **changes: Any) -> list[TrainingRecipe]:
    from capaug.training.recipes import check_training_recipe, load_training_recipe

    given = {name: value for name, value in changes.items() if value is not None}
    chosen = [replace(load_training_recipe(name), **given) for name in names]
    for recipe in chosen:
        check_training_recipe(recipe, f"recipe {recipe.name}")
    if len({recipe.name for recipe in chosen}) < len(chosen):
        raise UsageError("two of the recipes have one name; they would write to one folder")
    return chosen


def _name(shards: Path | None) -> str:
    return "shapes" if shards is None else re.sub(r"[^\w.-]+", "-", shards.resolve().name)


def _bars() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[note]}"))  # fmt: skip
    return Progress(*columns, console=notices, disable=not notices.is_terminal)


def _made_world(folder: Path, bars: Progress) -> tuple[Path, Path]:
    from capaug.sources.shapes import ROWS
    from capaug.training.shapes import write_shapes

    tasks = {
        "pictures": bars.add_task("draw scenes", total=SCENES, note=""),
        "captions": bars.add_task("generate", total=SCENES * ROWS.captions, note=""),
    }
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    made = write_shapes(
        folder, SCENES, workers=min(workers, 4), progress=lambda what, number: bars.advance(tasks[what], number)
    )
    return made.shards, made.pictures


def _rows(shards: Path) -> list[AugmentedCaption]:
    from capaug.shards.reader import iter_rows

    return list(iter_rows(shards))


def _split(shards: Path, held_out: int | None) -> tuple[list[AugmentedCaption], list[AugmentedCaption]]:
    from capaug.training.comparison import split_by_image

    rows = _rows(shards)
    if held_out is None:
        held_out = max(1, round(HELD_OUT * len({row.image_id for row in rows})))
    return split_by_image(rows, held_out)


def _pictures(path: Path, rows: Sequence[AugmentedCaption]) -> PictureSource:
    """The pictures, after a look whether all are there: hours into a run is late to hear of it."""
    from capaug.training.images import missing_pictures, open_pictures

    source = open_pictures(path)
    missing = missing_pictures(source, (row.image_id for row in rows))
    if missing:
        raise UsageError(
            f"{path}: no picture of {len(missing):,} images of the rows ({', '.join(missing[:3])}, ...); "
            "the file names must be the image ids"
        )
    return source


def _show(found: Sequence[Result], summary: dict[str, Any], balances: bool) -> None:
    console = results()
    title = f"{summary['test_rows']:,} captions held out"
    table = Table("", *(result.recipe for result in found), title=title, title_justify="left")
    for way in ("image_to_text", "text_to_image"):
        table.add_row(
            f"Recall@1, {way.replace('_', ' ')}", *(f"{getattr(result.recall, way)[1]:.1%}" for result in found)
        )
    table.add_section()
    kinds = list(dict.fromkeys(kind for result in found for kind in result.choice))
    for kind in kinds:
        made = found[0].choice[kind].made
        name = f"right choice, all ({made:,})" if kind == "all" else f"  {kind} ({made:,})"
        table.add_row(name, *(f"{result.choice[kind].accuracy:.1%}" for result in found))
    table.add_row("  with a wrong picture", *(f"{result.blind:.1%}" for result in found))
    console.print(table)
    lines = [
        "Right choice: the picture scores higher with its caption than with a negative of that caption.",
        *(["Each change of words is as frequent as its reverse: little can be read off texts."] if balances else []),
        f"Models, metrics and checkpoints are in {summary['out']} ({summary['seconds']:,.0f} s).",
    ]
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
