"""What the objectives learn from photographs: Flickr8k, a tiny model from scratch, some steps, some seeds.

    python -m benchmarks.flickr8k --data flickr8k --out capaug-out/flickr8k

The folder of the data holds ``train.parquet`` and ``test.parquet`` with the columns ``image_id``, ``image`` (bytes of
JPEG files) and ``captions`` (lists of texts). Makes the shards, trains each recipe with each seed, evaluates on the
test split and prints the tables that docs/results.md shows. What is there already is not made again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

os.environ["RAYON_NUM_THREADS"] = "1"  # of the tokenizer; before it is imported

import torch

from benchmarks.record import add_json_option, processor, record
from capaug.records import AugmentedCaption
from capaug.runs.reader import iter_rows
from capaug.training.data.pictures import Pictures, PictureSource, open_pictures
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.metrics import Choice
from capaug.training.evaluation.retrieval import KS, evaluate_retrieval, read_described
from capaug.training.loop.recipes import TrainingRecipe, load_training_recipe
from capaug.training.loop.trainer import train

RECIPES = ("plain", "negclip", "fam", "ascl")
KINDS: Mapping[str, tuple[str, ...] | None] = {  # of the negatives that the recipe negclip draws, for the ablation
    "all kinds": None,
    "without negate": ("relation_swap", "attribute_replace", "asymmetry_1.object"),
    "attribute only": ("attribute_replace",),
    "relation only": ("relation_swap",),
    "object only": ("asymmetry_1.object",),
}
STEPS = 1500
DENIALS = "asymmetry_1.negate"
NO_DENIALS = "all but denials"  # which are told from captions by their text
FEW = 100  # pairs of a kind, below which it has no row of its own

Run = dict[str, Any]


def main() -> int:
    """Generate, train, evaluate, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with train.parquet and test.parquet")
    options.add_argument("--out", type=Path, required=True, help="folder for shards, runs and results")
    options.add_argument("--steps", type=int, default=STEPS)
    options.add_argument("--batch-size", type=int, default=32)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--recipes", nargs="+", default=RECIPES, choices=RECIPES, metavar="NAME")
    options.add_argument("--rate", type=float, default=1.0, help="factor of the recipes' learning rates")
    options.add_argument("--device", choices=("auto", "cpu"), default="cpu")
    options.add_argument("--threads", type=int, default=1, help="of the processor")
    options.add_argument("--ablation", type=int, default=0, metavar="SEEDS", help="seeds of the ablation of kinds")
    add_json_option(options)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    shards = {split: generate(given.data, given.out, split) for split in ("train", "test")}
    rows, test_rows = list(iter_rows(shards["train"])), list(iter_rows(shards["test"]))
    pictures, test_pictures = (open_pictures(given.data / f"{split}.parquet") for split in ("train", "test"))

    def run(recipe: TrainingRecipe, seed: int) -> Run:
        recipe = replace(
            recipe,
            seed=seed,
            steps=given.steps,
            batch_size=given.batch_size,
            learning_rate=given.rate * recipe.learning_rate,
        )
        kept = f"steps-{given.steps}-batch-{given.batch_size}" + (f"-rate-{given.rate:g}" if given.rate != 1 else "")
        folder = given.out / kept / f"{recipe.name}-{seed}"
        found = folder.with_suffix(".json")
        if not found.is_file():
            result = train_and_evaluate(
                recipe, rows, pictures, given.data / "test.parquet", test_rows, test_pictures, folder, given.device
            )
            found.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        return dict(json.loads(found.read_text(encoding="utf-8")))

    runs: dict[str, list[Run]] = {name: [] for name in given.recipes}
    for seed in range(given.seeds):
        for name in given.recipes:
            runs[name].append(run(load_training_recipe(name), seed))
            print(f"{name}, seed {seed}: {_brief(runs[name][-1])}", file=sys.stderr, flush=True)
    figures: dict[str, Any] = {
        "about": {
            "command": "python -m benchmarks.flickr8k",
            "processor": processor(),
            "steps": given.steps,
            "batch": given.batch_size,
            "seeds": given.seeds,
            "rate": given.rate,
        },
        **tables(runs),
        "summary": summary(tables(runs)),
    }
    print(markdown(tables(runs)))
    if given.ablation:
        negclip = load_training_recipe("negclip")
        ablated: dict[str, list[Run]] = {name: [] for name in KINDS}
        for seed in range(given.ablation):
            for name, kinds in KINDS.items():
                recipe = replace(negclip, kinds=kinds, name="negclip" if kinds is None else name.replace(" ", "-"))
                ablated[name].append(run(recipe, seed))
                print(f"{name}, seed {seed}: {_brief(ablated[name][-1])}", file=sys.stderr, flush=True)
        plain = {name: found[: given.ablation] for name, found in runs.items() if name == "plain"}
        found = tables({**plain, **ablated})
        figures["ablation"] = summary(found) | found["own"]
        print("\n" + markdown(found))
    record(given.json, figures)
    return 0


def generate(data: Path, out: Path, split: str) -> Path:
    """The folder of a split's shards, which ``capaug generate`` makes with the default recipe if it is not there."""
    folder = out / f"shards-{split}"
    if not (folder / "state.json").is_file():
        program = shutil.which("capaug") or "capaug"
        dataset = ["--dataset", str(data / f"{split}.parquet")]
        subprocess.run([program, "generate", *dataset, "--out", str(folder)], check=True, stdout=sys.stderr)
    return folder


