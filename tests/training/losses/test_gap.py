"""The gap loss against a plain loop, and that no text alone can lower it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from capaug.training.losses import GapLoss


def reference(batch: Any, scale: float, mask: bool, siblings: bool) -> float:
    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    there, ids = batch.negative_mask.tolist(), batch.image_ids.tolist()
    losses = []
    for j in range(len(image)):
        for k in range(len(generated[j])):
            if mask and not there[j][k]:
                continue
            gaps = [
                sum(v * (t - n) for v, t, n in zip(picture, text[j], generated[j][k], strict=True)) for picture in image
            ]
            shown = [i for i in range(len(image)) if i == j or not siblings or ids[i] != ids[j]]
            losses.append(-math.log(math.exp(scale * gaps[j]) / sum(math.exp(scale * gaps[i]) for i in shown)))
    return sum(losses) / len(losses)


@pytest.mark.parametrize("siblings", [False, True])
@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_it_is_the_plain_loop(new_batch: Callable[..., Any], scale: float, mask: bool, siblings: bool) -> None:
    for seed, places in ((0, 3), (1, 1), (2, 4)):
        batch = new_batch(seed, negatives=places)
        found = GapLoss()(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            batch.negatives,
            batch.negative_mask if mask else None,
            batch.image_ids if siblings else None,
        )
        assert found.item() == pytest.approx(reference(batch, scale, mask, siblings), rel=1e-12)


def test_gradients(batch: Any) -> None:
    leaves = [tensor.requires_grad_() for tensor in (batch.image, batch.text, batch.negatives)]
    scale = torch.tensor(7.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda image, text, negatives, scale: GapLoss()(
            image, text, scale, negatives, batch.negative_mask, batch.image_ids
        ),
        (*leaves, scale),
    )


def test_what_all_pictures_share_neither_counts_nor_has_a_gradient(batch: Any) -> None:
    shared = torch.linspace(-1, 1, batch.image.shape[1], dtype=torch.float64, requires_grad=True)
    scale = torch.tensor(5.0)
    expected = GapLoss()(batch.image, batch.text, scale, batch.negatives, batch.negative_mask)
    found = GapLoss()(batch.image + shared, batch.text, scale, batch.negatives, batch.negative_mask)
    assert found.item() == pytest.approx(expected.item(), rel=1e-12)
    (gradient,) = torch.autograd.grad(found, shared)
    assert gradient.abs().max() < 1e-12


def test_a_blind_tower_gets_what_guessing_gets(batch: Any) -> None:
    image = batch.image[:1].expand_as(batch.image)
    loss = GapLoss()(image, batch.text, torch.tensor(100.0), batch.negatives, batch.negative_mask)
    assert loss.item() == pytest.approx(math.log(len(image)))


def test_without_a_negative_or_another_picture_it_is_zero(batch: Any) -> None:
    scale, none = torch.tensor(100.0), torch.zeros_like(batch.negative_mask)
    assert GapLoss()(batch.image, batch.text, scale, batch.negatives, none).item() == 0
    assert GapLoss()(batch.image, batch.text, scale, batch.negatives[:, :0]).item() == 0
    one_image = torch.zeros_like(batch.image_ids)
    assert GapLoss()(batch.image, batch.text, scale, batch.negatives, None, one_image).item() == 0
