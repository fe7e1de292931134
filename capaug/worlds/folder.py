"""Pictures, captions and shards of scenes in which everything is known: a made world to train on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from capaug.augmenter import AugmentWork
from capaug.engines.local import Local
from capaug.errors import OutputError, UsageError, installing
from capaug.generation import make_folder
from capaug.mirrors import Key, write_partners
from capaug.recipes import KindSettings, Recipe, load_recipe
from capaug.runs.reader import iter_rows
from capaug.runs.shards import ShardSummary
from capaug.worlds.partner import partners_of
from capaug.worlds.scene import Scene
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
    for number in _draw(made.pictures, ((str(n), world.scene(n)) for n in range(scenes))):
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


def draw_partners(
    made: ShapesFolder, world: World = ROWS, progress: Callable[[str, int], None] | None = None
) -> dict[Key, tuple[str, ...]]:
    """Draw for each negative of the shards the partner scene of which it is true, where there is one.

    Beside the pictures of the scenes lie then IMAGE_ID+NUMBER.png, one for all negatives that have the same partner,
    and ``partners.parquet`` in the shards says whose they are (:func:`capaug.mirrors.read_partners`).

    Args:
        made: what :func:`write_shapes` made.
        world: that it was made of.
        progress: hears of ``partners`` as they are drawn, with their number.

    Returns:
        Image ids by image id, caption id and place of the negative.

    Raises:
        UsageError: Pillow is not installed.
        InputError: there are no shards.
        OutputError: the folder cannot be written.
    """
    tell = progress or (lambda what, number: None)
    found: dict[Key, tuple[str, ...]] = {}
    for image, rows in groupby(iter_rows(made.shards), key=lambda row: row.image_id):
        partners = partners_of(world.scene(int(image)), rows)
        names = {partner: f"{image}+{number}" for number, partner in enumerate(dict.fromkeys(partners.values()))}
        for number in _draw(made.pictures, {name: partner for partner, name in names.items()}.items()):
            tell("partners", number)
        found |= {key: (names[partner],) for key, partner in partners.items()}
    write_partners(made.shards, found)
    return found


def _draw(folder: Path, scenes: Iterable[tuple[str, Scene]]) -> Iterator[int]:
    """Draw the named scenes that are not yet drawn, and tell how many were done since the last time."""
    try:
        from capaug.worlds.picture import draw_scene
    except ImportError:
        raise UsageError(f"pictures need Pillow; install it with: {installing('training')}") from None

    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = iter(scenes)
        while batch := list(islice(left, 50)):
            for name, scene in batch:
                file = folder / f"{name}.png"
                if not file.is_file():
                    draft = folder / f"{name}.tmp"
                    draw_scene(scene, PICTURE).save(draft, "PNG", compress_level=1)
                    os.replace(draft, file)
            yield len(batch)
    except OSError as error:
        raise OutputError(f"{folder}: cannot write the pictures: {error.strerror}") from None
