"""Asymmetry-I in feature space, and the third and fourth of the known faults of the authors' code."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from capaug.errors import UsageError
from capaug.training.models.asymmetry import AsymmetryFusion
from capaug.training.models.noise import OPERATIONS, FeatureNoise

MASK = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]]).bool()


def draws(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def tokens() -> torch.Tensor:
    return torch.randn(3, 5, 8, generator=draws(9), dtype=torch.float64)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("training", [True, False])
def test_fault_3_no_text_is_an_exact_copy_in_train_or_eval_mode(operation: str, training: bool) -> None:
    noise = FeatureNoise().train(training)
    for seed in range(30):
        corrupted = noise(tokens(), MASK, operation=operation, generator=draws(seed))
        changed = (corrupted != tokens()).any(dim=-1) & MASK
        assert changed.any(dim=1).all()


@pytest.mark.parametrize("operation", ["dropout", "zero", "shuffle"])
def test_a_text_that_an_operation_cannot_change_gets_noise(operation: str) -> None:
    """All features are 0, so dropout, zeroing and shuffling leave them as they are."""
    corrupted = FeatureNoise()(torch.zeros(3, 5, 8), MASK, operation=operation)
    assert (corrupted != 0).flatten(1).any(dim=1).all()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("training", [True, False])
def test_fault_4_the_text_projection_gets_a_gradient(operation: str, training: bool) -> None:
    projection = nn.Linear(8, 8).double()
    corrupted = FeatureNoise().train(training)(projection(tokens()), MASK, operation=operation, generator=draws())
    (corrupted * torch.randn(3, 5, 8, generator=draws(1), dtype=torch.float64)).sum().backward()
    assert (projection.weight.grad != 0).any(dim=1).all()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_fusion_tells_every_negative_from_its_positive(operation: str) -> None:
    """A shuffle of whole tokens would not do: the fusion scores words the same in any order."""
    fusion = AsymmetryFusion(8, 8, 8, 8, heads=2).double()
    regions, images = fusion.regions(tokens()), tokens()[:, 0]
    words = fusion.words(tokens())
    order = torch.tensor([3, 1, 4, 0, 2])
    positive = fusion(regions, images, words, torch.ones(3, 5))
    torch.testing.assert_close(positive, fusion(regions, images, words[:, order], torch.ones(3, 5)))
    noisy = FeatureNoise()(words, operation=operation, generator=draws())
    negative = fusion(regions, images, noisy, torch.ones(3, 5))
    assert ((positive - negative).abs() > 1e-6).all()


def test_a_shuffle_keeps_each_features_values() -> None:
    corrupted = FeatureNoise()(tokens(), MASK, operation="shuffle", generator=draws())
    for before, after, mask in zip(tokens()[:2], corrupted[:2], MASK[:2], strict=True):
        torch.testing.assert_close(after[mask].sort(dim=0).values, before[mask].sort(dim=0).values, rtol=0, atol=0)
        moved = (after[mask] != before[mask]).all(dim=0)
        assert moved.sum() == 4
        assert torch.equal(after[~mask], before[~mask])


def test_zeroing_takes_one_feature_or_one_token() -> None:
    seen = set()
    for seed in range(20):
        corrupted = FeatureNoise()(tokens(), operation="zero", generator=draws(seed))
        for text in corrupted:
            features, words = (text == 0).all(dim=0).sum().item(), (text == 0).all(dim=1).sum().item()
            assert (text == 0).sum() == (5 if features else 8)
            seen.add((features, words))
    assert seen == {(1, 0), (0, 1)}


def test_dropout_keeps_the_mean() -> None:
    ones = torch.ones(1, 100, 1000)
    corrupted = FeatureNoise(p=0.5)(ones, operation="dropout", generator=draws())
    assert set(corrupted.unique().tolist()) == {0.0, 2.0}
    assert corrupted.mean().item() == pytest.approx(1, abs=0.02)


def test_gaussian_noise_has_the_asked_deviation() -> None:
    zeros = torch.zeros(1, 100, 1000)
    corrupted = FeatureNoise(deviation=0.3)(zeros, operation="gaussian", generator=draws())
    assert corrupted.std().item() == pytest.approx(0.3, rel=0.02)


def test_the_operation_is_drawn_and_a_seed_repeats_it() -> None:
    noise = FeatureNoise()
    made = [noise(tokens(), MASK, generator=draws(seed)) for seed in range(40)]
    assert all(torch.equal(a, noise(tokens(), MASK, generator=draws(n))) for n, a in enumerate(made))
    zeros = {int((a[0] == 0).sum()) for a in made}
    kept = {int((a[0] == tokens()[0]).sum()) for a in made}
    assert {0, 5, 8} < zeros  # none; one feature; one token; and dropout's many
    assert 20 in kept  # the half that a shuffle leaves


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown noise 'blur'; known: gaussian, dropout, shuffle, zero"):
        FeatureNoise()(tokens(), operation="blur")
