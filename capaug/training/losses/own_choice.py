"""The choice that a picture has between its caption and that caption's own generated negatives."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from capaug.training.losses.scores import full_precision, own_scores


class OwnChoice(nn.Module):
    r"""Cross-entropy of the choice among a caption and its own negatives, which is what its accuracy counts.

    With s = ``logit_scale``, v images, t captions, n_jk the k-th negative of caption j, and u = v; or, ``centred``,
    u = v less the mean image of the batch:

    .. code-block:: text

        L = -mean_j log( exp(s u_j.t_j) / ( exp(s u_j.t_j) + sum_k exp(s u_j.n_jk) ) )

    over the captions that have a negative. Much of the choice can be learnt from texts: a bias of captions against
    negatives lies along the mean image, in front of which all pictures are alike. ``centred`` takes it away, so that
    only what tells a picture from the mean one has a gradient.

    Source: our own; :class:`CrossModalRank` is the margin form of it. Across processes the mean image is that of the
    whole batch if what is passed was gathered.

    When to use: beside :class:`InfoNCE`, among whose hundreds of columns the own negatives weigh little. ``centred``
    where the texts give negatives away.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D]           l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image = torch.eye(2)
        >>> negatives = image.flip(0).unsqueeze(1)
        >>> OwnChoice()(image, image, torch.tensor(1.0), negatives)  # log(1 + exp(-1))
        tensor(0.3133)
    """

    def __init__(self, centred: bool = False) -> None:
        """``centred``: take the mean image of the batch from each first."""
        super().__init__()
        self.centred = centred

    def forward(
        self, image: Tensor, text: Tensor, logit_scale: Tensor, negatives: Tensor, negative_mask: Tensor | None = None
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        image, scale = full_precision(image), full_precision(logit_scale)
        if self.centred:
            image = image - image.mean(dim=0)
        own, others = own_scores(image, text, negatives, negative_mask)  # [B], [B, K]
        others = scale * others
        if negative_mask is not None:
            others = others.masked_fill(~negative_mask, -torch.inf)
        logits = torch.cat([(scale * own).unsqueeze(1), others], dim=1)
        losses = logits.logsumexp(dim=1) - logits[:, 0]  # zero where there is no negative
        if negative_mask is None:
            return losses.mean()
        return losses.sum() / negative_mask.any(dim=1).sum().clamp_min(1)
