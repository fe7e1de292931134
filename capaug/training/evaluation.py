"""What a model has learnt: retrieval, and the choice between a caption and its negatives in front of the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.records import AugmentedCaption
from capaug.training.models.base import DualEncoder, Features, Matcher
from capaug.training.models.fusion import FusionEncoder

Images = Callable[[list[str]], Tensor]


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of queries with a right answer among the first k, by k: pictures that ask for captions, and captions."""

    image_to_text: dict[int, float]
    text_to_image: dict[int, float]

    @property
    def r_sum(self) -> float:
        """Sum over both ways and all k, in percent (600 at best for 1, 5, 10)."""
        return 100 * (sum(self.image_to_text.values()) + sum(self.text_to_image.values()))


@dataclass(frozen=True, slots=True)
class Choice:
    """How often a picture goes to its caption and not to a negative: ``right`` of ``made`` pairs."""

    right: float
    made: int

    @property
    def accuracy(self) -> float:
        """Share of the pairs; 0 for none."""
        return self.right / self.made if self.made else 0.0


def recall_at_k(scores: Tensor, owners: Tensor, ks: Sequence[int] = (1, 5, 10)) -> Recall:
    """Recall at k of scores [I, T], where text t describes image ``owners[t]``.

    A query is answered if one of its right answers is among the k that score highest. Of equal scores the wrong one
    counts as the higher, so a model that scores all alike gets nothing.

    Args:
        scores: images x texts.
        owners: int64 [T], the row of each text's image.
        ks: sizes of the list.

    Raises:
        InputError: a score is NaN, which would count as no wrong answer above the right one.
    """
    if scores.isnan().any():
        raise InputError("the model gives scores that are no numbers (NaN); its weights are broken")
    right = owners[None, :] == torch.arange(len(scores), device=owners.device)[:, None]  # [I, T]

    def found(scores: Tensor, right: Tensor) -> dict[int, float]:
        best = scores.masked_fill(~right, -torch.inf).max(dim=1, keepdim=True).values
        ranks = ((scores >= best) & ~right).sum(dim=1)
        asked = right.any(dim=1)
        return {k: float((ranks[asked] < k).float().mean()) for k in ks}

    return Recall(found(scores, right), found(scores.T, right.T))


def choice_accuracy(own: Tensor, negatives: Tensor, kinds: Sequence[str]) -> dict[str, Choice]:
    """Accuracy of the choice by kind, of N pairs of a caption and a negative; ``all`` counts all of them.

    Equal scores count as half.

    Args:
        own: [N], score of the picture with the caption.
        negatives: [N], score of the picture with the negative.
        kinds: kind of each negative.
    """
    right = (own > negatives).double() + 0.5 * (own == negatives).double()
    by_kind: dict[str, list[float]] = {}
    for value, kind in zip(right.tolist(), kinds, strict=True):
        by_kind.setdefault(kind, []).append(value)
    found = {kind: Choice(sum(values), len(values)) for kind, values in sorted(by_kind.items())}
    return {"all": Choice(float(right.sum()), len(kinds)), **found}


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


@torch.no_grad()
def evaluate(
    model: DualEncoder,
    rows: Sequence[AugmentedCaption],
    images: Images,
    shown: Mapping[str, str] | None = None,
) -> tuple[Recall, dict[str, Choice]]:
    """Retrieval among the rows' pictures and captions, and the choice between captions and their negatives.

    Args:
        model: in any mode; it is put into evaluation mode and back.
        rows: captions with negatives.
        images: ``pixel_values`` of image ids.
        shown: for the choice, which picture to show in place of an image's own. With wrong pictures the accuracy is
            what the texts alone give away, 0.5 if nothing.
    """
    training = model.training
    model.eval()
    try:
        image_ids = list(dict.fromkeys(row.image_id for row in rows))
        place = {image_id: number for number, image_id in enumerate(image_ids)}
        pictures = encode_images(model, images, image_ids)
        captions = encode_texts(model, [row.caption for row in rows])
        owners = torch.tensor([place[row.image_id] for row in rows], device=pictures.vector.device)
        recall = recall_at_k(model.similarity(pictures, captions), owners)
        pairs = [(number, negative) for number, row in enumerate(rows) for negative in row.negatives]
        if not pairs:
            return recall, choice_accuracy(torch.empty(0), torch.empty(0), [])
        caption_of = torch.tensor([number for number, _ in pairs], device=owners.device)
        faces = shown or {}
        viewed = [place[faces.get(row.image_id, row.image_id)] for row in rows]
        image_of = torch.tensor(viewed, device=owners.device)[caption_of]
        negatives = encode_texts(model, [negative.text for _, negative in pairs])
        every = torch.arange(len(pairs), device=owners.device)
        return recall, choice_accuracy(
            pair_scores(model, pictures, image_of, captions, caption_of),
            pair_scores(model, pictures, image_of, negatives, every),
            [negative.kind for _, negative in pairs],
        )
    finally:
        model.train(training)


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
