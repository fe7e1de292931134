from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.training.data import train_tokenizer
from capaug.training.evaluation.features import encode_images, encode_texts, pair_scores
from capaug.training.models import load_model

TEXTS = ["a red ball", "a blue ball", "a red box", "a ball that is red and lies on a table", "a blue box"]
PAIRS = [(0, 0), (1, 0), (0, 3), (1, 4), (2, 1), (2, 3), (1, 2)]  # picture and text


def images(ids: list[str]) -> Tensor:
    draws = [torch.Generator().manual_seed(int(i)) for i in ids]
    return torch.stack([torch.randn(3, 112, 112, generator=draw) for draw in draws])


@pytest.mark.parametrize("fusion", ["none", "cross_attention", "asymmetry"])
@pytest.mark.parametrize("batch_size", [1, 2, 64])
def test_scores_are_those_of_single_pairs(fusion: str, batch_size: int) -> None:
    """Neither batches nor padding changes a score."""
    tokenizer = train_tokenizer(TEXTS * 3)
    model = load_model("tiny", tokenizer=tokenizer, fusion=fusion).eval()
    pictures, words = encode_images(model, images, ["0", "1", "2"], batch_size), encode_texts(model, TEXTS, batch_size)
    image_of, text_of = torch.tensor(PAIRS).unbind(dim=1)
    found = pair_scores(model, pictures, image_of, words, text_of, batch_size)

    def score(image: int, text: int) -> Any:
        tokens = tokenizer([TEXTS[text]], return_tensors="pt")
        picture, words = model.image_features(images([str(image)])), model.text_features(**tokens)
        if fusion == "cross_attention":  # the head and the contrastive logit
            logits = model.match(picture.tokens, words.tokens, words.mask)  # type: ignore[operator]
            return float(logits[0, 1] - logits[0, 0] + model.scale() * model.pair_similarity(picture, words))
        return float(model.pair_similarity(picture, words))

    with torch.no_grad():
        assert found.tolist() == pytest.approx([score(*pair) for pair in PAIRS], abs=1e-4)
    assert found.std() > 1e-3
