"""What is trained: the warm start, and what each branch of it learns from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.flickr8k.data import DEFAULT, MODEL
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.loop.recipes import load_training_recipe as shipped

SHIFT = 0.1  # of the pictures, which are few: each is seen many times
BALANCED, FRAGMENTS = "balanced", "fragments"


@dataclass(frozen=True, slots=True)
class Branch:
    """What is learnt from the warm start on.

    Attributes:
        recipe: whose objective it is.
        rows: that are learnt from: ``default``; ``balanced``, in which each change of words is as frequent as its
            reverse; ``fragments``, with parts of the captions as captions too, whose negatives are those parts with an
            edit of a negative; or shards of :data:`~benchmarks.flickr8k.data.SHARDS`.
        times: as many steps as the others make.
    """

    recipe: TrainingRecipe
    rows: str = DEFAULT
    times: int = 1


BRANCHES: Mapping[str, Branch] = {
    "plain": Branch(shipped("plain")),
    "plain, three times as long": Branch(shipped("plain"), times=3),  # no other branch takes more seconds
    "negclip": Branch(shipped("negclip")),
    "negclip, balanced": Branch(shipped("negclip"), BALANCED),
    "centred": Branch(shipped("centred")),
    "gap 0.3": Branch(replace(shipped("gap"), gap=0.3)),
    "gap 1": Branch(shipped("gap")),
    "gap 3": Branch(replace(shipped("gap"), gap=3.0)),
    "gap 0.5 + mirror 0.5": Branch(shipped("seeing")),
    "gap 1 + mirror 1": Branch(shipped("mirror")),
}
COMPARED = ("plain", "gap 0.5 + mirror 0.5")  # with which the ablations of the latter stand
SEEING = shipped("seeing")
ABLATED: Mapping[str, Branch] = {
    "seeing, objects": Branch(replace(SEEING, kinds=("asymmetry_1",))),
    "seeing, attributes": Branch(replace(SEEING, kinds=("attribute_replace",))),
    "seeing, relations": Branch(replace(SEEING, kinds=("relation_swap",))),
    "seeing, balanced": Branch(SEEING, BALANCED),
    "seeing, fragments too": Branch(SEEING, FRAGMENTS),
    "seeing, without the balance filter": Branch(SEEING, "unbalanced"),
    "seeing, denials too": Branch(SEEING, "denials"),
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
