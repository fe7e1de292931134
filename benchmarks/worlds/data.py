"""The whole world of made scenes: captions and negatives, partner scenes, and all pictures in one array on disk."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from capaug.augmenter import AugmentWork
from capaug.draws import keyed_random
from capaug.engines.local import Local
from capaug.generation import make_folder
from capaug.mirrors import Key
from capaug.pictures import PictureNames
from capaug.recipes import load_recipe
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.runs.atomic import write_atomically, writing_atomically
from capaug.runs.layout import MANIFEST
from capaug.runs.reader import iter_rows
from capaug.worlds.partner import partners_of
from capaug.worlds.picture import draw_scene
from capaug.worlds.scene import Scene
from capaug.worlds.source import WHOLE, Shapes

DRAWN = 320  # pixels from left to right, before the picture is squeezed into the model's square
SHARDS, PIXELS, INDEX = "shards", "pictures.npy", "pictures.json"
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many scenes to train and to test on, partners a caption to train on, and the pictures' side in pixels."""

    scenes: int
    test_scenes: int
    partners: int
    side: int

    @property
    def name(self) -> str:
        """Of the folder."""
        return f"scenes-{self.scenes}-{self.test_scenes}-partners-{self.partners}-side-{self.side}"


@dataclass(frozen=True, slots=True)
class World:
    """Rows of scenes and of their partners.

    ``partners`` are ids of pictures by negative, also of the rows of partners, whose negatives are the captions.
    """

    rows: list[AugmentedCaption]
    partner_rows: list[AugmentedCaption]
    partners: dict[Key, tuple[str, ...]]


class ArrayPictures:
    """The pictures of :func:`prepare`; they stay on disk until they are asked for."""

    def __init__(self, folder: Path) -> None:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        self.name = str(folder / PIXELS)
        self.names = PictureNames(index["pictures"], self.name)
        self._rows = {name: row for row, name in enumerate(index["pictures"])}
        self._pixels = np.load(folder / PIXELS, mmap_mode="r")

    def read(self, name: str) -> io.BytesIO:
        """The picture as a PPM file, which is its pixels behind a line."""
        pixels = self._pixels[self._rows[name]]
        return io.BytesIO(b"P6 %d %d 255\n" % pixels.shape[1::-1] + pixels.tobytes())


def prepare(out: Path, sizes: Sizes, jobs: int) -> Path:
    """Make captions, negatives, partners and pictures, as far as they are not there; the folder they are in."""
    folder = out / sizes.name
    if (folder / INDEX).is_file():
        return folder
    scenes = sizes.scenes + sizes.test_scenes
    if not (folder / SHARDS / MANIFEST).is_file():
        recipe = load_recipe("default")
        work = AugmentWork(replace(recipe, positives=0), "cpu")
        make_folder(
            Shapes(WHOLE, scenes), work, folder / SHARDS, recipe=work.recipe.as_dict(), seed=0, engine=Local(jobs)
        )
    rows = iter_rows(folder / SHARDS)
    images = [list(of) for _, of in groupby(rows, key=lambda row: row.image_id)]
    names: list[str] = []
    partners: list[tuple[str, str, int, str]] = []
    tried, found, alike = Counter[str](), Counter[str](), Counter[str]()
    pixels: list[Pixels] = []
    with writing_atomically(folder / PIXELS) as file:
        for one in _made(images, sizes, jobs):
            names += one.names
            pixels.append(one.pixels)
            partners += one.partners
            tried.update(one.tried)
            found.update(one.found)
            alike.update(one.alike)
        np.save(file, np.concatenate(pixels))
    counts = {kind: {"negatives": tried[kind], "with a partner": found[kind], "drawn alike": alike[kind]}
              for kind in sorted(tried)}  # fmt: skip
    index = {"pictures": names, "partners": partners, "counts": counts}
    write_atomically(folder / INDEX, json.dumps(index).encode())
    return folder


def _made(images: Sequence[Sequence[AugmentedCaption]], sizes: Sizes, jobs: int) -> Iterator[_Made]:
    if jobs == 1:
        yield from map(_Work(sizes), images)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(_Work(sizes), images, chunksize=20)


