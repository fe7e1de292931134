"""The mirror loss against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from capaug.training.losses import MirrorLoss


def reference(batch: Any, mirrors: Tensor, scale: float, mask: bool) -> float:
    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    losses = []
    for j in range(len(image)):
        for k in range(len(generated[j])):
            if not mask or batch.negative_mask[j, k]:
                own, other = (
                    sum(v * (t - n) for v, t, n in zip(picture, text[j], generated[j][k], strict=True))
                    for picture in (image[j], mirrors[j][k].tolist())
                )
                losses.append(math.log1p(math.exp(-scale * (own - other))))
    return sum(losses) / len(losses)


@pytest.fixture(name="mirrors")
def mirrors_fixture(batch: Any, numbers: Callable[..., Tensor]) -> Tensor:
    return normalize(numbers(*batch.negatives.shape, seed=9), dim=-1)


@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_it_is_the_plain_loop(
    new_batch: Callable[..., Any], numbers: Callable[..., Tensor], scale: float, mask: bool
) -> None:
    for seed, places in ((0, 3), (1, 1)):
        batch = new_batch(seed, negatives=places)
        mirrors = normalize(numbers(*batch.negatives.shape, seed=seed), dim=-1)
        found = MirrorLoss()(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            batch.negatives,
            mirrors,
            batch.negative_mask if mask else None,
        )
        assert found.item() == pytest.approx(reference(batch, mirrors, scale, mask), rel=1e-12)


def test_gradients(batch: Any, mirrors: Tensor) -> None:
    leaves = [tensor.requires_grad_() for tensor in (batch.image, batch.text, batch.negatives, mirrors)]
    scale = torch.tensor(7.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda image, text, negatives, mirrors, scale: MirrorLoss()(
            image, text, scale, negatives, mirrors, batch.negative_mask
        ),
        (*leaves, scale),
    )


def test_a_blind_tower_gets_what_guessing_gets(batch: Any) -> None:
    mirrors = batch.image.unsqueeze(1).expand_as(batch.negatives)
    loss = MirrorLoss()(batch.image, batch.text, torch.tensor(100.0), batch.negatives, mirrors)
    assert loss.item() == pytest.approx(math.log(2))


def test_without_a_mirror_it_is_zero_whatever_the_place_holds(batch: Any, mirrors: Tensor) -> None:
    none = torch.zeros_like(batch.negative_mask)
    image = batch.image.requires_grad_()
    loss = MirrorLoss()(image, batch.text, torch.tensor(100.0), batch.negatives, mirrors * torch.nan, none)
    assert loss.item() == 0
    assert torch.autograd.grad(loss, image)[0].abs().max() == 0
    assert MirrorLoss()(image, batch.text, torch.tensor(1.0), batch.negatives[:, :0], mirrors[:, :0]).item() == 0
