"""Pictures of mirrors in a batch: for each caption one of its drawn negatives, and a picture that fits it better."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor

if TYPE_CHECKING:
    from capaug.mirrors import Key
    from capaug.records import AugmentedCaption

Mirrors: TypeAlias = "Mapping[Key, Sequence[str]]"
"""Image ids by negative: what :func:`capaug.mirrors.mine` and :func:`capaug.mirrors.read_mirrors` give."""


def mirror_pictures(
    negatives: Sequence[Sequence[Key]],
    mirrors: Mirrors,
    images: Callable[[list[str]], Tensor],
    pixel_values: Tensor,
    draws: Sequence[random.Random],
) -> dict[str, Tensor]:
    """What a batch holds of mirrors: for each caption at most one, so that no more than as many pictures are added.

    Args:
        negatives: of each caption, the negatives that were drawn, in their places.
        mirrors: image ids by negative.
        images: from image ids to ``pixel_values``.
        pixel_values: of the captions' own pictures, [B, 3, H, W].
        draws: a caption's own, of which negative and which mirror.

    Returns:
        ``mirror_mask`` bool [B], where there is one; ``mirror_negative`` int64 [B], the place of the negative whose
        mirror it is; ``mirror_pixel_values`` [B, 3, H, W], zeros where there is none.
    """
    places, wanted = [], []
    for keys, draw in zip(negatives, draws, strict=True):
        with_mirror = [place for place, key in enumerate(keys) if mirrors.get(key)]
        place = draw.choice(with_mirror) if with_mirror else -1
        places.append(place)
        if place >= 0:
            wanted.append(draw.choice(mirrors[keys[place]]))
    chosen = torch.tensor(places, dtype=torch.int64)
    mask = chosen >= 0
    pixels = torch.zeros_like(pixel_values)
    if wanted:
        pixels[mask] = images(wanted)
    return {"mirror_mask": mask, "mirror_negative": chosen.clamp_min(0), "mirror_pixel_values": pixels}


def placed_anew(
    mirrors: Mirrors, rows: Sequence[AugmentedCaption], kept: Sequence[AugmentedCaption]
) -> dict[Key, Sequence[str]]:
    """``mirrors`` of ``rows`` by the places that the negatives have in ``kept``, the same rows with fewer of them."""
    found: dict[Key, Sequence[str]] = {}
    for row, left in zip(rows, kept, strict=True):
        places = {id(negative): place for place, negative in enumerate(row.negatives)}
        for place, negative in enumerate(left.negatives):
            images = mirrors.get((row.image_id, row.caption_id, places[id(negative)]))
            if images:
                found[row.image_id, row.caption_id, place] = images
    return found
