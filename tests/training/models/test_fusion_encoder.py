"""FAM's fusion layers and heads, against a plain loop."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from capaug.training.models import Matcher, WordPredictor, load_model
from capaug.training.models.layers import Attention


@pytest.fixture(name="model")
def model_fixture(tokenizer: Any) -> Any:
    return load_model("tiny", tokenizer=tokenizer, fusion="cross_attention").eval()


def fused(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> Any:
    words = model.text_features(**texts)
    return model.image_tokens(pictures), words.tokens, words.mask


def test_it_matches_and_predicts(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    assert isinstance(model, Matcher) and isinstance(model, WordPredictor)
    inputs = fused(model, pictures, texts)
    length = texts["input_ids"].shape[1]
    assert model.match(*inputs).shape == (4, 2)
    assert model.predict(*inputs).shape == (4, length, len(model.tokenizer))
    positions = torch.rand(4, length) < 0.3
    torch.testing.assert_close(model.predict(*inputs, positions), model.predict(*inputs)[positions])


def test_no_positions_are_fine(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    nowhere = torch.zeros_like(texts["input_ids"], dtype=torch.bool)
    assert model.predict(*fused(model, pictures, texts), nowhere).shape == (0, len(model.tokenizer))


def test_each_item_is_fused_with_itself_alone(
    model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    inputs = fused(model, pictures, texts)
    logits = model.match(*inputs)
    for n in range(4):
        torch.testing.assert_close(model.match(*(x[n : n + 1] for x in inputs)), logits[n : n + 1])


def test_the_picture_changes_match_and_words(
    model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    regions, words, mask = fused(model, pictures, texts)
    assert ((model.match(regions, words, mask) - model.match(regions.flip(0), words, mask)).abs() > 1e-5).all()
    change = model.predict(regions, words, mask) - model.predict(regions.flip(0), words, mask)
    assert (change.abs().amax(dim=-1) > 1e-5)[mask].all()


def test_padding_does_not_matter(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    regions, words, mask = fused(model, pictures, texts)
    short = (regions[3:], words[3:, :4], mask[3:, :4])
    torch.testing.assert_close(model.match(*short), model.match(regions, words, mask)[3:])
    torch.testing.assert_close(model.predict(*short), model.predict(regions, words, mask)[3:, :4])


def test_every_weight_gets_a_gradient(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    images, words = model.image_features(pictures), model.text_features(**texts)
    inputs = images.tokens, words.tokens, words.mask
    contrastive = torch.nn.functional.cross_entropy(model.scale() * model.similarity(images, words), torch.arange(4))
    (contrastive + model.match(*inputs)[:, 0].sum() + model.predict(*inputs)[..., 0].sum()).backward()
    assert [name for name, weight in model.named_parameters() if weight.grad is None] == []


def test_every_weight_is_saved_once(model: Any) -> None:
    names = list(model.state_dict())
    assert len([name for name in names if name.endswith("logit_scale")]) == 1


def attention_reference(attention: Attention, query: list[Any], context: list[Any], width: int) -> list[list[float]]:
    """Multi-head attention of one text, number by number."""

    def apply(layer: torch.nn.Linear, vector: list[float]) -> list[float]:
        return [
            sum(w * x for w, x in zip(row, vector, strict=True)) + b
            for row, b in zip(layer.weight.tolist(), layer.bias.tolist(), strict=True)
        ]

    step, out = width // attention.heads, []
    both = [apply(attention.key_value, c) for c in context]
    for vector in query:
        q, gathered = apply(attention.query, vector), []
        for start in range(0, width, step):
            place = range(start, start + step)
            weights = [math.exp(sum(q[d] * kv[d] for d in place) / math.sqrt(step)) for kv in both]
            for d in place:
                gathered.append(sum(p * kv[width + d] for p, kv in zip(weights, both, strict=True)) / sum(weights))
        out.append(apply(attention.out, gathered))
    return out


@pytest.mark.parametrize("real", [5, 2])
def test_cross_attention_equals_the_plain_loop(real: int) -> None:
    attention = Attention(8, 2, context_width=6).double()
    queries, context = torch.randn(1, 3, 8).double(), torch.randn(1, 5, 6).double()
    mask = (torch.arange(5) < real)[None, None, None, :]
    expected = attention_reference(attention, queries[0].tolist(), context[0].tolist()[:real], 8)
    torch.testing.assert_close(
        attention(queries, context, mask)[0], torch.tensor(expected, dtype=torch.float64), rtol=1e-10, atol=1e-12
    )
    leaves = (queries.requires_grad_(), context.requires_grad_())
    assert torch.autograd.gradcheck(lambda q, c: attention(q, c, mask), leaves)
