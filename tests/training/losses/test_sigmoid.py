"""The sigmoid loss against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from capaug.training.losses import SigmoidLoss


def reference(
    batch: Any, scale: float, bias: float, negatives: bool, mask: bool, siblings: bool, own: bool = False
) -> float:
    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    there, ids = batch.negative_mask.tolist(), batch.image_ids.tolist()

    def judged(picture: list[float], words: list[float], sign: int) -> float:
        logit = scale * sum(v * w for v, w in zip(picture, words, strict=True)) + bias
        return math.log1p(math.exp(-sign * logit))

    total = 0.0
    for i in range(len(image)):
        for j in range(len(text)):
            if i == j or not siblings or ids[i] != ids[j]:
                total += judged(image[i], text[j], 1 if i == j else -1)
            for k in range(len(generated[j])):
                if negatives and (there[j][k] or not mask) and (i == j or not own):
                    total += judged(image[i], generated[j][k], -1)
    return total / len(image)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("siblings", [False, True])
@pytest.mark.parametrize(("negatives", "mask"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize(("scale", "bias"), [(1.0, 0.5), (14.0, -10.0)])
def test_it_is_the_plain_loop(
    new_batch: Callable[..., Any], scale: float, bias: float, negatives: bool, mask: bool, siblings: bool, own: bool
) -> None:
    for seed, places in ((0, 3), (1, 1)):
        batch = new_batch(seed, negatives=places)
        found = SigmoidLoss(own_negatives=own)(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            torch.tensor(bias, dtype=torch.float64),
            batch.negatives if negatives else None,
            batch.negative_mask if mask else None,
            batch.image_ids if siblings else None,
        )
        expected = reference(batch, scale, bias, negatives, mask, siblings, own)
        assert found.item() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("own", [False, True])
def test_gradients(batch: Any, own: bool) -> None:
    leaves = [tensor.requires_grad_() for tensor in (batch.image, batch.text, batch.negatives)]
    scale, bias = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (7.0, -2.0))
    assert torch.autograd.gradcheck(
        lambda image, text, negatives, scale, bias: SigmoidLoss(own)(
            image, text, scale, bias, negatives, batch.negative_mask, batch.image_ids
        ),
        (*leaves, scale, bias),
    )


def test_siblings_and_empty_places_leave_the_true_pairs(batch: Any) -> None:
    image_ids = torch.zeros_like(batch.image_ids)
    none = torch.zeros_like(batch.negative_mask)
    scale, bias = torch.tensor(3.0), torch.tensor(-1.0)
    found = SigmoidLoss()(batch.image, batch.text, scale, bias, batch.negatives, none, image_ids)
    true = [math.log1p(math.exp(1 - 3 * float(v @ t))) for v, t in zip(batch.image, batch.text, strict=True)]
    assert found.item() == pytest.approx(sum(true) / len(true))


def test_pairs_do_not_compete(batch: Any) -> None:
    """What a softmax lacks: another false pair leaves the gradient of the others as it was."""
    text = batch.text.requires_grad_()
    scale, bias = torch.tensor(10.0), torch.tensor(-10.0)
    alone = SigmoidLoss()(batch.image, text, scale, bias)
    more = SigmoidLoss()(batch.image, text, scale, bias, batch.negatives)
    torch.testing.assert_close(torch.autograd.grad(alone, text)[0], torch.autograd.grad(more, text)[0])
