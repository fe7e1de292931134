"""CLIP fine-tuned on COCO with each training recipe, and what comes of it on the benchmarks that papers report.

    python -m benchmarks.coco --coco coco --benchmarks compositional --out capaug-out/clip-coco
    accelerate launch -m benchmarks.coco --coco coco --benchmarks compositional --out capaug-out/clip-coco

The folder ``coco`` is as COCO comes: ``annotations/captions_train2017.json`` and ``captions_val2017.json``, and the
pictures in ``train2017/`` and ``val2017/``. ``compositional`` holds the files of SugarCrepe, SugarCrepe++, ARO, VALSE,
Winoground and NegBench, as far as you have them, in any folders; their pictures are looked for in ``--pictures``, by
default the folder ``coco`` (SugarCrepe, SugarCrepe++ and NegBench show pictures of val2017). Nothing but the model is
downloaded.

Makes shards of both splits with the recipe ``default``, trains ``--model`` with every training recipe at the same
learning rate, batch and number of epochs, and measures each model, and the one that all began with, by retrieval on
val2017, by the choice and its AUC and mirror AUC on the negatives of val2017, and on the files of the benchmarks.
Prints one table in percent, the mean over the files of a benchmark. What is there already is not made again, so that
the same command goes on with what was broken off.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from benchmarks.record import add_json_option, record
from capaug import generate
from capaug.errors import CapaugError, InputError
from capaug.runs.atomic import write_atomically
from capaug.runs.layout import MANIFEST
from capaug.runs.reader import iter_rows
from capaug.training.data.pictures import Pictures, open_pictures
from capaug.training.evaluation.benchmark_files import benchmark_files, read_benchmark
from capaug.training.evaluation.benchmarks import evaluate_benchmark
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.retrieval import PROTOCOLS, evaluate_retrieval, read_described, with_picture
from capaug.training.loop.recipes import TOWERS_ALONE, TrainingRecipe, load_training_recipe, training_recipe_names
from capaug.training.loop.trained import load_trained
from capaug.training.loop.trainer import train

BEGUN_WITH = "as it comes"
FIRST = "plain"  # what the others are compared with comes first in the table
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Coco:
    """A folder as COCO comes, and which splits of it are trained on and measured on."""

    folder: Path
    train: str
    val: str

    def captions(self, split: str) -> Path:
        """The annotation file of a split."""
        return self.folder / "annotations" / f"captions_{split}.json"

    def pictures(self, split: str) -> Path:
        """The folder of the pictures of a split."""
        return self.folder / split


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, train, measure, print."""
    given = _options().parse_args(arguments)
    coco, out = Coco(given.coco, *given.splits), given.out
    for split in given.splits:
        make_shards(coco, split, out / f"shards-{split}", given.limit, given.workers)
    rows = list(iter_rows(out / f"shards-{coco.train}"))
    pictures = open_pictures(coco.pictures(coco.train))
    models = {BEGUN_WITH: given.model}
    for recipe in [recipe_of(name, given) for name in given.recipes]:
        tell(f"training {recipe.name}")
        models[recipe.name] = str(out / recipe.name)
        train(recipe, rows, pictures, out / recipe.name, device=given.device, workers=given.workers, log_every=50)
    if int(os.environ.get("RANK", "0")):
        return 0
    found = {name: measured(name, source, coco, given) for name, source in models.items()}
    print(table(found))
    about = {"command": "python -m benchmarks.coco", "model": given.model, "epochs": given.epochs, "seed": given.seed}
    about |= {"batch": given.batch_size, "accumulate": given.accumulate, "learning rate": given.learning_rate}
    record(given.json, {"about": about, "models": found})
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--coco", type=Path, required=True, help="folder with annotations/ and the splits' pictures")
    options.add_argument("--splits", nargs=2, metavar=("TRAIN", "VAL"), default=("train2017", "val2017"))
    options.add_argument("--benchmarks", type=Path, help="folder of the files of benchmarks")
    options.add_argument("--pictures", type=Path, help="folder of their pictures, if not that of COCO")
    options.add_argument("--out", type=Path, required=True, help="folder for shards, models and results")
    options.add_argument("--model", default="openai/clip-vit-base-patch32", help="a model of the hub, or a folder")
    options.add_argument("--recipes", nargs="+", metavar="NAME", default=towers_alone(), help="names or YAML files")
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--batch-size", type=int, default=256, help="a process")
    options.add_argument("--accumulate", type=int, default=1, help="batches a step")
    options.add_argument("--learning-rate", type=float, default=5e-6)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--limit", type=int, help="the first so many pictures to train on")
    options.add_argument("--workers", type=int, default=8, help="processes that make captions, and then batches")
    options.add_argument("--device", default="auto", choices=("auto", "cpu"))
    add_json_option(options)
    return options


