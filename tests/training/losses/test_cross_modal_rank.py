"""CE-CLIP's rank loss and its thresholds against a plain loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.errors import UsageError
from capaug.training.losses import CrossModalRank, own_scores

KINDS = ["relation_swap.predicate", "attribute_replace.contrast", "asymmetry_1.object"]
KIND_IDS = torch.tensor([[0, 1], [1, -1], [-1, -1], [1, 0]])  # the third kind never comes


def step(
    positive: list[float], negative: list[list[float]], kind_ids: list[list[int]], thresholds: list[float], m: float
) -> tuple[float, list[float]]:
    """The loss and the next thresholds."""
    hinges, gaps = [], {}
    for own, row, kinds in zip(positive, negative, kind_ids, strict=True):
        for score, kind in zip(row, kinds, strict=True):
            if kind >= 0:
                hinges.append(max(0.0, score - own + thresholds[kind]))
                gaps.setdefault(kind, []).append(own - score)
    moved = list(thresholds)
    for kind, found in gaps.items():
        moved[kind] = min(10.0, max(0.0, (1 - m) * thresholds[kind] + m * sum(found) / len(found)))
    return sum(hinges) / len(hinges), moved


@pytest.mark.parametrize("momentum", [0.1, 1.0])
def test_it_is_the_plain_loop_over_many_steps(numbers: Callable[..., Tensor], momentum: float) -> None:
    rank, thresholds = CrossModalRank(KINDS, momentum).double(), [0.0] * 3
    for seed in range(20):
        positive, negative = 12 * numbers(4, seed=seed) + seed, 9 * numbers(4, 2, seed=seed + 100)
        expected, thresholds = step(positive.tolist(), negative.tolist(), KIND_IDS.tolist(), thresholds, momentum)
        assert rank(positive, negative, KIND_IDS).item() == pytest.approx(expected, rel=1e-12)
        assert rank.thresholds.tolist() == pytest.approx(thresholds, rel=1e-12)
    assert rank.thresholds[2] == 0  # of a kind that never came
    assert rank.thresholds[0] > 0


def test_gradients(numbers: Callable[..., Tensor]) -> None:
    rank = CrossModalRank(KINDS).double().eval()
    rank.thresholds.copy_(torch.tensor([1.0, 0.3, 0.0]))
    positive, negative = numbers(4).requires_grad_(), numbers(4, 2, seed=1).requires_grad_()
    assert torch.autograd.gradcheck(lambda *scores: rank(*scores, KIND_IDS), (positive, negative))


def test_the_update_leaves_the_gradient_alone(numbers: Callable[..., Tensor]) -> None:
    gradients = []
    for training in (True, False):
        rank = CrossModalRank(KINDS, momentum=1.0).train(training)
        positive = numbers(4).requires_grad_()
        rank(positive, numbers(4, 2, seed=1), KIND_IDS).backward()
        gradients.append(positive.grad.tolist())
    assert gradients[0] == gradients[1]


def test_thresholds_move_in_training_only(numbers: Callable[..., Tensor]) -> None:
    rank = CrossModalRank(KINDS).eval()
    rank(numbers(4) + 5, numbers(4, 2), KIND_IDS)
    assert not rank.thresholds.any()
    rank.train()(numbers(4) + 5, numbers(4, 2), KIND_IDS)
    assert rank.thresholds.any()


def test_thresholds_are_saved(numbers: Callable[..., Tensor]) -> None:
    rank, resumed = CrossModalRank(KINDS), CrossModalRank(KINDS)
    rank(numbers(4) + 5, numbers(4, 2), KIND_IDS)
    resumed.load_state_dict(rank.state_dict())
    assert resumed.thresholds.tolist() == rank.thresholds.tolist()
    assert resumed.thresholds.any()


def test_a_mask_leaves_negatives_out(numbers: Callable[..., Tensor]) -> None:
    positive, negative = numbers(4), numbers(4, 2, seed=1)
    kind_ids = KIND_IDS.clamp_min(0)
    masked = CrossModalRank(KINDS)(positive, negative, kind_ids, KIND_IDS >= 0)
    assert masked.item() == CrossModalRank(KINDS)(positive, negative, KIND_IDS).item()


def test_without_negatives_it_is_zero_and_nothing_moves() -> None:
    rank = CrossModalRank(KINDS)
    rank.thresholds.fill_(2.0)
    positive = torch.randn(4, requires_grad=True)
    loss = rank(positive, torch.full((4, 2), torch.nan), torch.full((4, 2), -1))
    loss.backward()
    assert loss.item() == 0
    assert (positive.grad == 0).all()
    assert rank.thresholds.tolist() == [2.0] * 3


def test_the_upper_bound_holds() -> None:
    rank = CrossModalRank(["denial"], momentum=1.0, upper_bound=3.0)
    rank(torch.tensor([50.0]), torch.tensor([[1.0]]), torch.tensor([[0]]))
    assert rank.thresholds.tolist() == [3.0]


def test_own_scores_are_what_it_takes(batch: Any) -> None:
    positive, negative = own_scores(batch.image, batch.text, batch.negatives, batch.negative_mask)
    for row in range(len(batch.image)):
        assert positive[row].item() == pytest.approx((batch.image[row] @ batch.text[row]).item())
        for place, there in enumerate(batch.negative_mask[row]):
            expected = (batch.image[row] @ batch.negatives[row, place]).item() if there else 0.0
            assert negative[row, place].item() == pytest.approx(expected)


def test_bad_options() -> None:
    with pytest.raises(UsageError, match="none given"):
        CrossModalRank([])
    with pytest.raises(UsageError, match="different names"):
        CrossModalRank(["a", "a"])
    with pytest.raises(UsageError, match="momentum"):
        CrossModalRank(KINDS, momentum=0.0)
