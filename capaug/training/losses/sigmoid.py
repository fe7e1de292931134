"""SigLIP's loss, with generated negatives: every pair is judged by itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import all_scores, are_siblings, full_precision, own_scores

FIRST_BIAS = -10.0
"""What SigLIP's bias begins with."""


class SigmoidLoss(nn.Module):
    r"""Pairwise log-sigmoid over all images x (captions, generated negatives) of the batch.

    With s = ``logit_scale``, b = ``logit_bias``, v images, t captions, i' over all rows but i and its siblings, and n
    over the generated negatives of all captions:

    .. code-block:: text

        L = -mean_i [ log sigmoid(s v_i.t_i + b) + sum_i' log sigmoid(-s v_i.t_i' - b)
                      + sum_n log sigmoid(-s v_i.n - b) ]

    Source: SigLIP (ICCV 2023, arXiv 2303.15343; paper and authors' code), which sums over the pairs and divides by B,
    learns both s (from 10) and b (from -10, so that the many false pairs do not swamp the first steps). Generated
    negatives as further false pairs, and siblings left out (neither true nor false pairs), are our reading.

    When to use: with SigLIP's weights, or with small batches. A pair does not compete with others, so a negative that
    is true of another image of the batch does less harm than in a softmax; ``own_negatives`` leaves such pairs out.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        logit_bias          scalar              learnt; :data:`FIRST_BIAS` to begin with
        negatives           [B, K, D] or None   l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        image_ids           int64 [B] or None   rows of the same image are siblings, never negatives
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image, scale, bias = torch.eye(2), torch.tensor(10.0), torch.tensor(-5.0)
        >>> SigmoidLoss()(image, image, scale, bias)  # each image: log(1 + exp(-5)) for either caption
        tensor(0.0134)
    """

    def __init__(self, own_negatives: bool = False) -> None:
        """``own_negatives``: an image meets the generated negatives of its own caption only, not the whole batch's."""
        super().__init__()
        self.own_negatives = own_negatives

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        logit_scale: Tensor,
        logit_bias: Tensor,
        negatives: Tensor | None = None,
        negative_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        size = len(image)
        scale, bias = full_precision(logit_scale), full_precision(logit_bias)
        everywhere = negatives is not None and not self.own_negatives
        scores = all_scores(image, text, *((negatives, negative_mask) if everywhere else ()))  # [B, B (+ B * K)]
        captions, generated = scores[:, :size], scores[:, size:]
        missing = None if negative_mask is None else ~negative_mask.flatten()  # [B * K]
        if negatives is not None and self.own_negatives:
            generated = own_scores(image, text, negatives, negative_mask)[1]  # [B, K]
            missing = None if negative_mask is None else ~negative_mask
        logits = scale * captions + bias
        matching = torch.eye(size, dtype=torch.bool, device=image.device)
        pairs = -functional.logsigmoid(torch.where(matching, logits, -logits))
        pairs = pairs.masked_fill(are_siblings(size, image_ids, image.device), 0.0)
        against = -functional.logsigmoid(-scale * generated - bias)
        if negatives is not None and missing is not None:
            against = against.masked_fill(missing, 0.0)
        return (pairs.sum() + against.sum()) / size
