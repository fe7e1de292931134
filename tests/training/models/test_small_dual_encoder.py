from __future__ import annotations

from typing import Any

import pytest
import torch

from capaug.errors import UsageError
from capaug.training.models import load_model
from capaug.training.models.dual import GROUP, SIZES, DualConfig, SmallDualEncoder

NANO = {**SIZES["tiny"], "image_size": 16, "patch": 4, "stem": (8, 16), "dimension": 8, "vocabulary_size": 40}


@pytest.fixture(name="model")
def model_fixture(tokenizer: Any) -> Any:
    return load_model("tiny", tokenizer=tokenizer).eval()


def test_shapes_and_lengths(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    images, words = model.image_features(pictures), model.text_features(**texts)
    assert images.vector.shape == words.vector.shape == (4, model.dimension)
    assert images.tokens.shape == (4, 16, model.image_width)
    assert words.tokens.shape == (*texts["input_ids"].shape, model.text_width)
    assert torch.equal(words.mask, texts["attention_mask"].bool())
    for vectors in (images.vector, words.vector):
        torch.testing.assert_close(vectors.norm(dim=1), torch.ones(4))
    torch.testing.assert_close(model.encode_image(pictures), images.vector)
    torch.testing.assert_close(model.text_tokens(**texts), words.tokens)
    torch.testing.assert_close(model.pair_similarity(images, words), model.similarity(images, words).diagonal())


def test_word_order_matters(model: Any, texts: dict[str, torch.Tensor]) -> None:
    dog_chases, cat_chases = model.encode_text(**texts)[:2]
    assert (dog_chases - cat_chases).abs().max() > 1e-3


def test_padding_does_not_matter(model: Any, texts: dict[str, torch.Tensor]) -> None:
    alone = model.encode_text(texts["input_ids"][3:, :4], texts["attention_mask"][3:, :4])
    torch.testing.assert_close(alone, model.encode_text(**texts)[3:])


def test_texts_in_groups_of_like_length_are_encoded_as_alone(model: Any) -> None:
    draws = torch.Generator().manual_seed(0)
    ids = torch.randint(5, model.vocabulary_size, (2 * GROUP + 3, 20), generator=draws)
    lengths = torch.randint(1, 21, (len(ids),), generator=draws)
    mask = (torch.arange(20) < lengths[:, None]).long()
    torch.testing.assert_close(model.encode_text(ids, mask), model.text_features(ids, mask).vector)


def test_where_things_are_in_the_picture_matters(model: Any, pictures: torch.Tensor) -> None:
    mirrored = model.encode_image(pictures.roll(56, dims=3))
    assert (mirrored - model.encode_image(pictures)).abs().max() > 1e-3


def test_every_weight_gets_a_gradient(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> None:
    images, words, scale = model(pictures, **texts)
    torch.nn.functional.cross_entropy(scale * images @ words.T, torch.arange(4)).backward()
    assert [name for name, weight in model.named_parameters() if weight.grad is None] == []


@pytest.mark.parametrize(("exponent", "scale"), [(0.0, 1.0), (9.0, 100.0)])
def test_the_scale_is_bounded_and_can_come_back(model: Any, exponent: float, scale: float) -> None:
    with torch.no_grad():
        model.logit_scale.fill_(exponent)
    value = model.scale()
    value.backward()
    assert value.item() == pytest.approx(scale)
    assert model.logit_scale.grad.item() == pytest.approx(scale)


def test_tiny_learns_who_is_where() -> None:
    """Left and right of two colours: 12 pictures, and each caption's mirror among the texts."""
    colours = torch.eye(4, 3)
    pairs = [(a, b) for a in range(4) for b in range(4) if a != b]
    pictures = torch.zeros(len(pairs), 3, 16, 16)
    for picture, (left, right) in zip(pictures, pairs, strict=True):
        picture[:, 4:12, 1:7] = colours[left][:, None, None]
        picture[:, 4:12, 9:15] = colours[right][:, None, None]
    ids = torch.tensor([[2, 10 + left, 20, 10 + right, 3] for left, right in pairs])
    model = SmallDualEncoder(DualConfig(**NANO))
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(120):
        images, words, scale = model(pictures, ids, torch.ones_like(ids))
        torch.nn.functional.cross_entropy(scale * images @ words.T, torch.arange(12)).backward()
        optimizer.step()
        optimizer.zero_grad()
    right = (images @ words.T).argmax(dim=1) == torch.arange(12)
    assert right.sum() >= 11


def test_long_texts_are_refused(model: Any) -> None:
    ids = torch.zeros(1, model.max_tokens + 1, dtype=torch.long)
    with pytest.raises(UsageError, match="texts of 65 tokens; the model reads 64"):
        model.encode_text(ids, torch.ones_like(ids))


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_well_measured(size: str) -> None:
    with torch.device("meta"):
        model = SmallDualEncoder(DualConfig(vocabulary_size=100, **SIZES[size]))
        assert model.image_features(torch.zeros(1, 3, *model.images.size)).vector.shape == (1, model.dimension)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image_size": 17}, "image_size 17 is no multiple of 8"),
        ({"text_heads": 5}, "a width of 64 cannot be shared by 5 heads"),
        ({"phrase": 4}, "phrase 4 is even"),
        ({"vocabulary_size": None}, "needs a tokenizer or a vocabulary_size"),
    ],
)
def test_measures_that_do_not_fit_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        DualConfig(**{**NANO, **change})