def towers_alone() -> list[str]:
    """The training recipes that a CLIP is trained with as it is: no fusion, no masked words."""
    names = [name for name in training_recipe_names() if load_training_recipe(name).objective in TOWERS_ALONE]
    return sorted(names, key=lambda name: name != FIRST)


def make_shards(coco: Coco, split: str, shards: Path, limit: int | None, workers: int) -> None:
    """Shards of a split; the first process makes them, the others wait."""
    while int(os.environ.get("RANK", "0")) and not (shards / MANIFEST).is_file():
        time.sleep(5)
    if not (shards / MANIFEST).is_file():
        tell(f"generating {shards}")
        few = limit if split == coco.train else None
        generate("coco", shards, data_dir=coco.folder, split=split, limit=few, workers=max(1, workers))


def recipe_of(name: str, given: argparse.Namespace) -> TrainingRecipe:
    """A recipe with the model, the batches and the rate that all share: what is fine-tuned needs less than new
    weights.
    """
    return replace(
        load_training_recipe(name),
        model=given.model,
        epochs=given.epochs,
        batch_size=given.batch_size,
        accumulate=given.accumulate,
        learning_rate=given.learning_rate,
        final_learning_rate=0.0,
        seed=given.seed,
    )


def measured(name: str, source: str, coco: Coco, given: argparse.Namespace) -> Figures:
    """What a model does, in percent; noted beside the models."""
    path = given.out / f"{name.replace(' ', '-')}.json"
    if not path.is_file():
        tell(f"measuring {name}")
        figures = measure(source, coco, given)
        write_atomically(path, json.dumps(figures, indent=1).encode() + b"\n")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def measure(source: str, coco: Coco, given: argparse.Namespace) -> Figures:
    """The figures of a model, in percent."""
    model = load_trained(source, given.device)
    pictures = open_pictures(coco.pictures(coco.val))
    images = Pictures(pictures, model.images)
    described = read_described(coco.captions(coco.val))
    described = with_picture(described, pictures.names.resolve(item.image_id for item in described))
    protocol = "5k" if len(described) >= PROTOCOLS["5k"].images else None
    recall = evaluate_retrieval(model, described, images, protocol=protocol).recall
    choices = evaluate_choice(model, list(iter_rows(given.out / f"shards-{coco.val}")), images)
    found = {
        "image to text R@1": recall.image_to_text[1],
        "text to image R@1": recall.text_to_image[1],
        "rSum": recall.r_sum / 100,
        "right choice": choices.own["all"].accuracy,
        "AUC": (choices.auc or {})["all"].value,
    }
    if "all" in choices.mirror_auc:
        found["mirror AUC"] = choices.mirror_auc["all"].value
    of: dict[str, list[float]] = {}
    shown = Pictures(open_pictures(given.pictures or given.coco), model.images)
    for path in benchmark_files([given.benchmarks]) if given.benchmarks else ():
        try:
            scores = evaluate_benchmark(model, read_benchmark(path), shown)
        except InputError as error:
            tell(f"{error}; the file is left out")
            continue
        for measure, right in scores.measures.items():
            value = right.accuracy if scores.macro is None or measure != "accuracy" else scores.macro
            of.setdefault(f"{scores.name} {measure}".removesuffix(" accuracy"), []).append(value)
    found |= {name: fmean(values) for name, values in of.items()}
    return {name: 100 * value for name, value in found.items()}


def table(found: dict[str, Figures]) -> str:
    """Models by figures, in Markdown; a row is a figure."""
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    lines = [f"| % | {' | '.join(found)} |", "|---|" + "---|" * len(found)]
    for name in names:
        cells = [f"{figures[name]:.1f}" if name in figures else "-" for figures in found.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def tell(text: str) -> None:
    """What is at hand, on standard error, from the first process."""
    if not int(os.environ.get("RANK", "0")):
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CapaugError as error:
        sys.exit(f"error: {error}")
