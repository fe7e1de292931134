"""Captions of made scenes, in which everything is known (:mod:`capaug.worlds`): a source without files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from capaug.records import Caption, CaptionGroup
from capaug.worlds.captions import CAPTIONS, write_captions
from capaug.worlds.scene import random_scene

IMAGES = 4000
HASHED = 50  # scenes


class Shapes:
    """The captions of :data:`IMAGES` scenes; the image id is the seed of its scene."""

    name = "shapes"
    split = "all"

    def describe(self) -> str:
        """What is read, in one line for the user."""
        return f"captions of {IMAGES:,} made scenes"

    def fingerprint(self) -> dict[str, object]:
        """No files: a hash of the first captions stands for the way they are made."""
        first = "\n".join(caption.text for image in range(HASHED) for caption in _group(image).captions)
        options = {"images": IMAGES, "sha256": sha256(first.encode()).hexdigest()}
        return {"source": self.name, "split": self.split, "files": [], "options": options}

    def count(self) -> int:
        """Number of captions."""
        return IMAGES * CAPTIONS

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions scene by scene."""
        return map(_group, range(IMAGES))


def _group(image: int) -> CaptionGroup:
    texts = write_captions(random_scene(image), image)
    captions = tuple(Caption(f"{image}.{k}", text) for k, text in enumerate(texts))
    return CaptionGroup(str(image), captions, Shapes.name, Shapes.split)
