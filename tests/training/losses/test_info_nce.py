"""InfoNCE against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from capaug.training.losses import InfoNCE


def dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def reference(batch: Any, scale: float, negatives: bool, mask: bool, siblings: bool, own: bool = False) -> float:
    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    there, ids = batch.negative_mask.tolist(), batch.image_ids.tolist()
    size, places = len(image), len(generated[0])
    total = 0.0
    for i in range(size):
        others = [j for j in range(size) if j == i or not siblings or ids[j] != ids[i]]
        captions = sum(math.exp(scale * dot(image[i], text[j])) for j in others)
        against = 0.0
        for j in range(size):
            for k in range(places):
                if negatives and (there[j][k] or not mask) and (j == i or not own):
                    against += math.exp(scale * dot(image[i], generated[j][k]))
        images = sum(math.exp(scale * dot(image[j], text[i])) for j in others)
        right = math.exp(scale * dot(image[i], text[i]))
        total -= math.log(right / (captions + against)) + math.log(right / images)
    return total / (2 * size)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("siblings", [False, True])
@pytest.mark.parametrize(("negatives", "mask"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_it_is_the_plain_loop(
    new_batch: Callable[..., Any], scale: float, negatives: bool, mask: bool, siblings: bool, own: bool
) -> None:
    for seed in range(3):
        batch = new_batch(seed)
        found = InfoNCE(own_negatives=own)(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            batch.negatives if negatives else None,
            batch.negative_mask if mask else None,
            batch.image_ids if siblings else None,
        )
        assert found.item() == pytest.approx(reference(batch, scale, negatives, mask, siblings, own), rel=1e-12)


@pytest.mark.parametrize("own", [False, True])
def test_gradients(batch: Any, own: bool) -> None:
    image, text = batch.image.requires_grad_(), batch.text.requires_grad_()
    negatives = batch.negatives.requires_grad_()
    scale = torch.tensor(7.0, dtype=torch.float64, requires_grad=True)
    loss = InfoNCE(own_negatives=own)
    assert torch.autograd.gradcheck(
        lambda *tensors: loss(*tensors, batch.negative_mask, batch.image_ids), (image, text, scale, negatives)
    )


def test_without_negatives_it_is_clip(batch: Any) -> None:
    logits = 20 * batch.image @ batch.text.T
    right = torch.arange(len(logits))
    clip = (torch.nn.functional.cross_entropy(logits, right) + torch.nn.functional.cross_entropy(logits.T, right)) / 2
    scale = torch.tensor(20.0)
    assert InfoNCE()(batch.image, batch.text, scale).item() == pytest.approx(clip.item())
    none = torch.zeros_like(batch.negative_mask)
    assert InfoNCE()(batch.image, batch.text, scale, batch.negatives, none).item() == pytest.approx(clip.item())
    empty = batch.negatives[:, :0]
    assert InfoNCE()(batch.image, batch.text, scale, empty, none[:, :0]).item() == pytest.approx(clip.item())


@pytest.mark.parametrize("own", [False, True])
def test_a_negative_touches_the_image_to_text_side_only(batch: Any, own: bool) -> None:
    """A lone pair has nothing to lose from text to image, so half of the loss is the negative's."""
    image, text, negatives = batch.image[:1], batch.text[:1], batch.text[:1].unsqueeze(1)
    loss = InfoNCE(own_negatives=own)(image, text, torch.tensor(100.0), negatives)
    assert loss.item() == pytest.approx(math.log(2) / 2)


def test_a_batch_of_one_image_costs_nothing(batch: Any) -> None:
    image_ids = torch.zeros_like(batch.image_ids)
    assert InfoNCE()(batch.image, batch.text, torch.tensor(100.0), image_ids=image_ids).item() == 0


def test_a_siblings_negatives_stay_negatives(batch: Any) -> None:
    image_ids = torch.zeros_like(batch.image_ids)
    only_row_two = torch.zeros_like(batch.negative_mask)
    only_row_two[2] = True
    image = batch.image.requires_grad_()
    loss = InfoNCE()(image, batch.text, torch.tensor(5.0), batch.negatives, only_row_two, image_ids)
    (gradient,) = torch.autograd.grad(loss, image)
    assert (gradient.abs().sum(dim=1) > 0).all()
