"""Several recipes on the same rows and pictures, and what each has learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capaug.errors import UsageError
from capaug.records import AugmentedCaption
from capaug.training.evaluation import Choice, Recall, evaluate
from capaug.training.images import Pictures, PictureSource
from capaug.training.recipes import TrainingRecipe
from capaug.training.trainer import train


@dataclass(frozen=True, slots=True)
class Result:
    """What a recipe's model does on held-out pictures.

    ``blind`` is the accuracy of the choice with a wrong picture: what is above 0.5 is read off the texts alone.
    """

    recipe: str
    recall: Recall
    choice: dict[str, Choice]
    blind: float

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "recipe": self.recipe,
            "recall": {"image_to_text": self.recall.image_to_text, "text_to_image": self.recall.text_to_image},
            "choice": {kind: {"accuracy": c.accuracy, "pairs": c.made} for kind, c in self.choice.items()},
            "blind": self.blind,
        }


def split_by_image(
    rows: Sequence[AugmentedCaption], held_out: int
) -> tuple[list[AugmentedCaption], list[AugmentedCaption]]:
    """The rows without the last ``held_out`` images, and those of these images.

    Raises:
        UsageError: nothing would be left to train on.
    """
    images = list(dict.fromkeys(row.image_id for row in rows))
    if len(images) <= held_out:
        raise UsageError(f"there are {len(images):,} images: too few to hold {held_out:,} out")
    kept = set(images[: len(images) - held_out])
    return [row for row in rows if row.image_id in kept], [row for row in rows if row.image_id not in kept]


def compare(
    recipes: Sequence[TrainingRecipe],
    rows: Sequence[AugmentedCaption],
    pictures: PictureSource,
    test_rows: Sequence[AugmentedCaption],
    test_pictures: PictureSource,
    out: Path,
    *,
    progress: Callable[[str, int, int, dict[str, float]], None] | None = None,
    **options: Any,
) -> list[Result]:
    """Train each recipe into ``out/NAME`` and evaluate it on the test rows.

    Args:
        recipes: of different names.
        rows: to train on.
        pictures: of their images.
        test_rows: to evaluate on.
        test_pictures: of their images.
        out: output folder.
        progress: hears of every step: recipe, step, steps, metrics.
        options: of :func:`capaug.training.trainer.train`.

    Raises:
        UsageError, InputError, OutputError: as :func:`capaug.training.trainer.train` raises them.
    """
    ids = list(dict.fromkeys(row.image_id for row in test_rows))
    wrong = dict(zip(ids, ids[1:] + ids[:1], strict=True))
    results = []
    for recipe in recipes:

        def tell(step: int, steps: int, read: dict[str, float], name: str = recipe.name) -> None:
            if progress is not None:
                progress(name, step, steps, read)

        model = train(recipe, rows, pictures, out / recipe.name, progress=tell, **options)
        images = Pictures(test_pictures, model.images)
        recall, choice = evaluate(model, test_rows, images)
        _, blind = evaluate(model, test_rows, images, wrong)
        results.append(Result(recipe.name, recall, choice, blind["all"].accuracy))
    return results
