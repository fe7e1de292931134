"""Similarities that the losses share: image by text in full precision, and who is whose sibling."""

from __future__ import annotations

import torch
from torch import Tensor


def full_precision(tensor: Tensor) -> Tensor:
    """``tensor`` in float32, or as it is in float64: at temperature 0.01 bfloat16 logits come in steps of 0.5."""
    return tensor.to(torch.promote_types(tensor.dtype, torch.float32))


def existing(negatives: Tensor, negative_mask: Tensor | None) -> Tensor:
    """``negatives`` [B, K, D] in full precision, zero where there is none: NaN there must reach no gradient."""
    negatives = full_precision(negatives)
    return negatives if negative_mask is None else negatives.masked_fill(~negative_mask.unsqueeze(-1), 0.0)


def are_siblings(size: int, image_ids: Tensor | None, device: torch.device) -> Tensor:
    """Pairs of different rows that show the same image: bool [size, size], the diagonal False.

    Args:
        size: B, the rows of the batch.
        image_ids: int64 [B], or None where no two captions are of one image.
        device: where the mask is made.
    """
    if image_ids is None:
        return torch.zeros(size, size, dtype=torch.bool, device=device)
    same = image_ids.unsqueeze(1) == image_ids.unsqueeze(0)  # [B, B]
    return same & ~torch.eye(size, dtype=torch.bool, device=same.device)


def all_scores(
    image: Tensor, text: Tensor, negatives: Tensor | None = None, negative_mask: Tensor | None = None
) -> Tensor:
    """Similarity of every image to every caption and every generated negative of the batch, in one product.

    Args:
        image: [B, D].
        text: [B, D].
        negatives: [B, K, D] or None.
        negative_mask: bool [B, K] or None.

    Returns:
        [B, B + B * K]: the captions' columns, then the negatives' (caption after caption). In float32 or float64.
    """
    candidates = full_precision(text)  # [B, D]
    if negatives is not None:
        candidates = torch.cat([candidates, existing(negatives, negative_mask).flatten(0, 1)])  # [B + B * K, D]
    with torch.autocast(image.device.type, enabled=False):
        return full_precision(image) @ candidates.T


def own_scores(
    image: Tensor, text: Tensor, negatives: Tensor, negative_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Similarity of every image to its own caption [B] and to that caption's own generated negatives [B, K].

    Args:
        image: [B, D].
        text: [B, D].
        negatives: [B, K, D].
        negative_mask: bool [B, K] or None.

    Returns:
        The two, in float32 or float64.
    """
    image = full_precision(image)
    with torch.autocast(image.device.type, enabled=False):
        against = torch.einsum("bd,bkd->bk", image, existing(negatives, negative_mask))
    return (image * full_precision(text)).sum(-1), against
