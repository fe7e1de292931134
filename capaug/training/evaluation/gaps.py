"""By how much a picture scores higher with a caption than with its negative, for many pairs and many pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from capaug.records import AugmentedCaption
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.features import encode_images, encode_texts, pair_scores
from capaug.training.evaluation.scoring import Tell, check_scores, compares_vectors
from capaug.training.models.base import DualEncoder, Features, Matcher

GapsOf = Callable[[Tensor], Tensor]
"""From places of pictures int64 [P, M] to the gaps [P, M] of pair p in front of them, float32 on the CPU."""


def by_vectors(model: DualEncoder) -> bool:
    """Whether all scores are products of vectors, so that all pictures can be compared with all texts."""
    return compares_vectors(model) and not isinstance(model, Matcher)


def picture_features(
    model: DualEncoder, image_ids: Sequence[str], pictures: Pictures, batch_size: int, tell: Tell
) -> Features:
    """Features of pictures, each encoded once; of a model that scores by vectors, the vectors alone are kept.

    Raises:
        InputError: a picture is missing or broken.
    """
    parts = []
    for start in range(0, len(image_ids), batch_size):
        part = encode_images(model, pictures, image_ids[start : start + batch_size], batch_size)
        parts.append(Features(part.vector, part.vector.new_zeros(len(part.vector), 0)) if by_vectors(model) else part)
        tell("pictures", start + len(part.vector), len(image_ids))
    return Features(torch.cat([part.vector for part in parts]), torch.cat([part.tokens for part in parts]))


def gaps_of(model: DualEncoder, rows: Sequence[AugmentedCaption], images: Features, batch_size: int) -> GapsOf:
    """What tells S(I, caption) - S(I, negative) for the pairs of ``rows``, in their order, and any picture I.

    Args:
        model: in evaluation mode, without gradients.
        rows: captions with negatives; a pair for each negative.
        images: features of the pictures (:func:`picture_features`).
        batch_size: texts, and pairs of a picture and a text, at a time.

    Raises:
        InputError: a score is no number (also when the function is called).
    """
    texts = list(dict.fromkeys(text for row in rows for text in (row.caption, *(one.text for one in row.negatives))))
    place = {text: number for number, text in enumerate(texts)}
    words = encode_texts(model, texts, batch_size)
    captions = torch.tensor([place[row.caption] for row in rows for _ in row.negatives])
    negatives = torch.tensor([place[negative.text] for row in rows for negative in row.negatives])
    if by_vectors(model):
        scores = check_scores(images.vector @ words.vector.T).float().cpu()  # [I, T]
        gaps = (scores[:, captions] - scores[:, negatives]).T.contiguous()  # [P, I]
        return lambda shown: gaps.gather(1, shown)

    def scored(shown: Tensor) -> Tensor:
        pairs = torch.stack([shown * len(texts) + captions[:, None], shown * len(texts) + negatives[:, None]])
        asked, places = pairs.unique(return_inverse=True)  # a caption stands in the pairs of all its negatives
        asked = asked.to(images.vector.device)
        image_of, text_of = asked // len(texts), asked % len(texts)
        scores = check_scores(pair_scores(model, images, image_of, words, text_of, batch_size)).cpu()
        own, others = scores[places]
        return own - others

    return scored
