"""What is trained: the warm start, and what each branch of it learns from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.flickr8k.data import MODEL
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.loop.recipes import load_training_recipe as shipped

SHIFT = 0.1  # of the pictures, which are few: each is seen many times


@dataclass(frozen=True, slots=True)
class Branch:
    """What is learnt from the warm start on.

    Attributes:
        recipe: whose objective it is.
        balanced: learn from the rows in which each change of words is as frequent as its reverse.
        times: as many steps as the others make.
    """

    recipe: TrainingRecipe
    balanced: bool = False
    times: int = 1


BRANCHES: Mapping[str, Branch] = {
    "plain": Branch(shipped("plain")),
    "plain, three times as long": Branch(shipped("plain"), times=3),  # no other branch takes more seconds
    "negclip": Branch(shipped("negclip")),
    "negclip, balanced": Branch(shipped("negclip"), balanced=True),
    "centred": Branch(shipped("centred")),
    "gap 0.3": Branch(replace(shipped("gap"), gap=0.3)),
    "gap 1": Branch(shipped("gap")),
    "gap 3": Branch(replace(shipped("gap"), gap=3.0)),
    "gap 0.5 + mirror 0.5": Branch(shipped("seeing")),
    "gap 1 + mirror 1": Branch(shipped("mirror")),
}
FUSED: Mapping[str, Branch] = {"fam": Branch(shipped("fam")), "ascl": Branch(shipped("ascl"))}


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long, in which batches and how fast; equal for all branches."""

    warm_steps: int
    steps: int
    batch_size: int
    learning_rate: float


def warm_start(schedule: Schedule) -> TrainingRecipe:
    """Captions alone, from new weights."""
    return replace(
        shipped("plain"),
        name="warm",
        model=MODEL,
        shift=SHIFT,
        steps=schedule.warm_steps,
        batch_size=schedule.batch_size,
        learning_rate=schedule.learning_rate,
    )


def recipe_of(name: str, branch: Branch, warm: Path, seed: int, schedule: Schedule) -> TrainingRecipe:
    """The recipe of one run of a branch, which goes on from the model in the folder ``warm``."""
    return replace(
        branch.recipe,
        name=name,
        model=str(warm),
        shift=SHIFT,
        steps=branch.times * schedule.steps,
        batch_size=schedule.batch_size,
        learning_rate=schedule.learning_rate,
        seed=seed,
    )
