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

from capaug.errors import InputError, UsageError, no_rows
from capaug.pictures import some
from capaug.registry import load_plugins

from . import completion
from .display import display
from .extras import need_training
from .messages import Log, Quiet, Verbose, listen, logger
from .plugins import Plugins
from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from capaug.mirrors import Key
    from capaug.training.data.examples import Examples
    from capaug.training.loop.comparison import Result
    from capaug.training.loop.recipes import TrainingRecipe

EXAMPLES = """Examples:

capaug train

capaug train negclip --shards capaug-out/coco-val2017 --images val2017

capaug train plain fam --shards shards --images photos.parquet --model small --epochs 20

capaug train negclip --shards shards --images photos --model openai/clip-vit-base-patch32 --learning-rate 1e-5

accelerate launch -m capaug_cli train seeing --shards shards --images photos --accumulate 4 --save-every 1000
"""
SCENES, HELD_OUT_SCENES = 8500, 500
EPOCHS = 10  # on the made scenes
DEFAULTS = ["plain", "seeing"]
MOST_PROCESSES = 4  # that make the rows of scenes


def train(
    recipes: Annotated[
        list[str] | None,
        typer.Argument(
            help="plain, negclip, seeing, centred, gap, mirror, sigmoid, fam, ascl or YAML files; "
            "if none, plain and seeing.",
            show_default=False,
            autocompletion=completion.training_recipes,
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
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Decode all pictures first; leave out rows of missing or broken ones.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Output folder; by default capaug-out/train-NAME.", show_default=False)
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Instead of the recipes': tiny, small, base, a folder, or a model of the hub.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Instead of the recipes'.", min=1)] = None,
    steps: Annotated[int | None, typer.Option(help="Steps, instead of epochs.", min=1)] = None,
    batch_size: Annotated[int | None, typer.Option(help="Instead of the recipes'; a process.", min=2)] = None,
    accumulate: Annotated[
        int | None, typer.Option(help="Batches a step, compared with each other; instead of the recipes'.", min=1)
    ] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Instead of the recipes'.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipes'.", min=0)] = None,
    precision: Annotated[
        str | None, typer.Option(help="Instead of the recipes': auto (bf16 on a GPU), no, bf16, fp16.")
    ] = None,
    log_every: Annotated[int, typer.Option(help="Steps between two lines of metrics.", min=1)] = 10,
    save_every: Annotated[int, typer.Option(help="Steps between two checkpoints.", min=1)] = 500,
    device: Annotated[str, typer.Option(help="auto or cpu.")] = "auto",
    workers: Annotated[int, typer.Option(help="Processes that make batches; 0 for none.", min=0)] = 0,
    threads: Annotated[
        int | None,
        typer.Option(help="Of torch, on the processor; by default one a core. 1 where others keep cores busy.", min=1),
    ] = None,
    plugin: Plugins = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print the results as one JSON object.")] = False,
) -> None:
    """Train image-text models on shards and test them on pictures held out.

    Without --shards a made world is drawn, captioned and augmented first: the whole takes a few minutes on two cores.

    The same command goes on with a run that was broken off.
    """
    first = not int(os.environ.get("RANK", "0"))  # of the processes of a run: the one that tells
    listen(verbose and first, quiet or not first, log if first else None)
    need_training("torch", "accelerate", "transformers", "Pillow")
    if device not in ("auto", "cpu"):
        raise UsageError(f"unknown device {device!r}; known: auto, cpu (choose GPUs with accelerate launch)")
    if (shards is None) != (images is None):
        raise UsageError("--shards and --images go together: rows, and the pictures they speak of")
    if skip_broken and shards is None:
        raise UsageError("--skip-broken needs --shards and --images")
    if test_shards is not None and shards is None:
        raise UsageError("--test-shards needs --shards and --images to train on")
    load_plugins(plugin or ())
    if threads is not None:
        import torch

        torch.set_num_threads(threads)
    chosen = _recipes(
        recipes or DEFAULTS,
        shards,
        model=model,
        epochs=EPOCHS if shards is None and epochs is None else epochs,
        steps=steps,
        batch_size=batch_size,
        accumulate=accumulate,
        learning_rate=learning_rate,
        seed=seed,
        precision=precision,
    )
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # threads of its own would fall out with worker processes
    began = time.perf_counter()
    folder = out or Path("capaug-out") / f"train-{_name(shards)}"
    with Bars() as bars:
        if shards is None or images is None:
            from capaug.training.data.examples import made_examples
            from capaug.training.loop.processes import main_process_first
            from capaug.worlds.folder import write_shapes
            from capaug.worlds.source import ROWS

            bars.expect("pictures", "draw scenes", SCENES)
            bars.expect("captions", "generate", SCENES * ROWS.captions)
            with main_process_first(device):
                made = write_shapes(folder / "world", SCENES, workers=_processes(), progress=bars.advance)
            examples = made_examples(made.shards, made.pictures, HELD_OUT_SCENES)
        else:
            from capaug.training.data.examples import read_examples

            logger.info("reading %s and %s", shards, images)
            examples = read_examples(shards, images, test_shards, test_images, skip_broken=skip_broken)
            if first:
                _tell_left_out(examples)

        from capaug.training.loop.comparison import compare

        found = compare(
            chosen,
            examples,
            folder,
            device=device,
            workers=workers,
            log_every=log_every,
            save_every=save_every,
            mirrors=_partners(shards, examples),
            progress=bars.step,
        )
    if not first:
        return
    seconds = round(time.perf_counter() - began, 1)
    show(_report(found, examples, folder, seconds, balances=shards is None), json=json, quiet=quiet)


def _recipes(names: Sequence[str], shards: Path | None, **changes: Any) -> list[TrainingRecipe]:
    """The recipes with what the options change, checked before a world is made."""
    from capaug.training.loop.recipes import check_kinds, check_training_recipe, load_training_recipe

    given = {name: value for name, value in changes.items() if value is not None}
    chosen = [replace(load_training_recipe(name), **given) for name in names]
    if shards is None:
        from capaug.worlds.folder import COMPOSITION

        held: Collection[str] = COMPOSITION.kinds
    else:
        from capaug.runs.manifest import Manifest

        manifest = Manifest.read(shards)
        if not manifest.rows:
            raise InputError(no_rows(shards))
        held = manifest.negatives
    for recipe in chosen:
        check_training_recipe(recipe, f"recipe {recipe.name}")
        check_kinds(recipe, held)
    if len({recipe.name for recipe in chosen}) < len(chosen):
        raise UsageError("two of the recipes have one name; they would write to one folder")
    return chosen


def _partners(shards: Path | None, examples: Examples) -> dict[Key, tuple[str, ...]] | None:
    """Pictures that were made for negatives, those that are there; None for none, so that mirrors are mined."""
    if shards is None:
        return None

    from capaug.mirrors import read_partners

    names = examples.pictures.names
    found = {key: images for key, images in read_partners(shards).items() if names.find(images[0]) is not None}
    return found or None


def _tell_left_out(examples: Examples) -> None:
    for found, what in ((examples.without_picture, "images without a picture"), (examples.broken, "broken pictures")):
        if found:
            logger.warning("%s %s are left out with their captions (%s)", f"{len(found):,}", what, some(found))


def _processes() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


def _name(shards: Path | None) -> str:
    return "shapes" if shards is None else re.sub(r"[^\w.-]+", "-", shards.resolve().name)


class Bars:
    """Bars: one for each thing that is made first, then one a recipe."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                   TextColumn("{task.fields[note]}"))  # fmt: skip
        self._shown = Progress(*columns)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Bars:
        display.show(lambda: self._shown, self._line)
        return self

    def __exit__(self, *_: object) -> None:
        display.stop()

    def expect(self, what: str, name: str, total: int) -> None:
        """A bar for what :meth:`advance` will hear of."""
        self._tasks[what] = self._shown.add_task(name, total=total, note="")

    def advance(self, what: str, number: int) -> None:
        """So many more of it are done."""
        display.phase("")
        self._shown.advance(self._tasks[what], number)

    def step(self, recipe: str, step: int, steps: int, read: dict[str, float]) -> None:
        """A step of a recipe's training is done."""
        display.phase("")
        if recipe not in self._tasks:
            self.expect(recipe, f"train {recipe}", steps)
        self._shown.update(self._tasks[recipe], completed=step)
        if read:
            self._shown.update(self._tasks[recipe], note=f"loss {read['loss']:.3f}")
            logger.debug("train %s: step %d of %d, loss %.3f", recipe, step, steps, read["loss"])

    def _line(self) -> str:
        """The last bar that has moved, in words."""
        begun = [task for task in self._shown.tasks if task.completed]
        if not begun:
            return ""
        task = begun[-1]
        return " ".join(f"{task.description}: {task.completed:,} of {task.total:,} {task.fields['note']}".split())


def _report(found: Sequence[Result], examples: Examples, folder: Path, seconds: float, *, balances: bool) -> Report:
    import torch

    threads = torch.get_num_threads()
    columns = [Column(""), *(Column(result.recipe, ".1%", missing="-") for result in found)]
    rows: list[tuple[Any, ...] | None] = [
        (f"Recall@1, {way.replace('_', ' ')}", *(getattr(result.recall, way)[1] for result in found))
        for way in ("image_to_text", "text_to_image")
    ]
    rows.append(None)
    for kind in dict.fromkeys(kind for result in found for kind in result.choice):
        made = found[0].choice[kind].made
        name = f"right choice, all ({made:,})" if kind == "all" else f"  {kind} ({made:,})"
        rows.append((name, *(result.choice[kind].accuracy if made else None for result in found)))
    rows.append(("  with another picture", *(result.blind for result in found)))
    for title, measured in (("AUC", [one.auc for one in found]), ("mirror AUC", [one.mirror_auc for one in found])):
        rows += [None] if any(measured) else []
        for kind in dict.fromkeys(kind for one in measured for kind in one):
            pairs = max(one[kind].pairs for one in measured if kind in one)
            name = f"{title}, all ({pairs:,})" if kind == "all" else f"  {kind} ({pairs:,})"
            rows.append((name, *(one[kind].value if kind in one else None for one in measured)))
    notes = [
        "Right choice: the picture scores higher with its caption than with a negative of that caption.",
        *_legend(found),
        *(["Each change of words is as frequent as its reverse: little can be read off texts."] if balances else []),
        f"Models, metrics and checkpoints are in {folder} ({seconds:,.0f} s, {threads} thread{'s' * (threads > 1)}).",
        "held_out.json beside each model names the images held out; capaug evaluate --held-out measures on them.",
    ]
    values = {
        "out": str(folder),
        "rows": len(examples.rows),
        "test_rows": len(examples.test_rows),
        "missing_pictures": list(examples.without_picture),
        "broken_pictures": list(examples.broken),
        "seconds": seconds,
        "threads": threads,
        "results": [result.as_dict() for result in found],
    }
    return Report(values, [Table(f"{len(examples.test_rows):,} captions held out", columns, rows), *notes])


def _legend(found: Sequence[Result]) -> list[str]:
    """What the rows of AUC mean, as far as there are any: of a single picture there are none."""
    if not any(result.auc for result in found):
        return []
    mirrors = "; mirror AUC: than those whose captions hold the negative's word"
    return [
        f"AUC: and by more than other pictures do{mirrors * any(result.mirror_auc for result in found)}. 50% is blind."
    ]
