"""Small copies of pictures, as a page holds them."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from capaug.picture_files import PictureSource

SIDE = 176  # pixels of the longer side: the page shows 88, screens have two to each
QUALITY = 50  # of WebP: 3 kB a picture
A_PACK = 500  # pictures of one script element, which the page reads when it shows the first of them


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Pictures for a page.

    Attributes:
        numbers: of the pictures, by image id.
        packs: JSON lists of :data:`A_PACK` pictures each, in the order of their numbers, as base64 of WebP.
        missing: how many image ids have no picture, or one that cannot be read.
    """

    numbers: dict[str, int]
    packs: list[str]
    missing: int


def thumbnails(source: PictureSource, image_ids: Iterable[str]) -> Thumbnails:
    """The pictures of images, each once, decoded on all cores.

    Raises:
        InputError: an id names two pictures.
    """
    resolved = source.names.resolve(image_ids)
    names = list(dict.fromkeys(resolved.found.values()))
    with ThreadPoolExecutor() as pool:
        small = dict(zip(names, pool.map(lambda name: thumbnail(source, name), names), strict=True))
    there = [name for name in names if small[name] is not None]
    place = {name: number for number, name in enumerate(there)}
    numbers = {image_id: place[name] for image_id, name in resolved.found.items() if name in place}
    packs = [
        json.dumps([base64.b64encode(small[name] or b"").decode() for name in there[first : first + A_PACK]])
        for first in range(0, len(there), A_PACK)
    ]
    return Thumbnails(numbers, packs, len(resolved.missing) + len(resolved.found) - len(numbers))


def thumbnail(source: PictureSource, name: str, side: int = SIDE) -> bytes | None:
    """A picture of the source as WebP, no longer than ``side`` pixels; None if it cannot be decoded."""
    import PIL.Image
    import PIL.ImageOps

    try:
        with PIL.Image.open(source.read(name)) as picture:
            picture.draft("RGB", (side, side))  # a JPEG is decoded no larger than it has to be
            small = PIL.ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail((side, side))
            data = io.BytesIO()
            small.save(data, "WEBP", quality=QUALITY)
            return data.getvalue()
    except Exception:  # a broken file fails in every way there is; the page says how many pictures are missing
        return None