@dataclass(frozen=True, slots=True)
class _Made:
    """Of one scene: its pictures and the partners of its negatives, and how many of these were looked for, by kind."""

    names: list[str]
    pixels: Pixels
    partners: list[tuple[str, str, int, str]]
    tried: Counter[str]
    found: Counter[str]
    alike: Counter[str]


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process does with the rows of a scene."""

    sizes: Sizes

    def __call__(self, rows: Sequence[AugmentedCaption]) -> _Made:
        image = rows[0].image_id
        scene = WHOLE.scene(int(image))
        kinds = {(row.image_id, row.caption_id, k): n.kind for row in rows for k, n in enumerate(row.negatives)}
        partners = partners_of(scene, rows)
        own = self._drawn(scene)
        drawn = {partner: self._drawn(partner) for partner in dict.fromkeys(partners.values())}
        seen = {key: partner for key, partner in partners.items() if (drawn[partner] != own).any()}
        alike = Counter(kinds[key] for key in partners.keys() - seen.keys())
        if int(image) < self.sizes.scenes:
            seen = self._some(seen)
        names = {partner: f"{image}+{k}" for k, partner in enumerate(dict.fromkeys(seen.values()))}
        return _Made(
            [image, *names.values()],
            np.stack([own, *(drawn[partner] for partner in names)]),
            [(*key, names[partner]) for key, partner in seen.items()],
            Counter(kinds.values()),
            Counter(kinds[key] for key in partners),
            alike,
        )

    def _some(self, partners: dict[Key, Scene]) -> dict[Key, Scene]:
        """Of the negatives of each caption as many as are wanted, drawn at random."""
        kept: list[Key] = []
        for (image, caption), keys in groupby(partners, key=lambda key: key[:2]):
            each = list(keys)
            draw = keyed_random(0, f"{image} {caption}", "partners")
            kept += draw.sample(each, min(self.sizes.partners, len(each)))
        return {key: partners[key] for key in sorted(kept)}

    def _drawn(self, scene: Scene) -> Pixels:
        from PIL import Image

        side = (self.sizes.side, self.sizes.side)
        return np.asarray(draw_scene(scene, DRAWN).resize(side, Image.Resampling.BICUBIC))


def read(folder: Path, sizes: Sizes, test: bool) -> World:
    """The scenes to train on, or those to test on."""
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    partners = {(image, caption, place): name for image, caption, place, name in index["partners"]}
    rows: list[AugmentedCaption] = []
    others: list[AugmentedCaption] = []
    mirrors: dict[Key, tuple[str, ...]] = {}
    for row in iter_rows(folder / SHARDS):
        if (int(row.image_id) >= sizes.scenes) != test:
            continue
        kept: list[Variant] = []
        for place, negative in enumerate(row.negatives):
            name = partners.get((row.image_id, row.caption_id, place))
            if name is None:
                continue
            mirrors[row.image_id, row.caption_id, len(kept)] = (name,)
            kept.append(negative)
            other = _partner_row(row, negative, name, f"{row.caption_id}+{place}")
            mirrors[other.image_id, other.caption_id, 0] = (row.image_id,)
            others.append(other)
        rows.append(replace(row, negatives=tuple(kept)))
    return World(rows, others, mirrors)


def _partner_row(row: AugmentedCaption, negative: Variant, image: str, caption: str) -> AugmentedCaption:
    """The negative as the caption of the partner's picture, and the caption as a negative of it."""
    back = Variant(row.caption, negative.kind, ())
    return replace(
        row, image_id=image, caption_id=caption, caption=negative.text, scene_graph=SceneGraph(), negatives=(back,),
        positives=(), read=-1,
    )  # fmt: skip


def counts_of(folder: Path) -> dict[str, dict[str, int]]:
    """By kind: negatives, those that have a partner, and those of them whose two pictures look the same."""
    return dict(json.loads((folder / INDEX).read_text(encoding="utf-8"))["counts"])
