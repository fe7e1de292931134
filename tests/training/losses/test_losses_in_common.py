"""What all losses keep: precision at temperature 0.01, empty places, no wait for the device, imports, examples."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    FakeTensorMode,
)

from capaug.training import losses
from capaug.training.losses import (
    AsCLLoss,
    AttributeMaskedLM,
    CrossModalRank,
    GapLoss,
    HardestTriplet,
    ImageTextMatching,
    InfoNCE,
    MirrorLoss,
    OwnChoice,
    QuadrupleLoss,
    SigmoidLoss,
    all_scores,
    own_scores,
)

SCALE = 100.0  # temperature 0.01
KINDS = ["relation_swap.predicate", "attribute_replace.contrast", "asymmetry_1.object"]


def info_nce(batch: Any, own_negatives: bool = False) -> Tensor:
    scale = torch.tensor(SCALE, device=batch.image.device)
    return InfoNCE(own_negatives)(batch.image, batch.text, scale, batch.negatives, batch.negative_mask, batch.image_ids)


def info_nce_of_own_negatives(batch: Any) -> Tensor:
    return info_nce(batch, own_negatives=True)


def ascl(batch: Any) -> Tensor:
    scores = all_scores(batch.image, batch.text, batch.negatives, batch.negative_mask)
    positive = all_scores(batch.image, batch.text.flip(0))
    has_positive = batch.negative_mask[:, 0]
    return AsCLLoss(temperature=1 / SCALE)(scores, positive, batch.negative_mask, has_positive, batch.image_ids)


def hardest_triplet(batch: Any) -> Tensor:
    return HardestTriplet()(batch.image, batch.text, batch.negatives, batch.negative_mask, batch.image_ids)


def cross_modal_rank(batch: Any) -> Tensor:
    positive, negative = own_scores(batch.image, batch.text, batch.negatives, batch.negative_mask)
    kind_ids = torch.arange(3, device=batch.image.device).expand(batch.negative_mask.shape)
    rank = CrossModalRank(KINDS).to(batch.image.device)
    return rank(SCALE * positive, SCALE * negative, kind_ids, batch.negative_mask)


def gap(batch: Any) -> Tensor:
    scale = torch.tensor(SCALE, device=batch.image.device)
    return GapLoss()(batch.image, batch.text, scale, batch.negatives, batch.negative_mask, batch.image_ids)


def mirror(batch: Any) -> Tensor:
    scale = torch.tensor(SCALE, device=batch.image.device)
    mirrors = batch.image.roll(1, 0).unsqueeze(1).expand_as(batch.negatives)
    return MirrorLoss()(batch.image, batch.text, scale, batch.negatives, mirrors, batch.negative_mask)


def quadruple(batch: Any) -> Tensor:
    scale = torch.tensor(SCALE, device=batch.image.device)
    partners = batch.image.roll(1, 0).unsqueeze(1).expand_as(batch.negatives)
    return QuadrupleLoss()(batch.image, batch.text, scale, batch.negatives, partners, batch.negative_mask)


def own_choice(batch: Any, centred: bool = False) -> Tensor:
    scale = torch.tensor(SCALE, device=batch.image.device)
    return OwnChoice(centred)(batch.image, batch.text, scale, batch.negatives, batch.negative_mask)


def centred_choice(batch: Any) -> Tensor:
    return own_choice(batch, centred=True)


def sigmoid(batch: Any, own_negatives: bool = False) -> Tensor:
    scale, bias = (torch.tensor(value, device=batch.image.device) for value in (SCALE, -10.0))
    loss = SigmoidLoss(own_negatives)
    return loss(batch.image, batch.text, scale, bias, batch.negatives, batch.negative_mask, batch.image_ids)


def sigmoid_of_own_negatives(batch: Any) -> Tensor:
    return sigmoid(batch, own_negatives=True)


def image_text_matching(batch: Any) -> Tensor:
    matching = ImageTextMatching()
    similarities = SCALE * all_scores(batch.image, batch.text)
    drawn = matching.draw(similarities, batch.image_ids)
    chosen = matching.choose_texts(batch.negative_mask, drawn)
    texts = torch.cat([batch.text, batch.text, chosen.take(batch.text, batch.negatives)])
    images = torch.cat([batch.image, batch.image[drawn.images], batch.image])
    match = (images * texts).sum(-1)
    return matching(SCALE * torch.stack([-match, match], dim=-1), matching.labels(drawn.found, chosen.found))


def attribute_masked_lm(batch: Any) -> Tensor:
    labels = torch.where(batch.negative_mask, 2, -100)
    return AttributeMaskedLM()(SCALE * batch.negatives, labels)


OF_EMBEDDINGS = [
    info_nce,
    info_nce_of_own_negatives,
    ascl,
    hardest_triplet,
    cross_modal_rank,
    gap,
    mirror,
    quadruple,
    own_choice,
    centred_choice,
    sigmoid,
    sigmoid_of_own_negatives,
]
ALL = [*OF_EMBEDDINGS, image_text_matching, attribute_masked_lm]


@pytest.mark.parametrize("autocast", [False, True])
@pytest.mark.parametrize("loss", OF_EMBEDDINGS)
def test_bfloat16_at_temperature_one_hundredth(
    new_batch: Callable[..., Any], loss: Callable[[Any], Tensor], autocast: bool
) -> None:
    """Equal to what float64 gives for the same rounded embeddings, where bfloat16 logits would be off by up to 0.5."""
    batch = new_batch(size=16, width=32).to(torch.bfloat16)
    expected = loss(batch.to(torch.float64)).item()
    leaves = [batch.image.requires_grad_(), batch.text.requires_grad_(), batch.negatives.requires_grad_()]
    with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
        found = loss(batch)
    assert found.dtype == torch.float32
    assert found.item() == pytest.approx(expected, rel=1e-5)
    assert all(gradient.isfinite().all() for gradient in torch.autograd.grad(found, leaves))


@pytest.mark.parametrize("loss", ALL)
def test_confident_and_wrong_is_finite(new_batch: Callable[..., Any], loss: Callable[[Any], Tensor]) -> None:
    """The largest loss there can be at this temperature: each image unlike its caption and like all else."""
    batch = new_batch().to(torch.bfloat16)
    image = torch.zeros_like(batch.image)
    image[:, 0] = 1
    batch.image.copy_(image)
    batch.text.copy_(-image)
    batch.negatives.copy_(image.unsqueeze(1).expand_as(batch.negatives))
    leaves = [batch.image.requires_grad_(), batch.text.requires_grad_(), batch.negatives.requires_grad_()]
    found = loss(batch)
    gradients = torch.autograd.grad(found, leaves, allow_unused=True)
    assert found.isfinite()
    assert all(gradient.isfinite().all() for gradient in gradients if gradient is not None)


@pytest.mark.parametrize("loss", OF_EMBEDDINGS)
def test_what_an_empty_place_holds_does_not_matter(batch: Any, loss: Callable[[Any], Tensor]) -> None:
    expected = loss(batch).item()
    batch.negatives[~batch.negative_mask] = torch.nan
    leaves = [batch.image.requires_grad_(), batch.text.requires_grad_(), batch.negatives.requires_grad_()]
    found = loss(batch)
    assert found.item() == expected
    image, text, negatives = torch.autograd.grad(found, leaves)
    assert image.isfinite().all()
    assert text.isfinite().all()
    assert (negatives[~batch.negative_mask] == 0).all()


@pytest.mark.parametrize("loss", OF_EMBEDDINGS)
def test_a_batch_without_a_single_negative(batch: Any, loss: Callable[[Any], Tensor]) -> None:
    batch.negative_mask.fill_(False)
    image = batch.image.requires_grad_()
    found = loss(batch)
    (gradient,) = torch.autograd.grad(found, image)
    assert found.isfinite()
    assert gradient.isfinite().all()


@pytest.mark.parametrize("loss", ALL)
def test_no_value_is_read_back(batch: Any, loss: Callable[[Any], Tensor]) -> None:
    """Fake tensors have no values: reading one, or a shape that hangs on one, fails."""
    with FakeTensorMode() as mode:
        batch = replace(batch, **{field.name: mode.from_tensor(getattr(batch, field.name)) for field in fields(batch)})
        leaves = [batch.image.requires_grad_(), batch.text.requires_grad_(), batch.negatives.requires_grad_()]
        torch.autograd.grad(loss(batch), leaves, allow_unused=True)


def test_the_check_sees_a_value_read_back(batch: Any) -> None:
    with FakeTensorMode() as mode:
        image, mask = mode.from_tensor(batch.image), mode.from_tensor(batch.negative_mask)
        with pytest.raises(DynamicOutputShapeException):
            image[mask[:, 0]]
        with pytest.raises(DataDependentOutputException):
            image.sum().item()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("loss", ALL)
def test_on_cuda_it_is_the_same_and_nothing_waits(batch: Any, loss: Callable[[Any], Tensor]) -> None:
    on_device = batch.to("cuda")
    loss(on_device)  # the first call loads kernels
    torch.cuda.set_sync_debug_mode("error")
    try:
        found = loss(on_device)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert found.isfinite()
    if loss is not image_text_matching:  # which draws
        assert found.item() == pytest.approx(loss(batch).item())


def is_loss(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, nn.Module)


MODULES = [module.name for module in pkgutil.iter_modules(losses.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    torch.manual_seed(0)
    found = doctest.testmod(importlib.import_module(f"{losses.__name__}.{name}"))
    assert found.failed == 0


@pytest.mark.parametrize("loss", [found for found in vars(losses).values() if is_loss(found)])
def test_every_loss_says_what_it_is(loss: type) -> None:
    for part in ("Source:", "When to use:", "Inputs:", "Example:", ".. code-block::"):
        assert part in (loss.__doc__ or "")


def test_only_torch_is_needed() -> None:
    code = (
        "import sys, capaug.training.losses\n"
        "print([name for name in ('spacy', 'transformers', 'datasets', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
