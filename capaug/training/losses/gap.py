"""Which picture of the batch tells a caption from its negative: a loss that no text alone can lower."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import are_siblings, existing, full_precision


class GapLoss(nn.Module):
    r"""Cross-entropy over the pictures of the batch of the gap between a caption and its generated negative.

    With s = ``logit_scale``, v images, t captions, n_jk the k-th negative of caption j, and i over j's own picture and
    all of the batch that do not show j's image too:

    .. code-block:: text

        L = -mean_jk log( exp(s v_j.(t_j - n_jk)) / sum_i exp(s v_i.(t_j - n_jk)) )

    The choice between a caption and its negative can be learnt from texts: captions drift towards the mean image, and
    negatives away from it. Here what a text scores with every picture alike stands above and below the line, and has
    no gradient: only the own picture's gap over that of the others counts.

    Source: our own; the softmax over pictures is that of CLIP's text-to-image side (arXiv 2103.00020), over differences
    in place of scores.

    When to use: beside :class:`InfoNCE` on captions alone, where a model is to see and not to read. Unlike
    :class:`MirrorLoss` it needs nothing but the batch; the larger that is, the likelier it holds a picture of which the
    negative is true.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D]           l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        image_ids           int64 [B] or None   rows of the same image are siblings, never compared
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image = torch.eye(2)  # two pictures
        >>> negatives = image.flip(0).unsqueeze(1)  # the negative of each caption is true of the other
        >>> GapLoss()(image, image, torch.tensor(1.0), negatives)  # log(1 + exp(-2)): gaps of 1 and -1
        tensor(0.1269)
    """

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        logit_scale: Tensor,
        negatives: Tensor,
        negative_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        size, places = negatives.shape[:2]
        image = full_precision(image)
        gaps = full_precision(text).unsqueeze(1) - existing(negatives, negative_mask)  # [B, K, D]
        with torch.autocast(image.device.type, enabled=False):
            logits = full_precision(logit_scale) * (gaps.flatten(0, 1) @ image.T)  # [B * K, B]
        siblings = are_siblings(size, image_ids, image.device).repeat_interleave(places, dim=0)
        own = torch.arange(size, device=image.device).repeat_interleave(places)
        losses = functional.cross_entropy(logits.masked_fill(siblings, -torch.inf), own, reduction="none")
        if negative_mask is None:
            return losses.sum() / max(1, size * places)
        there = negative_mask.flatten()
        return losses.masked_fill(~there, 0.0).sum() / there.sum().clamp_min(1)
