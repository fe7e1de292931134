"""How embeddings lie on the sphere: alignment of pairs, uniformity of each side.

Source: Wang and Isola, Understanding Contrastive Representation Learning through Alignment and Uniformity on the
Hypersphere (ICML 2020), with their alpha = 2 and t = 2.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

BLOCK = 2048


def alignment(first: Tensor, second: Tensor) -> float:
    """Mean of ||x - y||^2 over pairs of rows of ``first`` and ``second`` [N, D], of length 1: 0 at best, 4 at worst."""
    return float((first.double() - second.double()).square().sum(dim=1).mean())


def uniformity(vectors: Tensor, t: float = 2.0) -> float | None:
    """log of the mean of exp(-t ||x - y||^2) over all pairs of two rows of ``vectors`` [N, D], of length 1.

    The lower the more evenly they are spread: 0 if all are one point. None for fewer than two rows.
    """
    count = len(vectors)
    if count < 2:
        return None
    total = 0.0
    for start in range(0, count, BLOCK):
        rows = vectors[start : start + BLOCK]
        # For rows of length 1 the squared distance is 2 - 2 x.y; pairs below the diagonal are counted once.
        closeness = torch.exp(-t * (2 - 2 * rows @ vectors[: start + len(rows)].T).clamp_min(0))
        total += float(closeness.tril(start - 1).sum(dtype=torch.float64 if closeness.device.type != "mps" else None))
    return math.log(total / (count * (count - 1) / 2))
