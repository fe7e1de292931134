"""One run: a branch with a seed, trained and evaluated; what is there already is not made again."""

from __future__ import annotations

import json
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.flickr8k.branches import ABLATED, BALANCED, BRANCHES, FRAGMENTS, FUSED, Schedule, recipe_of, warm_start
from benchmarks.flickr8k.data import DEFAULT, Split, read
from capaug.formats.fragments import fragments
from capaug.records import AugmentedCaption, Variant
from capaug.runs.atomic import write_atomically
from capaug.training.data.balance import balanced
from capaug.training.data.mirror_pictures import Mirrors
from capaug.training.data.pictures import Pictures, PictureSource
from capaug.training.evaluation.auc import Auc
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.retrieval import evaluate_retrieval, group
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.loop.trainer import MODEL, train
from capaug.training.models import load_model
from capaug.training.models.base import DualEncoder

Run = dict[str, Any]
COST = "cost.json"  # in a run's folder; written last
BATCH = 256  # of the evaluation


@dataclass(frozen=True, slots=True)
class Experiment:
    """What all runs share.

    Attributes:
        out: folder of prepared data and of runs.
        schedule: of the runs.
        split: to evaluate on.
        most: pictures to train on; None for all.
    """

    out: Path
    schedule: Schedule
    split: str
    most: int | None = None

    @property
    def warm(self) -> Path:
        """Folder of the run that all branches go on from."""
        of = self.schedule
        pictures = "all" if self.most is None else f"{self.most}"
        settings = f"pictures-{pictures}-batch-{of.batch_size}-rate-{of.learning_rate:g}-steps-{of.warm_steps}"
        return self.out / settings / "warm"

    @property
    def folder(self) -> Path:
        """That of the branches."""
        return self.warm.parent / f"branches-{self.schedule.steps}"


def start(experiment: Experiment) -> None:
    """Train what all branches go on from, if it is not there."""
    if not (experiment.warm / COST).is_file():
        learnt = _train(experiment)
        trained(warm_start(experiment.schedule), learnt.rows, learnt.pictures, experiment.warm)


def run(experiment: Experiment, name: str, seed: int) -> Run:
    """The figures of a branch with a seed, as plain values; shares in percent."""
    run_folder = experiment.folder / f"{name.replace(',', '').replace(' ', '-')}-seed-{seed}"
    found = run_folder.with_name(f"{run_folder.name}.{experiment.split}.json")
    if not found.is_file():
        branch = {**BRANCHES, **ABLATED, **FUSED}[name]
        recipe = recipe_of(name, branch, experiment.warm / MODEL, seed, experiment.schedule)
        learnt = _train(experiment)
        model = trained(recipe, _rows(experiment, branch.rows), learnt.pictures, run_folder)
        result = evaluate(model, _evaluated(experiment))
        result["seconds"] = json.loads((run_folder / COST).read_text(encoding="utf-8"))["processor seconds"]
        write_atomically(found, json.dumps(result, indent=1).encode() + b"\n")
    return dict(json.loads(found.read_text(encoding="utf-8")))


def trained(
    recipe: TrainingRecipe,
    rows: list[AugmentedCaption],
    pictures: PictureSource,
    folder: Path,
    mirrors: Mirrors | None = None,
) -> DualEncoder:
    """The model of a run; one that was broken off begins anew, so that what is noted as its cost is all of it."""
    cost = folder / COST
    if cost.is_file():
        return load_model(folder / MODEL).eval()
    shutil.rmtree(folder, ignore_errors=True)
    began = time.process_time()
    model = train(recipe, rows, pictures, folder, device="cpu", mirrors=mirrors)
    write_atomically(cost, json.dumps({"processor seconds": round(time.process_time() - began, 1)}).encode() + b"\n")
    return model


def evaluate(model: DualEncoder, split: Split) -> Run:
    """What a model does on a split."""
    images = Pictures(split.pictures, model.images)
    described = group((row.image_id, row.caption) for row in split.rows)
    retrieval = evaluate_retrieval(model, described, images, batch_size=BATCH)
    choices = evaluate_choice(model, split.rows, images, batch_size=BATCH)
    even = evaluate_choice(model, balanced(split.rows), images, batch_size=BATCH)
    other, shuffled = choices.other or {}, choices.shuffled or {}
    return {
        "rSum": retrieval.recall.r_sum,
        "right choice": 100 * choices.own["all"].accuracy,
        "with another picture": 100 * other["all"].accuracy,
        "AUC": _values(choices.auc or {}),
        "mirror AUC": _values(choices.mirror_auc),
        "balanced AUC": _values(even.auc or {}),
        "balanced mirror AUC": _values(even.mirror_auc),
        "shuffled": {name: 100 * one.value for name, one in shuffled.items()},
        "pairs": {
            name: {kind: one.pairs for kind, one in aucs.items()}
            for name, aucs in {
                "AUC": choices.auc or {},
                "mirror AUC": choices.mirror_auc,
                "balanced AUC": even.auc or {},
                "balanced mirror AUC": even.mirror_auc,
            }.items()
        },
    }


def _values(aucs: dict[str, Auc]) -> dict[str, float]:
    return {kind: 100 * one.value for kind, one in aucs.items()}


@cache
def _train(experiment: Experiment) -> Split:
    return read(experiment.out, "train", experiment.most)


@cache
def _evaluated(experiment: Experiment) -> Split:
    return read(experiment.out, experiment.split)


@cache
def _rows(experiment: Experiment, name: str) -> list[AugmentedCaption]:
    """Those that a branch learns from."""
    rows = _train(experiment).rows
    if name == DEFAULT:
        return rows
    if name == BALANCED:
        return balanced(rows)
    if name == FRAGMENTS:
        return [*rows, *chain.from_iterable(map(_of_fragments, rows))]
    return read(experiment.out, "train", experiment.most, name).rows


def _of_fragments(row: AugmentedCaption) -> Iterator[AugmentedCaption]:
    """A row for each part of the caption that can be altered as a negative alters the caption."""
    altered: defaultdict[str, list[Variant]] = defaultdict(list)
    for pair in fragments(row):
        altered[pair.caption].append(Variant(pair.negative, pair.kind, ()))
    for number, (text, negatives) in enumerate(altered.items()):
        caption_id = f"{row.caption_id}/{number}"
        yield replace(row, caption_id=caption_id, caption=text, negatives=tuple(negatives), positives=())
