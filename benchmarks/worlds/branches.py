"""What is trained: the warm start, and what each branch of it learns from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.flickr8k.branches import Schedule
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.loop.recipes import load_training_recipe as shipped

__all__ = ["BRANCHES", "FUSED", "Branch", "Schedule", "recipe_of", "warm_start"]

SHIFT = 0.05  # of the pictures' sides
# As tiny, with patches of 4 pixels in place of 7 and a stem that narrows less: 49 regions in place of 16.
VISION = {"patch": 4, "stem": (32, 64, 128)}


@dataclass(frozen=True, slots=True)
class Branch:
    """What is learnt from the warm start on.

    Attributes:
        recipe: whose objective it is.
        partners: learn from the partners' pictures as well, whose captions are the negatives.
        times: as many steps as the others make.
    """

    recipe: TrainingRecipe
    partners: bool = True
    times: int = 1


QUADRUPLE = replace(shipped("mirror"), gap=0.0, mirror=0.0)
BRANCHES: Mapping[str, Branch] = {
    "plain": Branch(shipped("plain"), partners=False),
    "plain, partners' pictures": Branch(shipped("plain")),
    "negclip": Branch(shipped("negclip")),
    "gap 1": Branch(shipped("gap")),
    "seeing": Branch(shipped("seeing")),
    "gap 1 + mirror 1": Branch(shipped("mirror")),
    "quadruple 1": Branch(replace(QUADRUPLE, quadruple=1.0)),
    "quadruple 4": Branch(replace(QUADRUPLE, quadruple=4.0)),
    "plain, three times as long": Branch(shipped("plain"), partners=False, times=3),
    "quadruple 4, three times as long": Branch(replace(QUADRUPLE, quadruple=4.0), times=3),
}
FUSED: Mapping[str, Branch] = {"fam": Branch(shipped("fam")), "ascl": Branch(shipped("ascl"))}


def warm_start(model: Path, schedule: Schedule) -> TrainingRecipe:
    """Captions alone, from the new weights in the folder ``model``."""
    return replace(
        shipped("plain"),
        name="warm",
        model=str(model),
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
