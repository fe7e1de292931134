"""What "with another picture" means, wherever a figure is set beside that of a wrong picture."""

from __future__ import annotations

from collections.abc import Iterable


def other_images(image_ids: Iterable[str]) -> dict[str, str] | None:
    """For each image another one: that half the list of different images further on. None if there is but one.

    Each image is the other one of one image, so none counts twice. Half the list, because neighbours are often alike:
    files are sorted by album, by scene or by subject, and a picture like the own one would hide what texts give away.

    >>> other_images(["a", "a", "b", "c", "d"])
    {'a': 'c', 'b': 'd', 'c': 'a', 'd': 'b'}
    """
    there = list(dict.fromkeys(image_ids))
    half = len(there) // 2
    return {one: there[(place + half) % len(there)] for place, one in enumerate(there)} if half else None
