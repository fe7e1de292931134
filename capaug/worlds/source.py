"""Captions of made scenes, in which everything is known (:mod:`capaug.worlds`): a source without files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from capaug.errors import UsageError
from capaug.records import Caption, CaptionGroup
from capaug.sources.base import Source
from capaug.sources.options import Options
from capaug.sources.parts import Part
from capaug.worlds.captions import CAPTIONS, write_captions
from capaug.worlds.scene import Scene, random_scene, row_scene

IMAGES = 4000
HASHED = 50  # scenes


@dataclass(frozen=True, slots=True)
class World:
    """How scenes are made: the scene of a seed, and the number of its captions."""

    scene: Callable[[int], Scene]
    captions: int

    def group(self, image: int) -> CaptionGroup:
        """The captions of the scene of seed ``image``."""
        texts = write_captions(self.scene(image), image, self.captions)
        captions = tuple(Caption(f"{image}.{k}", text) for k, text in enumerate(texts))
        return CaptionGroup(str(image), captions, Shapes.name, Shapes.split)


WHOLE = World(random_scene, CAPTIONS)
# Two captions: of more, one mostly says "to the left of", another "to the right of", and then no negative turns either.
ROWS = World(row_scene, 2)


class Shapes(Source):
    """The captions of the first ``images`` scenes of a world; the image id is the seed of its scene."""

    name = "shapes"
    split = "all"

    def __init__(self, world: World = WHOLE, images: int = IMAGES) -> None:
        self.world, self.images = world, images

    @classmethod
    def open(cls, rest: str, options: Options) -> Shapes:
        """The whole world.

        Raises:
            UsageError: options were given; it has none.
        """
        options.refuse_layout("--dataset shapes")
        if rest or options.split:
            raise UsageError("--dataset shapes takes no --split, and nothing behind its name")
        return cls()

    def describe(self) -> str:
        """What is read, in one line for the user."""
        return f"captions of {self.images:,} made scenes"

    def fingerprint(self) -> dict[str, object]:
        """No files: a hash of the first captions stands for the way they are made."""
        first = "\n".join(caption.text for image in range(HASHED) for caption in self.world.group(image).captions)
        options = {"images": self.images, "sha256": sha256(first.encode()).hexdigest()}
        return {"source": self.name, "split": self.split, "files": [], "options": options}

    def count(self) -> int:
        """Number of captions."""
        return self.images * self.world.captions

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions scene by scene."""
        return map(self.world.group, range(self.images))

    def parts(self, size: int) -> Iterator[Part]:
        """Parts that make their scenes themselves."""
        for first in range(0, self.images, size):
            yield Scenes(self.world, range(first, min(first + size, self.images)))


@dataclass(frozen=True, slots=True)
class Scenes:
    """A part: the scenes of some seeds."""

    world: World
    images: range

    def groups(self) -> Iterator[CaptionGroup]:
        """The captions scene by scene."""
        return map(self.world.group, self.images)
