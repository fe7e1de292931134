"""Two pictures and two texts, each of which belongs to one of the other two."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import existing, full_precision


class QuadrupleLoss(nn.Module):
    r"""Each picture is to choose its text and each text its picture: what Winoground's group score counts.

    A partner is a picture made for a negative: the negative is true of it, and the caption is not. With s =
    ``logit_scale``, v_j the own picture, t_j its caption, and m_jk the partner of the negative n_jk:

    .. code-block:: text

        L = mean_jk 1/4 [ softplus( -s v_j.(t_j - n_jk) ) + softplus( -s m_jk.(n_jk - t_j) )
                        + softplus( -s t_j.(v_j - m_jk) ) + softplus( -s n_jk.(m_jk - v_j) ) ]

    Source: our own; the four are InfoNCE's two ways (arXiv 2103.00020) over two pairs that differ in one thing, as
    hard images beside hard texts in TripletCLIP (arXiv 2411.02545), and the comparisons of Winoground (arXiv
    2204.03162).

    When to use: where pictures were made for negatives (:func:`capaug.mirrors.read_partners`). Of mirrors that were
    mined from captions take :class:`MirrorLoss`: they differ in more than one thing, and the caption may be true of
    them.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D]           l2-normalised
        partners            [B, K, D]           l2-normalised, a picture for each negative
        partner_mask        bool [B, K] or None True where there are a negative and its partner; None: all are there
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image = torch.eye(2)  # two pictures, each the partner of the other's negative
        >>> other = image.flip(0).unsqueeze(1)
        >>> QuadrupleLoss()(image, image, torch.tensor(1.0), negatives=other, partners=other)  # log(1 + exp(-1))
        tensor(0.3133)
    """

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        logit_scale: Tensor,
        negatives: Tensor,
        partners: Tensor,
        partner_mask: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        own, caption = full_precision(image).unsqueeze(1), full_precision(text).unsqueeze(1)  # [B, 1, D]
        partners, negatives = existing(partners, partner_mask), existing(negatives, partner_mask)  # [B, K, D]
        ahead = [
            (own * (caption - negatives)).sum(-1),
            (partners * (negatives - caption)).sum(-1),
            (caption * (own - partners)).sum(-1),
            (negatives * (partners - own)).sum(-1),
        ]  # [B, K] each
        scale = full_precision(logit_scale)
        losses = sum(-functional.logsigmoid(scale * one) for one in ahead) / len(ahead)
        assert isinstance(losses, Tensor)
        if partner_mask is None:
            return losses.sum() / max(1, losses.numel())
        return losses.masked_fill(~partner_mask, 0.0).sum() / partner_mask.sum().clamp_min(1)