def train_and_evaluate(
    recipe: TrainingRecipe,
    rows: Sequence[AugmentedCaption],
    pictures: PictureSource,
    captions: Path,
    test_rows: Sequence[AugmentedCaption],
    test_pictures: PictureSource,
    folder: Path,
    device: str,
) -> Run:
    """Figures of one run as plain values; accuracies are shares."""
    began, cpu = time.perf_counter(), time.process_time()
    model = train(recipe, rows, pictures, folder, device=device)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    images = Pictures(test_pictures, model.images)
    retrieval = evaluate_retrieval(model, read_described(captions), images, batch_size=256)
    choices = evaluate_choice(model, test_rows, images, batch_size=256)
    return {
        "recipe": recipe.as_dict(),
        "train_seconds": seconds,
        "train_cpu_seconds": cpu,
        "evaluation_seconds": time.perf_counter() - began - seconds,
        "weights": sum(weight.numel() for weight in model.parameters()),
        "pictures": retrieval.images,
        "captions": retrieval.captions,
        "image_to_text": retrieval.recall.image_to_text,
        "text_to_image": retrieval.recall.text_to_image,
        "rsum": retrieval.recall.r_sum,
        "own": _plain(choices.own),
        "other": _plain(choices.other or {}),
    }


Cell = float | list[float]
Table = dict[str, dict[str, Cell]]
TITLES = {
    "retrieval": "retrieval, %",
    "own": "right choice, %",
    "other": "with another picture, %",
    "gain": "what the own picture adds, points",
    "cost": "cost",
}


def tables(runs: Mapping[str, Sequence[Run]]) -> dict[str, Table]:
    """For each of TITLES a row a measure, a column a recipe: the mean over its seeds, with their deviation."""
    first = next(iter(runs.values()))[0]
    kinds = [kind for kind, one in first["own"].items() if one["pairs"] >= FEW]
    kinds[1:1] = [NO_DENIALS]
    retrieval = {
        f"{name} R@{k}": _row(runs, lambda run, way=way, k=k: 100 * run[way][str(k)])
        for way, name in (("image_to_text", "image to text"), ("text_to_image", "text to image"))
        for k in KS
    }
    own, other, gain = (
        {kind: _row(runs, lambda run, kind=kind, share=share: share(run, kind)) for kind in kinds}
        for share in (
            lambda run, kind: _share(run["own"], kind),
            lambda run, kind: _share(run["other"], kind),
            lambda run, kind: _share(run["own"], kind) - _share(run["other"], kind),
        )
    )
    for kind in kinds:
        own[kind]["pairs"] = _pairs(first["own"], kind)
    cost = {
        "seconds of training": _row(runs, lambda run: run["train_seconds"]),
        "processor seconds of training": _row(runs, lambda run: run["train_cpu_seconds"]),
        "seconds of evaluation": _row(runs, lambda run: run["evaluation_seconds"]),
        "weights": {name: found[0]["weights"] for name, found in runs.items()},
    }
    return {
        "retrieval": retrieval | {"rSum": _row(runs, lambda run: run["rsum"])},
        "own": own,
        "other": other,
        "gain": gain,
        "cost": cost,
    }


def summary(found: Mapping[str, Table]) -> Table:
    """What tells one setting from another, in a row each."""
    return {
        "rSum": found["retrieval"]["rSum"],
        "right choice": found["own"]["all"],
        NO_DENIALS: found["own"][NO_DENIALS],
        "all, with another picture": found["other"]["all"],
        f"with another picture, {NO_DENIALS}": found["other"][NO_DENIALS],
        "all, what the own picture adds": found["gain"]["all"],
        f"what the own picture adds, {NO_DENIALS}": found["gain"][NO_DENIALS],
    }


def markdown(found: Mapping[str, Table]) -> str:
    """The tables as the docs have them."""
    return "\n\n".join(_markdown(TITLES[name], table) for name, table in found.items())


def _markdown(title: str, table: Table) -> str:
    columns = list(next(iter(table.values())))
    lines = [f"| {' | '.join([title, *columns])} |", f"|---|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join([name, *(_shown(row[column]) for column in columns)])} |" for name, row in table.items()]
    return "\n".join(lines)


def _shown(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    return " ± ".join(f"{each:.1f}" for each in cell) if isinstance(cell, list) else f"{cell:.1f}"


def _row(runs: Mapping[str, Sequence[Run]], value: Any) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for name, found in runs.items():
        values = [value(run) for run in found]
        cells[name] = [fmean(values), stdev(values)] if len(values) > 1 else fmean(values)
    return cells


def _pairs(choices: Mapping[str, Mapping[str, float]], kind: str) -> int:
    if kind == NO_DENIALS:
        return _pairs(choices, "all") - _pairs(choices, DENIALS)
    return int(choices[kind]["pairs"]) if kind in choices else 0


def _share(choices: Mapping[str, Mapping[str, float]], kind: str) -> float:
    if kind == NO_DENIALS:
        right = [_share(choices, one) * _pairs(choices, one) for one in ("all", DENIALS)]
        return (right[0] - right[1]) / _pairs(choices, kind)
    return 100 * choices[kind]["accuracy"] if kind in choices else 0.0


def _plain(choices: Mapping[str, Choice]) -> dict[str, dict[str, float]]:
    return {kind: {"accuracy": choice.accuracy, "pairs": choice.made} for kind, choice in choices.items()}


def _brief(run: Run) -> str:
    own, other = _share(run["own"], "all"), _share(run["other"], "all")
    return (
        f"rSum {run['rsum']:.1f}, choice {own:.1f}, with another picture {other:.1f}, "
        f"{run['train_seconds']:.0f} s and {run['evaluation_seconds']:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
