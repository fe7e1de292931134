"""Pictures, captions and shards of scenes in which everything is known: a made world to train on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from capaug.augmenter import AugmentWork
from capaug.engines.local import Local
from capaug.errors import OutputError, UsageError
from capaug.generation import make_folder
from capaug.recipes import KindSettings, Recipe, load_recipe
from capaug.runs.shards import ShardSummary
from capaug.worlds.source import ROWS, Shapes, World

PICTURES, SHARDS = "pictures", "shards"
PICTURE = 224  # pixels from left to right
# Attributes and relations alone, and no positives. As many relations as colours: these are seen in the first hundred
# steps, where things are takes a thousand.
COMPOSITION = Recipe(
    name="composition",
    negatives=6,
    positives=0,
    kinds={
        "relation_swap.roles": KindSettings(2),
        "relation_swap.predicate": KindSettings(2),
        "attribute_replace.contrast": KindSettings(1, band=(0.22, 1.0)),  # the band of the recipe ``default``
        "attribute_replace.swap": KindSettings(2),
    },
)


@dataclass(frozen=True, slots=True)
class ShapesFolder:
    """Where :func:`write_shapes` wrote: ``pictures`` holds IMAGE_ID.png, ``shards`` the rows of their captions."""

    pictures: Path
    shards: Path


def write_shapes(
    folder: Path,
    scenes: int,
    *,
    world: World = ROWS,
    recipe: str | Recipe = COMPOSITION,
    workers: int = 1,
    progress: Callable[[str, int], None] | None = None,
) -> ShapesFolder:
    """Draw the first ``scenes`` scenes of a world and make shards of their captions; what is there already is kept.

    The captions go the way of any dataset's (:func:`capaug.generation.make_folder`), in this process for one worker.

    Args:
        folder: output folder.
        scenes: how many; the image id is the scene's seed.
        world: how scenes are made: two things side by side, or those of ``--dataset shapes`` (``WHOLE``).
        recipe: what to make of the captions, or the name of a recipe.
        workers: processes that generate.
        progress: hears of ``pictures`` and ``captions`` as they are done, with their number.

    Raises:
        UsageError: Pillow is not installed, or an unknown recipe.
        OutputError: the folder cannot be written or holds other things.
    """
    tell = progress or (lambda what, number: None)
    chosen = load_recipe(recipe) if isinstance(recipe, str) else recipe
    made = ShapesFolder(folder / PICTURES, folder / SHARDS)
    for number in _draw(made.pictures, world, scenes):
        tell("pictures", number)

    def finished(shard: ShardSummary) -> None:
        tell("captions", shard.captions)

    source = Shapes(world, scenes)
    make_folder(
        source,
        AugmentWork(chosen, "cpu"),
        made.shards,
        recipe=chosen.as_dict(),
        seed=chosen.seed,
        shard_size=128,
        engine=Local(workers),
        progress=finished,
    )
    return made


def _draw(folder: Path, world: World, scenes: int) -> Iterator[int]:
    """Draw the scenes that are not yet drawn, and tell how many were done since the last time."""
    try:
        from capaug.worlds.picture import draw_scene
    except ImportError:
        raise UsageError("pictures need Pillow; install it with: pip install 'capaug[training]'") from None

    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.glob("*.png")}
        numbers = iter(range(scenes))
        while batch := list(islice(numbers, 50)):
            for number in batch:
                if f"{number}.png" not in there:
                    draft = folder / f"{number}.tmp"
                    draw_scene(world.scene(number), PICTURE).save(draft, "PNG", compress_level=1)
                    os.replace(draft, folder / f"{number}.png")
            yield len(batch)
    except OSError as error:
        raise OutputError(f"{folder}: cannot write the pictures: {error.strerror}") from None
