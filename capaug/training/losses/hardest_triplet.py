"""Triplet loss with the hardest negative (VSE++), the generated negatives among the candidates."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from capaug.errors import UsageError
from capaug.training.losses.scores import all_scores, are_siblings


class HardestTriplet(nn.Module):
    r"""Max-of-hinges: only the hardest negative of each image and of each caption counts.

    With S the similarities, a the margin, j over the captions that are neither i's own nor its siblings' and over all
    generated negatives of the batch, and i' over the images of such captions:

    .. code-block:: text

        L = mean_i [a + max_j  S(v_i, t_j)  - S(v_i, t_i)]_+
          + mean_i [a + max_i' S(v_i', t_i) - S(v_i, t_i)]_+

    Source: VSE++ (BMVC 2018, arXiv 1707.05612; paper and authors' code, which sum over the batch: here the mean, so
    that the learning rate need not follow the batch size). Generated negatives among the candidates: our reading.

    When to use: small batches, no temperature to tune, or fine-tuning of a model that already ranks well. From
    scratch the hardest negative alone may collapse all embeddings to one point: warm up with :class:`InfoNCE`.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        negatives           [B, K, D] or None   l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        image_ids           int64 [B] or None   rows of the same image are siblings, never negatives
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> same = torch.eye(4)  # each image like its caption and unlike the others
        >>> HardestTriplet(margin=0.2)(same, same)
        tensor(0.)
        >>> HardestTriplet(margin=0.2)(same, same, negatives=same.unsqueeze(1))  # negatives equal to the captions
        tensor(0.2000)
    """

    def __init__(self, margin: float = 0.2) -> None:
        """``margin``: how far (in cosine) the right pair must be ahead.

        Raises:
            UsageError: the margin is below zero.
        """
        super().__init__()
        if margin < 0:
            raise UsageError(f"margin must not be below 0, as {margin} is")
        self.margin = margin

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        negatives: Tensor | None = None,
        negative_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        size = len(image)
        scores = all_scores(image, text, negatives, negative_mask)  # [B, B + B * K]
        own = scores.diagonal()  # [B]
        matching = torch.eye(size, dtype=torch.bool, device=image.device)
        captions = scores[:, :size].masked_fill(matching | are_siblings(size, image_ids, image.device), -torch.inf)
        generated = scores[:, size:]
        if negatives is not None and negative_mask is not None:
            generated = generated.masked_fill(~negative_mask.flatten(), -torch.inf)
        hardest_text = torch.cat([captions, generated], dim=1).amax(dim=1)  # [B]; -inf where there is no candidate
        hardest_image = captions.amax(dim=0)  # [B]
        image_to_text = (self.margin + hardest_text - own).relu()
        text_to_image = (self.margin + hardest_image - own).relu()
        return image_to_text.mean() + text_to_image.mean()
