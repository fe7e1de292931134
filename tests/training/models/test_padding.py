"""What stands behind a text, or where there is none, changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from capaug.training.models import load_model
from capaug.training.models.base import Matcher

TOWER = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24}
TEXT = {**TOWER, "max_position_embeddings": 24, "vocab_size": 60, "bos_token_id": 2, "eos_token_id": 3}
VISION = {**TOWER, "image_size": 16, "patch_size": 4}


def siglip(tokenizer: Any, pad_token_id: int) -> Any:
    text = {**TEXT, "pad_token_id": pad_token_id}
    return load_model(
        {"model_type": "siglip", "text_config": text, "vision_config": VISION}, tokenizer=tokenizer
    ).eval()


@pytest.mark.parametrize("of_configuration", [0, 5])
@pytest.mark.parametrize("filler", [0, 7])
def test_a_text_of_siglip_does_not_depend_on_its_batch(
    of_configuration: int, filler: int, tokenizer: Any, captions: list[str]
) -> None:
    """Whatever the configuration says, and whatever a batch is padded with."""
    model = siglip(tokenizer, of_configuration)
    batch = tokenizer(captions, padding=True, return_tensors="pt")
    ids, mask = batch["input_ids"], batch["attention_mask"]
    padded = ids.masked_fill(mask == 0, filler)
    with torch.inference_mode():
        together = model.encode_text(padded, mask)
        alone = torch.cat([model.encode_text(ids[k : k + 1, : mask[k].sum()], mask[k : k + 1, : mask[k].sum()])
                           for k in range(len(captions))])  # fmt: skip
    torch.testing.assert_close(together, alone)


def test_siglip_without_a_tokenizer_pads_as_its_configuration_says(tokenizer: Any, captions: list[str]) -> None:
    batch = tokenizer(captions[:1], return_tensors="pt")
    torch.manual_seed(1)
    bare = siglip(None, 5)
    full = torch.nn.functional.pad(batch["input_ids"], (0, 24 - batch["input_ids"].shape[1]), value=5)
    with torch.inference_mode():
        torch.testing.assert_close(
            bare.encode_text(batch["input_ids"], batch["attention_mask"]),
            bare.encode_text(full, torch.ones_like(full)),
        )


@pytest.mark.parametrize("fusion", ["none", "cross_attention", "asymmetry"])
def test_a_text_without_a_word_leaves_gradients_finite(
    fusion: str, tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion=fusion)
    images, whole = model.image_features(pictures), model.text_features(**texts)
    before = model.similarity(images, whole)
    texts["attention_mask"][1] = 0
    words = model.text_features(**texts)
    scores = model.similarity(images, words)
    torch.testing.assert_close(scores[:, [0, 2, 3]], before[:, [0, 2, 3]])
    total = scores.sum()
    if isinstance(model, Matcher):
        assert words.mask is not None
        total = total + model.match(images.tokens, words.tokens, words.mask).sum()
    total.backward()
    assert all(weights.grad.isfinite().all() for weights in model.parameters() if weights.grad is not None)
