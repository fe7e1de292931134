"""Several recipes on the same rows and pictures, and what each has learnt."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capaug.training.data.examples import Examples
from capaug.training.data.kinds import kinds_of
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.auc import Auc
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.metrics import Choice, Recall
from capaug.training.evaluation.retrieval import evaluate_retrieval, group
from capaug.training.loop.held_out import write_held_out
from capaug.training.loop.recipes import TrainingRecipe, check_kinds
from capaug.training.loop.trainer import train

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What a recipe's model does on held-out pictures, as ``capaug evaluate`` measures it.

    ``blind`` is the accuracy of the choice with another picture
    (:func:`~capaug.training.evaluation.other_pictures.other_images`): what is above 0.5 is read off the texts alone.
    None where there is no negative, or but one picture. ``auc`` and ``mirror_auc`` are those of
    :class:`~capaug.training.evaluation.choice.Choices`, by kind.
    """

    recipe: str
    recall: Recall
    choice: dict[str, Choice]
    blind: float | None
    auc: dict[str, Auc]
    mirror_auc: dict[str, Auc]

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "recipe": self.recipe,
            "recall": {"image_to_text": self.recall.image_to_text, "text_to_image": self.recall.text_to_image},
            "choice": {
                kind: {"accuracy": c.accuracy if c.made else None, "pairs": c.made} for kind, c in self.choice.items()
            },
            "blind": self.blind,
            "auc": {kind: auc.as_dict() for kind, auc in self.auc.items()},
            "mirror_auc": {kind: auc.as_dict() for kind, auc in self.mirror_auc.items()},
        }


def compare(
    recipes: Sequence[TrainingRecipe],
    examples: Examples,
    out: Path,
    *,
    progress: Callable[[str, int, int, dict[str, float]], None] | None = None,
    **options: Any,
) -> list[Result]:
    """Train each recipe into ``out/NAME`` and evaluate it on the test rows, which ``held_out.json`` there names.

    Args:
        recipes: of different names.
        examples: to train on and to evaluate on.
        out: output folder.
        progress: hears of every step: recipe, step, steps, metrics.
        options: of :func:`capaug.training.loop.trainer.train`.

    Raises:
        UsageError, InputError, OutputError: as :func:`capaug.training.loop.trainer.train` raises them.
    """
    kinds = kinds_of(examples.rows)
    for recipe in recipes:
        check_kinds(recipe, kinds)  # of all, before the first is trained
    described = group((row.image_id, row.caption) for row in examples.test_rows)
    asked = any(row.negatives for row in examples.test_rows)
    results = []
    for recipe in recipes:
        log.info("training %s", recipe.name)

        def tell(step: int, steps: int, read: dict[str, float], name: str = recipe.name) -> None:
            if progress is not None:
                progress(name, step, steps, read)

        model = train(recipe, examples.rows, examples.pictures, out / recipe.name, progress=tell, **options)
        log.info("evaluating %s", recipe.name)
        images = Pictures(examples.test_pictures, model.images)
        recall = evaluate_retrieval(model, described, images).recall
        choices = evaluate_choice(model, examples.test_rows, images) if asked else None
        blind = choices.other["all"].accuracy if choices and choices.other else None
        own = choices.own if choices else {"all": Choice(0.0, 0)}
        auc, mirror_auc = ((choices.auc or {}), choices.mirror_auc) if choices else ({}, {})
        result = Result(recipe.name, recall, own, blind, auc, mirror_auc)
        if not int(os.environ.get("RANK", "0")):  # of the processes of a run, which all measure
            write_held_out(out / recipe.name, examples, result.as_dict())
        results.append(result)
    return results
