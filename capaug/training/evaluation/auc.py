"""How often the own picture is preferred to others, whatever the texts give away: AUC, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor

DRAWS = 1000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Auc:
    """Mean over ``pairs``, and the ends of its 95% interval; 0.5 is what a model has that sees nothing."""

    value: float
    low: float
    high: float
    pairs: int

    def as_dict(self) -> dict[str, float]:
        """The figures as plain values."""
        return asdict(self)


def share_above(own: Tensor, others: Tensor, compared: Tensor | None = None) -> Tensor:
    """How often each pair's own gap is above those of other pictures, equal ones counting half.

    Args:
        own: [P], of each pair of a caption c and a negative n the gap S(I, c) - S(I, n) in front of its own picture I.
        others: [P, M], the gap in front of other pictures.
        compared: bool [P, M], which of these count; None for all.

    Returns:
        [P], NaN where a pair has no other picture.
    """
    above = (own[:, None] > others).double() + 0.5 * (own[:, None] == others).double()
    if compared is None:
        compared = torch.ones_like(others, dtype=torch.bool)
    return above.masked_fill(~compared, 0.0).sum(dim=1) / compared.sum(dim=1)


def auc_by_kind(shares: Tensor, kinds: Sequence[str], images: Sequence[int]) -> dict[str, Auc]:
    """Mean of the shares of pairs by kind, ``all`` first; pairs without a share (NaN) are left out, and kinds of such.

    The intervals are a bootstrap over pictures: those asked about are drawn anew, each with all its pairs, since these
    stand or fall together. Those that they are compared with stay.

    Args:
        shares: [P], of :func:`share_above`.
        kinds: kind of each pair's negative.
        images: number of each pair's picture.
    """
    values = shares.numpy()
    there = ~np.isnan(values)
    names = ["all", *sorted({kind for kind, found in zip(kinds, there, strict=True) if found})]
    if len(names) == 1:
        return {}
    numbers = {name: number for number, name in enumerate(names)}
    of_kind = np.array([numbers.get(kind, 0) for kind in kinds])[there]
    _, of_image = np.unique(np.asarray(images)[there], return_inverse=True)
    pictures = int(of_image.max()) + 1
    sums, counts = np.zeros((2, pictures, len(names)))
    for table, weights in ((sums, values[there]), (counts, np.ones(len(of_kind)))):
        np.add.at(table, (of_image, of_kind), weights)
        table[:, 0] = table[:, 1:].sum(axis=1)
    drawn = np.random.default_rng(0).multinomial(pictures, np.full(pictures, 1 / pictures), DRAWS)  # how often each
    made = drawn @ counts
    means = np.divide(drawn @ sums, made, out=np.full(made.shape, np.nan), where=made > 0)
    low, high = np.nanpercentile(means, (2.5, 97.5), axis=0)
    return {
        name: Auc(float(sums[:, n].sum() / counts[:, n].sum()), float(low[n]), float(high[n]), int(counts[:, n].sum()))
        for name, n in numbers.items()
    }
