"""The choice among the own negatives against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from capaug.training.losses import OwnChoice


def reference(batch: Any, scale: float, mask: bool, centred: bool) -> float:
    image, text, generated = batch.image.tolist(), batch.text.tolist(), batch.negatives.tolist()
    mean = [sum(column) / len(image) for column in zip(*image, strict=True)]
    losses = []
    for j, vector in enumerate(image):
        seen = [v - m for v, m in zip(vector, mean, strict=True)] if centred else vector
        there = [n for k, n in enumerate(generated[j]) if not mask or batch.negative_mask[j, k]]
        scores = [math.exp(scale * sum(v * w for v, w in zip(seen, words, strict=True))) for words in (text[j], *there)]
        if there:
            losses.append(-math.log(scores[0] / sum(scores)))
    return sum(losses) / len(losses)


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_it_is_the_plain_loop(new_batch: Callable[..., Any], scale: float, mask: bool, centred: bool) -> None:
    for seed, places in ((0, 3), (1, 1)):
        batch = new_batch(seed, negatives=places)
        found = OwnChoice(centred)(
            batch.image,
            batch.text,
            torch.tensor(scale, dtype=torch.float64),
            batch.negatives,
            batch.negative_mask if mask else None,
        )
        assert found.item() == pytest.approx(reference(batch, scale, mask, centred), rel=1e-12)


@pytest.mark.parametrize("centred", [False, True])
def test_gradients(batch: Any, centred: bool) -> None:
    leaves = [tensor.requires_grad_() for tensor in (batch.image, batch.text, batch.negatives)]
    scale = torch.tensor(7.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda image, text, negatives, scale: OwnChoice(centred)(image, text, scale, negatives, batch.negative_mask),
        (*leaves, scale),
    )


def test_what_all_pictures_share_counts_unless_it_is_centred(batch: Any) -> None:
    def loss(centred: bool, shared: float) -> float:
        image = batch.image + shared * batch.text[0]
        return OwnChoice(centred)(image, batch.text, torch.tensor(5.0), batch.negatives, batch.negative_mask).item()

    assert loss(True, 1.0) == pytest.approx(loss(True, 0.0), rel=1e-12)
    assert loss(False, 1.0) != pytest.approx(loss(False, 0.0), rel=1e-3)


def test_without_a_negative_it_is_zero(batch: Any) -> None:
    none = torch.zeros_like(batch.negative_mask)
    assert OwnChoice()(batch.image, batch.text, torch.tensor(100.0), batch.negatives, none).item() == 0
    assert OwnChoice()(batch.image, batch.text, torch.tensor(100.0), batch.negatives[:, :0]).item() == 0
