"""InfoNCE over a batch, the generated negatives in the image-to-text denominator (CLIP, NegCLIP)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import all_scores, are_siblings, full_precision, own_scores


class InfoNCE(nn.Module):
    r"""In-batch contrastive loss, harder for the image-to-text side by the generated negatives of all captions.

    With s = ``logit_scale``, v images, t captions, n the generated negatives, and i' running over i itself and all rows
    that are no siblings of i:

    .. code-block:: text

        L_i2t = -mean_i log( exp(s v_i.t_i) / ( sum_i' exp(s v_i.t_i') + sum_all n exp(s v_i.n) ) )
        L_t2i = -mean_i log( exp(s v_i.t_i) / sum_i' exp(s v_i'.t_i) )
        L     = (L_i2t + L_t2i) / 2

    Source: CLIP (arXiv 2103.00020) for the two sides; NegCLIP (ARO, arXiv 2210.01936; paper and authors' code) for the
    negatives, there one a caption (logits [B, 2B]), here K. Leaving siblings out is our reading.

    When to use: the first choice for a dual encoder (CLIP, SigLIP weights). ``own_negatives`` where negatives are
    made to differ from their own caption only and may be true of other images of the batch, or where B * K columns
    are too many.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D] or None   l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        image_ids           int64 [B] or None   rows of the same image are siblings, never negatives
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> from torch.nn.functional import normalize
        >>> image, text = normalize(torch.randn(4, 8), dim=-1), normalize(torch.randn(4, 8), dim=-1)
        >>> negatives = normalize(torch.randn(4, 2, 8), dim=-1)
        >>> loss = InfoNCE()
        >>> plain = loss(image, text, torch.tensor(100.0))
        >>> bool(loss(image, text, torch.tensor(100.0), negatives) >= plain)
        True
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
        negatives: Tensor | None = None,
        negative_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        size = len(image)
        scale = full_precision(logit_scale)
        if negatives is None or not self.own_negatives:
            scores = all_scores(image, text, negatives, negative_mask)  # [B, B + B * K]
            generated = scores[:, size:]
            missing = None if negative_mask is None else ~negative_mask.flatten()  # [B * K]
        else:
            scores = all_scores(image, text)  # [B, B]
            _, generated = own_scores(image, text, negatives, negative_mask)  # [B, K]
            missing = None if negative_mask is None else ~negative_mask  # [B, K]
        siblings = are_siblings(size, image_ids, image.device)
        captions = (scale * scores[:, :size]).masked_fill(siblings, -torch.inf)  # [B, B]
        generated = scale * generated
        if negatives is not None and missing is not None:
            generated = generated.masked_fill(missing, -torch.inf)
        matching = torch.arange(size, device=image.device)
        image_to_text = functional.cross_entropy(torch.cat([captions, generated], dim=1), matching)
        text_to_image = functional.cross_entropy(captions.T, matching)
        return (image_to_text + text_to_image) / 2
