"""One run: a branch with a seed, trained and evaluated; what is there already is not made again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch

from benchmarks.flickr8k.runs import COST, trained
from benchmarks.worlds.branches import BRANCHES, FUSED, VISION, Schedule, recipe_of, warm_start
from benchmarks.worlds.data import ArrayPictures, Sizes, World, read
from capaug.runs.atomic import write_atomically
from capaug.training.data.pictures import Pictures
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.evaluation.auc import Auc
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.quadruples import evaluate_quadruples
from capaug.training.evaluation.retrieval import evaluate_retrieval, group
from capaug.training.loop.trainer import MODEL
from capaug.training.models import save_model
from capaug.training.models.base import DualEncoder
from capaug.training.models.dual import SIZES, DualConfig, SmallDualEncoder

Run = dict[str, Any]
BATCH = 256  # of the evaluation


@dataclass(frozen=True, slots=True)
class Experiment:
    """What all runs share.

    Attributes:
        data: folder of the prepared data.
        sizes: of the data.
        schedule: of the runs.
    """

    data: Path
    sizes: Sizes
    schedule: Schedule

    @property
    def warm(self) -> Path:
        """Folder of the run that all branches go on from."""
        of = self.schedule
        return self.data / f"batch-{of.batch_size}-rate-{of.learning_rate:g}-steps-{of.warm_steps}" / "warm"

    @property
    def folder(self) -> Path:
        """That of the branches."""
        return self.warm.parent / f"branches-{self.schedule.steps}"


def start(experiment: Experiment) -> None:
    """Train what all branches go on from, if it is not there."""
    if not (experiment.warm / COST).is_file():
        learnt = _learnt(experiment)
        trained(warm_start(_new(experiment), experiment.schedule), learnt.rows, _pictures(experiment), experiment.warm)


def run(experiment: Experiment, name: str, seed: int) -> Run:
    """The figures of a branch with a seed, as plain values; shares in percent."""
    folder = experiment.folder / f"{name.translate({ord(sign): '-' for sign in ' ,+'})}-seed-{seed}"
    found = folder.with_name(f"{folder.name}.json")
    if not found.is_file():
        branch = BRANCHES.get(name) or FUSED[name]
        recipe = recipe_of(name, branch, experiment.warm / MODEL, seed, experiment.schedule)
        learnt = _learnt(experiment)
        rows = learnt.rows + learnt.partner_rows if branch.partners else learnt.rows
        model = trained(recipe, rows, _pictures(experiment), folder, learnt.partners)
        result = evaluate(model, _asked(experiment), _pictures(experiment))
        result["seconds"] = json.loads((folder / COST).read_text(encoding="utf-8"))["processor seconds"]
        write_atomically(found, json.dumps(result, indent=1).encode() + b"\n")
    return dict(json.loads(found.read_text(encoding="utf-8")))


def evaluate(model: DualEncoder, asked: World, source: ArrayPictures) -> Run:
    """What a model does on scenes to test on."""
    images = Pictures(source, model.images)
    retrieval = evaluate_retrieval(
        model, group((row.image_id, row.caption) for row in asked.rows), images, batch_size=BATCH
    )
    quadruples = evaluate_quadruples(model, asked.rows, asked.partners, images, batch_size=BATCH)
    choices = evaluate_choice(model, asked.rows, images, batch_size=BATCH)
    measures = quadruples.by_measure()
    return {
        "rSum": retrieval.recall.r_sum,
        **{name: {kind: 100 * choice.accuracy for kind, choice in kinds.items()} for name, kinds in measures.items()},
        "quadruples": {kind: choice.made for kind, choice in measures["group"].items()},
        "shuffled": {name: 100 * value for name, value in (quadruples.shuffled or {}).items()},
        "AUC": _values(choices.auc or {}),
        "mirror AUC": _values(choices.mirror_auc),
    }


def _values(aucs: dict[str, Auc]) -> dict[str, float]:
    return {kind: 100 * one.value for kind, one in aucs.items()}


def _new(experiment: Experiment) -> Path:
    """The folder of a model with new weights that knows the words of all captions and negatives."""
    folder = experiment.warm.parent / "new"
    learnt = _learnt(experiment)
    tokenizer = train_tokenizer(row.caption for row in learnt.rows + learnt.partner_rows)
    torch.manual_seed(0)
    measures = SIZES["tiny"] | VISION | {"image_size": experiment.sizes.side}
    save_model(SmallDualEncoder(DualConfig(vocabulary_size=len(tokenizer), **measures), tokenizer), folder)
    return folder


@cache
def _learnt(experiment: Experiment) -> World:
    return read(experiment.data, experiment.sizes, test=False)


@cache
def _asked(experiment: Experiment) -> World:
    return read(experiment.data, experiment.sizes, test=True)


@cache
def _pictures(experiment: Experiment) -> ArrayPictures:
    return ArrayPictures(experiment.data)
