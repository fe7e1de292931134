"""AsCL's fusion against a plain loop, and the first two of the known faults of the authors' code."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from capaug.training.models import asymmetry, load_model
from capaug.training.models.asymmetry import AsymmetryFusion

IMAGES, TEXTS, REGIONS, WORDS, WIDTH = 3, 4, 5, 6, 8
LENGTHS = (6, 3, 1, 5)


@pytest.fixture(name="fusion")
def fusion_fixture() -> AsymmetryFusion:
    return AsymmetryFusion(7, 9, 6, WIDTH, heads=2).double()


def inputs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    draws = torch.Generator().manual_seed(1)
    kind = {"generator": draws, "dtype": torch.float64}
    mask = torch.arange(WORDS) < torch.tensor(LENGTHS)[:, None]
    return (
        torch.randn(IMAGES, REGIONS, 7, **kind),
        torch.randn(IMAGES, 6, **kind),
        torch.randn(TEXTS, WORDS, 9, **kind),
        mask,
    )


def score_all(fusion: AsymmetryFusion, tokens: Any, images: Any, texts: Any, mask: Any) -> torch.Tensor:
    return fusion(fusion.regions(tokens), images, fusion.words(texts), mask)


def unit(vector: list[float]) -> list[float]:
    length = math.sqrt(sum(x * x for x in vector))
    return [x / length for x in vector]


def dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def mean(vectors: list[list[float]]) -> list[float]:
    return [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]


def attend(query: list[float], keys: list[list[float]], sharpness: float, heads: int) -> list[float]:
    step, gathered = len(query) // heads, []
    for start in range(0, len(query), step):
        part = slice(start, start + step)
        weights = [math.exp(sharpness * dot(query[part], key[part])) for key in keys]
        for d in range(start, start + step):
            gathered.append(sum(p * key[d] for p, key in zip(weights, keys, strict=True)) / sum(weights))
    return gathered


def reference(fusion: AsymmetryFusion, tokens: Any, image: Any, text: Any, length: int) -> float:
    """METHODS' formulas for one pair, number by number."""

    def apply(layer: torch.nn.Linear, vector: list[float]) -> list[float]:
        rows, biases = layer.weight.tolist(), layer.bias.tolist()
        return [dot(row, vector) + bias for row, bias in zip(rows, biases, strict=True)]

    v = [unit(apply(fusion.region_projection, r)) for r in tokens.tolist()]
    w = [apply(fusion.word_projection, x) for x in text.tolist()[:length]]
    a = [attend(region, w, 4, fusion.heads) for region in v]
    b = [attend(word, v, 9, fusion.heads) for word in w]
    image_to_text = sum(dot(unit(x), unit(y)) for x, y in zip(v, a, strict=True)) / len(v)
    text_to_image = sum(dot(unit(x), unit(y)) for x, y in zip(w, b, strict=True)) / len(w)
    g = apply(fusion.image_projection, unit(image.tolist()))
    h = apply(fusion.gathered_projection, mean(b))
    z = [1 / (1 + math.exp(-x)) for x in apply(fusion.gate, g + h)]
    mixed = unit([gate * x + (1 - gate) * y for gate, x, y in zip(z, g, h, strict=True)])
    whole = dot(mixed, unit(apply(fusion.text_projection, mean(a))))
    return 0.8 * (image_to_text + text_to_image) / 2 + 0.2 * whole


def test_scores_equal_the_plain_loop(fusion: AsymmetryFusion) -> None:
    tokens, images, texts, _ = inputs()
    expected = [
        [reference(fusion, tokens[i], images[i], texts[t], LENGTHS[t]) for t in range(TEXTS)] for i in range(IMAGES)
    ]
    torch.testing.assert_close(
        score_all(fusion, *inputs()), torch.tensor(expected, dtype=torch.float64), rtol=1e-10, atol=1e-12
    )


def test_pairs_are_the_diagonal(fusion: AsymmetryFusion) -> None:
    tokens, images, texts, mask = inputs()
    pairs = fusion.pairs(fusion.regions(tokens), images, fusion.words(texts[:3]), mask[:3])
    torch.testing.assert_close(pairs, score_all(fusion, *inputs()).diagonal())


@pytest.mark.parametrize("aligned", [False, True])
def test_gradients(fusion: AsymmetryFusion, aligned: bool) -> None:
    tokens, images, texts, mask = inputs()
    texts, mask = texts[:IMAGES], mask[:IMAGES]
    weights = list(fusion.parameters())

    def scores(*values: torch.Tensor) -> torch.Tensor:
        regions, words = fusion.regions(values[0]), fusion.words(values[2])
        return (fusion.pairs if aligned else fusion)(regions, values[1], words, mask)

    leaves = (tokens.requires_grad_(), images.requires_grad_(), texts.requires_grad_(), *weights)
    assert torch.autograd.gradcheck(scores, leaves, fast_mode=True)


