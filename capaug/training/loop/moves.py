"""Pictures that are shown a little otherwise each time: flipped, and moved.

What is drawn depends on a picture's key alone, so that it is the same in any batch and in any process.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import torch
from torch import Tensor
from torch.nn.functional import pad

FLIP = 2  # tells the draws of flips from those of moves


def shifted(pixels: Tensor, share: float, keys: Sequence[tuple[int, ...]]) -> Tensor:
    """Pictures [B, 3, H, W], each moved by up to ``share`` of its sides; what moves in at the edge repeats the edge.

    Args:
        pixels: the pictures.
        share: the longest move, of height and width.
        keys: of the pictures, B of them.
    """
    height, width = pixels.shape[-2:]
    down, right = round(share * height), round(share * width)
    if not len(pixels) or (not down and not right):
        return pixels
    draws = [_draw(key) for key in keys]
    tops = [draw % (2 * down + 1) for draw in draws]
    lefts = [draw // (2 * down + 1) % (2 * right + 1) for draw in draws]
    wide = pad(pixels, (right, right, down, down), mode="replicate")
    moved = zip(wide, tops, lefts, strict=True)
    return torch.stack([one[:, top : top + height, left : left + width] for one, top, left in moved])


def flipped(pixels: Tensor, free: Tensor, keys: Sequence[tuple[int, ...]]) -> Tensor:
    """Pictures [B, 3, H, W], every other one of those that are ``free`` to be with left and right exchanged.

    Args:
        pixels: the pictures.
        free: [B] bool: no text that is shown with the picture names a side.
        keys: of the pictures, B of them.
    """
    if not len(pixels):
        return pixels
    drawn = torch.tensor([_draw((*key, FLIP)) % 2 == 1 for key in keys], device=pixels.device)
    return torch.where((drawn & free)[:, None, None, None], pixels.flip(-1), pixels)


def _draw(key: tuple[int, ...]) -> int:
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big")
