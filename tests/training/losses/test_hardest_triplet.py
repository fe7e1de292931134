"""The hardest-negative triplet loss against a plain loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from capaug.errors import UsageError
from capaug.training.losses import HardestTriplet


def reference(batch: Any, margin: float, negatives: bool, siblings: bool) -> float:
    def score(a: Any, b: Any) -> float:
        return sum(x * y for x, y in zip(a.tolist(), b.tolist(), strict=True))

    size, ids = len(batch.image), batch.image_ids.tolist()
    total = 0.0
    for i in range(size):
        own = score(batch.image[i], batch.text[i])
        others = [j for j in range(size) if j != i and not (siblings and ids[j] == ids[i])]
        texts = [score(batch.image[i], batch.text[j]) for j in others]
        images = [score(batch.image[j], batch.text[i]) for j in others]
        if negatives:
            for j, k in batch.negative_mask.nonzero().tolist():
                texts.append(score(batch.image[i], batch.negatives[j, k]))
        total += max([0.0] + [margin + other - own for other in texts]) / size
        total += max([0.0] + [margin + other - own for other in images]) / size
    return total


@pytest.mark.parametrize("siblings", [False, True])
@pytest.mark.parametrize("negatives", [False, True])
@pytest.mark.parametrize("margin", [0.0, 0.2])
def test_it_is_the_plain_loop(new_batch: Callable[..., Any], margin: float, negatives: bool, siblings: bool) -> None:
    for seed in range(4):
        batch = new_batch(seed)
        found = HardestTriplet(margin)(
            batch.image,
            batch.text,
            batch.negatives if negatives else None,
            batch.negative_mask if negatives else None,
            batch.image_ids if siblings else None,
        )
        assert found.item() == pytest.approx(reference(batch, margin, negatives, siblings), rel=1e-12)


def test_gradients(batch: Any) -> None:
    loss = HardestTriplet()
    inputs = (batch.image.requires_grad_(), batch.text.requires_grad_(), batch.negatives.requires_grad_())
    assert torch.autograd.gradcheck(lambda *tensors: loss(*tensors, batch.negative_mask, batch.image_ids), inputs)


def test_a_generated_negative_is_a_candidate_for_the_image_only() -> None:
    image, text = torch.eye(4, dtype=torch.float64), torch.eye(4, dtype=torch.float64)
    negatives = (0.9 * text).unsqueeze(1).requires_grad_()
    loss = HardestTriplet(margin=0.2)(image, text, negatives)
    assert loss.item() == pytest.approx(0.1)


@pytest.mark.parametrize("image_ids", [None, torch.tensor([3])])
def test_a_row_without_candidates_costs_nothing(image_ids: torch.Tensor | None) -> None:
    image = torch.tensor([[0.0, 1.0]], requires_grad=True)
    loss = HardestTriplet()(image, torch.tensor([[1.0, 0.0]]), image_ids=image_ids)
    loss.backward()
    assert loss.item() == 0
    assert (image.grad == 0).all()


def test_the_margin_must_not_be_negative() -> None:
    with pytest.raises(UsageError, match="margin"):
        HardestTriplet(margin=-0.1)
