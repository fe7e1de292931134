"""A caption's picture against a picture of which its negative speaks: two pictures for two texts."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import existing, full_precision


class MirrorLoss(nn.Module):
    r"""The gap between caption and negative is wider in front of the own picture than of the negative's mirror.

    A mirror is a picture whose captions say what the negative says anew, and nowhere what it replaces
    (:mod:`capaug.mirrors`). With s = ``logit_scale``, v_j the own picture, m_jk a mirror of the negative n_jk, and
    D(x) = x.(t_j - n_jk):

    .. code-block:: text

        L = mean_jk softplus( -s (D(v_j) - D(m_jk)) )

    What a text scores with every picture alike cancels in D(v_j) - D(m_jk), as in :class:`GapLoss`.

    Source: our own; the two pictures and two texts are those of Winoground's group score (arXiv 2204.03162), with a
    mirror that differs in more than the one fact.

    When to use: beside :class:`GapLoss`, where shards have mirrors (``capaug mirrors``). A picture of the batch mostly
    has neither the old word nor the new; a mirror has the new one, so it asks for just what was changed.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D]           l2-normalised
        mirrors             [B, K, D]           l2-normalised, a picture for each negative
        mirror_mask         bool [B, K] or None True where there are a negative and its mirror; None: all are there
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image = torch.eye(2)  # two pictures, each the mirror of the other's negative
        >>> other = image.flip(0).unsqueeze(1)
        >>> MirrorLoss()(image, image, torch.tensor(1.0), negatives=other, mirrors=other)  # log(1 + exp(-2))
        tensor(0.1269)
    """

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        logit_scale: Tensor,
        negatives: Tensor,
        mirrors: Tensor,
        mirror_mask: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        gaps = full_precision(text).unsqueeze(1) - existing(negatives, mirror_mask)  # [B, K, D]
        ahead = full_precision(image).unsqueeze(1) - existing(mirrors, mirror_mask)  # [B, K, D]
        losses = -functional.logsigmoid(full_precision(logit_scale) * (gaps * ahead).sum(-1))  # [B, K]
        if mirror_mask is None:
            return losses.sum() / max(1, losses.numel())
        return losses.masked_fill(~mirror_mask, 0.0).sum() / mirror_mask.sum().clamp_min(1)
