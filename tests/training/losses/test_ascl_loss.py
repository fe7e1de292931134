"""AsCL's loss against a plain loop, and the fault of the authors' code that it must not have."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.errors import UsageError
from capaug.training.losses import AsCLLoss


def side_sums(scores: list[list[float]], there: list[bool], ids: list[int], t: float, drop: bool) -> float:
    """L_i2t + L_t2i."""
    size = len(scores)
    total = 0.0
    for i in range(size):
        others = [j for j in range(size) if j == i or ids[j] != ids[i]]
        columns = [size + n for n in range(len(scores[0]) - size) if there[n]]
        if drop:
            columns = [j for j in columns if scores[i][j] <= scores[i][i]]
        right = math.exp(scores[i][i] / t)
        total -= math.log(right / sum(math.exp(scores[i][j] / t) for j in others + columns)) / size
        total -= math.log(right / sum(math.exp(scores[j][i] / t) for j in others)) / size
    return total


def reference(
    scores: Tensor,
    positive: Tensor | None,
    there: Tensor,
    has_positive: Tensor,
    ids: Tensor,
    weights: tuple[float, float],
    t: float,
    drop: bool,
) -> float:
    size = len(scores)
    first = side_sums(scores.tolist(), there.flatten().tolist(), ids.tolist(), t, drop)
    if positive is None:
        return sum(weights) * first
    rows = positive.tolist()
    for i in range(size):
        for j in range(size):
            if not has_positive[j]:
                rows[i][j] = scores[i, j].item()
    second = side_sums(rows, there.flatten().tolist(), ids.tolist(), t, drop)
    return weights[0] * first + weights[1] * second


@pytest.fixture
def has_positive() -> Tensor:
    return torch.tensor([True, False, True, True, False, True])


@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize("positives", [None, "captions", "captions and negatives"])
@pytest.mark.parametrize(("weights", "temperature"), [((0.5, 0.5), 0.1), ((0.4, 0.6), 0.05)])
def test_it_is_the_plain_loop(
    batch: Any,
    numbers: Callable[..., Tensor],
    has_positive: Tensor,
    drop: bool,
    positives: str | None,
    weights: tuple[float, float],
    temperature: float,
) -> None:
    size, places = batch.negative_mask.shape
    scores = numbers(size, size + size * places).tanh()
    positive = None
    if positives:
        width = size if positives == "captions" else size + size * places
        positive = numbers(size, width, seed=1).tanh()
    found = AsCLLoss(weights, temperature, drop_hardest=drop)(
        scores, positive, batch.negative_mask, has_positive, batch.image_ids
    )
    expected = reference(
        scores, positive, batch.negative_mask, has_positive, batch.image_ids, weights, temperature, drop
    )
    assert found.item() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("drop", [False, True])
def test_gradients(batch: Any, numbers: Callable[..., Tensor], has_positive: Tensor, drop: bool) -> None:
    scores = numbers(6, 6 + 18).tanh().requires_grad_()
    positive = numbers(6, 6, seed=1).tanh().requires_grad_()
    loss = AsCLLoss(drop_hardest=drop)
    assert torch.autograd.gradcheck(
        lambda *tensors: loss(*tensors, batch.negative_mask, has_positive, batch.image_ids), (scores, positive)
    )


def test_all_masks_may_be_left_out(numbers: Callable[..., Tensor]) -> None:
    scores, positive = numbers(4, 4 + 4), numbers(4, 4, seed=1)
    everything = torch.ones(4, dtype=torch.bool)
    expected = AsCLLoss()(scores, positive, everything, everything, torch.arange(4))
    assert AsCLLoss()(scores, positive).item() == expected.item()


def test_without_any_positive_it_is_the_loss_of_the_captions(numbers: Callable[..., Tensor]) -> None:
    scores, positive = numbers(4, 4 + 4), numbers(4, 4, seed=1)
    alone = AsCLLoss()(scores)
    assert AsCLLoss((1.0, 0.0))(scores, positive).item() == pytest.approx(alone.item())
    # With S+ of captions only, what stands in for a missing positive is the caption, without the negatives.
    nobody = torch.zeros(4, dtype=torch.bool)
    same = AsCLLoss()(scores[:, :4], positive, positive_mask=nobody)
    assert same.item() == pytest.approx(AsCLLoss()(scores[:, :4]).item())


def test_the_hardest_negatives_are_kept() -> None:
    """The authors' code drops just the negatives that beat the caption; here that is an option, off by default."""
    scores = torch.tensor([[0.5, 0.1, 0.9, 0.2], [0.1, 0.5, 0.3, 0.4]], dtype=torch.float64, requires_grad=True)
    assert not AsCLLoss().drop_hardest
    (kept,) = torch.autograd.grad(AsCLLoss()(scores), scores)
    assert kept[0, 2] > 0.1  # it is pushed down, and harder than any other
    assert kept[0, 2] == kept.max()
    (dropped,) = torch.autograd.grad(AsCLLoss(drop_hardest=True)(scores), scores)
    assert dropped[0, 2] == 0
    assert dropped[0, 3] > 0  # one below the caption stays, as does the same column's other row
    assert dropped[1, 2] > 0


def test_a_dropped_negative_leaves_the_sum() -> None:
    harder = torch.tensor([[0.5, 0.9]])
    assert AsCLLoss(drop_hardest=True)(harder).item() == 0
    assert AsCLLoss()(harder).item() > 1


@pytest.mark.parametrize("temperature", [0.0, -1.0])
def test_the_temperature_must_be_positive(temperature: float) -> None:
    with pytest.raises(UsageError, match="temperature must be above 0"):
        AsCLLoss(temperature=temperature)