def test_gradients_stay_finite_where_a_vector_vanishes(fusion: AsymmetryFusion) -> None:
    regions = torch.randn(2, REGIONS, WIDTH, dtype=torch.float64)
    words = torch.zeros(2, WORDS, WIDTH, dtype=torch.float64, requires_grad=True)
    scores = fusion(regions, torch.randn(2, 6, dtype=torch.float64), words, torch.ones(2, WORDS))
    scores.sum().backward()
    assert scores.isfinite().all() and words.grad is not None and words.grad.isfinite().all()


def test_what_stands_on_the_padding_does_not_matter(fusion: AsymmetryFusion) -> None:
    tokens, images, texts, mask = inputs()
    noisy = torch.where(mask[..., None], texts, 100 * torch.randn_like(texts))
    torch.testing.assert_close(score_all(fusion, tokens, images, noisy, mask), score_all(fusion, *inputs()))


@pytest.mark.parametrize("block", [1, 3000, 20000])
def test_blocks_change_neither_scores_nor_gradients(fusion: AsymmetryFusion, block: int) -> None:
    whole = score_all(fusion, *inputs())
    (whole * torch.arange(1, 5)).sum().backward()
    gradients = [weight.grad.clone() for weight in fusion.parameters()]
    fusion.zero_grad()
    fusion.block = block
    parts = score_all(fusion, *inputs())
    (parts * torch.arange(1, 5)).sum().backward()
    torch.testing.assert_close(parts, whole)
    for weight, gradient in zip(fusion.parameters(), gradients, strict=True):
        torch.testing.assert_close(weight.grad, gradient)


@pytest.mark.parametrize("aligned", [False, True])
def test_no_block_is_larger_than_asked(fusion: AsymmetryFusion, monkeypatch: pytest.MonkeyPatch, aligned: bool) -> None:
    sizes: list[int] = []
    score = fusion.score

    def watched(regions: Any, images: Any, words: Any, mask: Any, aligned: bool) -> torch.Tensor:
        pairs = len(words) if aligned else len(regions) * len(words)
        sizes.append(pairs * fusion._numbers_a_pair(regions, words))
        return score(regions, images, words, mask, aligned)

    monkeypatch.setattr(fusion, "score", watched)
    fusion.block = 5000
    regions, words = torch.randn(40, REGIONS, WIDTH).double(), torch.randn(40, WORDS, WIDTH).double()
    run = fusion.pairs if aligned else fusion
    with torch.no_grad():
        scores = run(regions, torch.randn(40, 6).double(), words, torch.ones(40, WORDS))
    assert scores.shape == ((40,) if aligned else (40, 40))
    assert len(sizes) > 1 and max(sizes) <= 5000


def test_fault_1_no_score_depends_on_the_other_captions(fusion: AsymmetryFusion) -> None:
    """The authors fuse image i with its own caption before scoring it against the others."""
    tokens, images, texts, mask = inputs()
    scores = score_all(fusion, tokens, images, texts, mask)
    for i in range(IMAGES):
        for t in range(TEXTS):
            alone = score_all(fusion, tokens[i : i + 1], images[i : i + 1], texts[t : t + 1], mask[t : t + 1])
            torch.testing.assert_close(alone[0, 0], scores[i, t])
    changed = texts.clone()
    changed[0] += 1
    again = score_all(fusion, tokens, images, changed, mask)
    torch.testing.assert_close(again[:, 1:], scores[:, 1:])
    assert ((again[:, 0] - scores[:, 0]).abs() > 1e-6).all()


def test_fault_1_the_place_of_the_true_caption_cannot_be_told(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion="asymmetry").eval()
    with torch.inference_mode():
        images, words = model.image_features(pictures), model.text_features(**texts)
        order = torch.tensor([2, 0, 3, 1])
        torch.testing.assert_close(
            model.similarity(images, words.take(order)), model.similarity(images, words)[:, order]
        )


def test_fault_2_every_weight_of_the_fusion_is_trained(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    """The authors make W_a and W_z where no optimizer sees them."""
    model = load_model("tiny", tokenizer=tokenizer, fusion="asymmetry")
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    scores = model.scale() * model.similarity(model.image_features(pictures), model.text_features(**texts))
    torch.nn.functional.cross_entropy(scores, torch.arange(4)).backward()
    optimizer.step()
    still = {name for name, weight in model.named_parameters() if torch.equal(weight, before[name])}
    # S has no place for the text tower's own vector.
    assert still == {"encoder.text_projection.weight"}
    assert {"fusion.gathered_projection.weight", "fusion.gate.weight"} < set(before)


def test_bfloat16_scores_are_those_of_float32(fusion: AsymmetryFusion) -> None:
    fusion.float()
    tokens, images, texts, mask = (x.float() if x.is_floating_point() else x for x in inputs())
    exact = score_all(fusion, tokens, images, texts, mask)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rough = score_all(fusion, tokens, images, texts, mask)
    assert rough.dtype == torch.float32
    torch.testing.assert_close(rough, exact, rtol=0, atol=0.01)


def test_the_temperature_is_the_authors(tokenizer: Any) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion="asymmetry")
    assert model.scale().item() == pytest.approx(10)
    assert isinstance(model, asymmetry.AsymmetryEncoder) and model.fusion.local_weight == 0.8
