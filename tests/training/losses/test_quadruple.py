"""The quadruple loss against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from capaug.training.losses import QuadrupleLoss


def reference(batch: Any, partners: Tensor, scale: float, mask: bool) -> float:
    def dot(one: list[float], other: list[float]) -> float:
        return scale * sum(a * b for a, b in zip(one, other, strict=True))

    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    losses = []
    for j in range(len(image)):
        for k in range(len(generated[j])):
            if not mask or batch.negative_mask[j, k]:
                own, caption, negative, partner = image[j], text[j], generated[j][k], partners[j][k].tolist()
                won = [dot(own, caption), dot(partner, negative), dot(caption, own), dot(negative, partner)]
                lost = [dot(own, negative), dot(partner, caption), dot(caption, partner), dot(negative, own)]
                losses.append(sum(math.log1p(math.exp(b - a)) for a, b in zip(won, lost, strict=True)) / 4)
    return sum(losses) / len(losses)


@pytest.fixture(name="partners")
def partners_fixture(batch: Any, numbers: Callable[..., Tensor]) -> Tensor:
    return normalize(numbers(*batch.negatives.shape, seed=9), dim=-1)


@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_it_is_the_plain_loop(
    new_batch: Callable[..., Any], numbers: Callable[..., Tensor], scale: float, mask: bool
) -> None:
    for seed, places in ((0, 3), (1, 1)):
        batch = new_batch(seed, negatives=places)
        partners = normalize(numbers(*batch.negatives.shape, seed=seed), dim=-1)
        found = QuadrupleLoss()(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            batch.negatives,
            partners,
            batch.negative_mask if mask else None,
        )
        assert found.item() == pytest.approx(reference(batch, partners, scale, mask), rel=1e-12)


def test_gradients(batch: Any, partners: Tensor) -> None:
    leaves = [tensor.requires_grad_() for tensor in (batch.image, batch.text, batch.negatives, partners)]
    scale = torch.tensor(7.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda image, text, negatives, partners, scale: QuadrupleLoss()(
            image, text, scale, negatives, partners, batch.negative_mask
        ),
        (*leaves, scale),
    )


def test_it_is_small_where_all_four_are_right_and_only_there() -> None:
    image, partner = torch.tensor([[1.0, 0.0]]), torch.tensor([[[0.0, 1.0]]])
    caption, negative = image, partner
    loss, scale = QuadrupleLoss(), torch.tensor(50.0)
    assert loss(image, caption, scale, negative, partner).item() < 1e-6
    assert loss(image, negative[:, 0], scale, caption[:, None], partner).item() > 10  # the texts exchanged
    one_text = loss(image, caption, scale, caption[:, None], partner).item()  # the negative says what the caption says
    assert one_text > math.log(2) / 2


def test_without_a_partner_it_is_zero_whatever_the_place_holds(batch: Any, partners: Tensor) -> None:
    none = torch.zeros_like(batch.negative_mask)
    image = batch.image.requires_grad_()
    loss = QuadrupleLoss()(image, batch.text, torch.tensor(100.0), batch.negatives, partners * torch.nan, none)
    assert loss.item() == 0
    assert torch.autograd.grad(loss, image)[0].abs().max() == 0
    assert QuadrupleLoss()(image, batch.text, torch.tensor(1.0), batch.negatives[:, :0], partners[:, :0]).item() == 0
