"""Features of many pictures and texts, a batch at a time, and the scores of their pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from capaug.training.models.base import DualEncoder, Features, Matcher
from capaug.training.models.fusion import FusionEncoder

Images = Callable[[list[str]], Tensor]
"""From image ids to ``pixel_values`` [B, 3, H, W]."""


@torch.no_grad()
def encode_images(model: DualEncoder, images: Images, image_ids: Sequence[str], batch_size: int = 256) -> Features:
    """Features of pictures, in the order of ``image_ids``."""
    device = next(model.parameters()).device
    parts = [
        model.image_features(images(list(image_ids[start : start + batch_size])).to(device))
        for start in range(0, len(image_ids), batch_size)
    ]
    return _joined(parts)


@torch.no_grad()
def encode_texts(model: DualEncoder, texts: Sequence[str], batch_size: int = 512) -> Features:
    """Features of texts, in their order."""
    device = next(model.parameters()).device
    parts = []
    for start in range(0, len(texts), batch_size):
        tokens = model.tokenizer(
            list(texts[start : start + batch_size]),
            padding=True,
            truncation=True,
            max_length=model.max_tokens,
            return_tensors="pt",
        ).to(device)
        parts.append(model.text_features(tokens["input_ids"], tokens["attention_mask"]))
    return _joined(parts)


@torch.no_grad()
def pair_scores(
    model: DualEncoder, images: Features, image_of: Tensor, texts: Features, text_of: Tensor, batch_size: int = 1024
) -> Tensor:
    """Scores [N] of pairs: by the matching head where the model has one, else by its similarity.

    A :class:`~capaug.training.models.fusion.FusionEncoder` adds its contrastive logit to the head's. In training the
    head tells true pairs from pairs drawn by the softmax of that logit, so what it learns is by how much the true ones
    are likelier than the logit says, and the two together say how likely they are (our reading; BLIP's authors add
    the similarity to their head's score as well). Whole BLIP models are scored by their head alone.

    Args:
        model: what the features are from.
        images: features of images.
        image_of: int64 [N], the image of each pair.
        texts: features of texts.
        text_of: int64 [N], the text of each pair.
        batch_size: pairs at a time.
    """
    scores = torch.empty(len(text_of), device=text_of.device)
    # pairs whose texts are of like length together, so that little is computed on padding
    order = torch.arange(len(text_of)) if texts.mask is None else texts.mask.sum(dim=1)[text_of].argsort(stable=True)
    for pairs in order.to(text_of.device).split(batch_size):
        image, text = images.take(image_of[pairs]), texts.take(text_of[pairs]).trimmed()
        if isinstance(model, Matcher):
            assert text.mask is not None
            logits = model.match(image.tokens, text.tokens, text.mask)
            score = logits[:, 1] - logits[:, 0]
            if isinstance(model, FusionEncoder):
                score = score + model.scale() * model.pair_similarity(image, text)
        else:
            score = model.pair_similarity(image, text)
        scores[pairs] = score.float()
    return scores


def _joined(parts: Sequence[Features]) -> Features:
    """Batches one after the other; texts are padded to the longest."""
    if parts[0].mask is None:
        return Features(torch.cat([p.vector for p in parts]), torch.cat([p.tokens for p in parts]))
    longest = max(part.tokens.shape[1] for part in parts)

    def padded(tensor: Tensor) -> Any:
        missing = longest - tensor.shape[1]
        return torch.cat([tensor, tensor.new_zeros(len(tensor), missing, *tensor.shape[2:])], dim=1)

    return Features(
        torch.cat([p.vector for p in parts]),
        torch.cat([padded(p.tokens) for p in parts]),
        torch.cat([padded(p.mask) for p in parts if p.mask is not None]),
    )
