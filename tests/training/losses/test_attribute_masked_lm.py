"""The masked language model's loss against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from capaug.training.losses import AttributeMaskedLM

LABELS = torch.tensor([[-100, 3, -100, 0], [-100, -100, -100, -100], [6, -100, -100, 2]])


def test_it_is_the_plain_loop(numbers: Callable[..., Tensor]) -> None:
    logits = numbers(3, 4, 7)
    terms = []
    for row, labels in zip(logits.tolist(), LABELS.tolist(), strict=True):
        for scores, label in zip(row, labels, strict=True):
            if label != -100:
                terms.append(-math.log(math.exp(scores[label]) / sum(math.exp(score) for score in scores)))
    assert len(terms) == 4
    assert AttributeMaskedLM()(logits, LABELS).item() == pytest.approx(sum(terms) / 4, rel=1e-12)


def test_gradients(numbers: Callable[..., Tensor]) -> None:
    loss = AttributeMaskedLM()
    assert torch.autograd.gradcheck(lambda logits: loss(logits, LABELS), numbers(3, 4, 7).requires_grad_())


@pytest.mark.parametrize("shape", [(2, 4), (2, 0)])
def test_nothing_masked_is_zero_and_no_nan(shape: tuple[int, int]) -> None:
    logits = torch.randn(*shape, 7, requires_grad=True)
    loss = AttributeMaskedLM()(logits, torch.full(shape, -100))
    loss.backward()
    assert loss.item() == 0
    assert (logits.grad == 0).all()


def test_logits_of_the_masked_positions_alone_give_the_same(numbers: Callable[..., Tensor]) -> None:
    logits = numbers(3, 4, 7)
    masked = LABELS != -100
    alone = AttributeMaskedLM()(logits[masked], LABELS[masked])
    assert alone.item() == pytest.approx(AttributeMaskedLM()(logits, LABELS).item())
