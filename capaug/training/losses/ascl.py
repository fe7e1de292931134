"""AsCL's loss: asymmetry I as generated negatives, asymmetries II and III as generated positives."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from capaug.errors import UsageError
from capaug.training.losses.scores import are_siblings, full_precision


class AsCLLoss(nn.Module):
    r"""The asymmetry-sensitive contrastive loss over scores of images x texts, of whatever fusion made them.

    With S [B, B + N] the scores of the images and the captions (columns below B) and generated negatives (the rest),
    S+ those of the images and the generated positives T+, and t the temperature:

    .. code-block:: text

        L_i2t(S) = -mean_i log( exp(S_ii/t) / sum_{j<B+N} exp(S_ij/t) )
        L_t2i(S) = -mean_j log( exp(S_jj/t) / sum_{i<B}   exp(S_ij/t) )
        L_I         = L_i2t(S)  + L_t2i(S)
        L_{II&III}  = L_i2t(S+) + L_t2i(S+)
        L           = w1 L_I + w2 L_{II&III},   w1 = w2 = 1/2

    Source: the weights 1/2 and 1/2 from the paper (AsCL, ICME 2024, arXiv 2405.10029); the two sides, their sum and
    the temperature from the authors' code (a follow-up, ACF-R+), which weighs 0.4 and 0.6 and whose S+ holds negatives
    of T+ as well ([B, 2B]; both are options here). Our reading: a caption without a T+ stands for itself in S+, so
    that its weight does not change, and siblings are left out of the sums.

    That code also leaves out each generated negative that scores above the image's own caption, which are just the
    negatives there is most to learn from (and sets its score to 0, which keeps exp(0) in the sum). Here all are kept;
    ``drop_hardest`` leaves them out, of the sum too.

    When to use: with a fusion model that scores every pair (:class:`AsymmetryFusion`), or where generated positives
    should teach too. It takes scores, so a dual encoder can use it as well.

    Inputs:
        ==================  ===================  =======================================================
        scores              [B, B + N]           image i x (caption j, then generated negatives), in [-1, 1]
        scores_positive     [B, B] or [B, B + N] image i x (positive of j, then negatives), or None
        negative_mask       bool, N in all       True where there is one ([N], or [B, K] with B * K = N)
        positive_mask       bool [B]             True where caption j has a positive; None: all have
        image_ids           int64 [B] or None    rows of the same image are siblings, never negatives
        returns             scalar               float32 (float64 for float64 inputs)
        ==================  ===================  =======================================================

    Example:
        >>> import torch
        >>> scores = torch.rand(4, 4 + 8)  # two negatives a caption
        >>> positives = torch.rand(4, 4)
        >>> AsCLLoss()(scores, positives, positive_mask=torch.tensor([True, True, False, True])).shape
        torch.Size([])
    """

    def __init__(
        self, weights: tuple[float, float] = (0.5, 0.5), temperature: float = 0.1, drop_hardest: bool = False
    ) -> None:
        """Set the loss up.

        Args:
            weights: of L_I and of L_{II&III}.
            temperature: t above.
            drop_hardest: leave out generated negatives that score above the image's own caption (or positive).

        Raises:
            UsageError: the temperature is not above zero.
        """
        super().__init__()
        if temperature <= 0:
            raise UsageError(f"temperature must be above 0, not {temperature}")
        self.weights = weights
        self.temperature = temperature
        self.drop_hardest = drop_hardest

    def forward(
        self,
        scores: Tensor,
        scores_positive: Tensor | None = None,
        negative_mask: Tensor | None = None,
        positive_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        size = len(scores)
        scores = full_precision(scores)
        siblings = are_siblings(size, image_ids, scores.device)
        missing = None if negative_mask is None else ~negative_mask.flatten()  # [N]
        first, second = self.weights
        negatives_loss = self._both_sides(scores, siblings, missing)
        if scores_positive is None:
            return (first + second) * negatives_loss
        scores_positive = full_precision(scores_positive)
        if positive_mask is not None:
            # A caption without a positive stands for itself, with its own negatives where S+ has some.
            has_positive = positive_mask
            captions = torch.where(has_positive, scores_positive[:, :size], scores[:, :size])
            scores_positive = torch.cat([captions, scores_positive[:, size:]], dim=1)
        return first * negatives_loss + second * self._both_sides(scores_positive, siblings, missing)

    def _both_sides(self, scores: Tensor, siblings: Tensor, missing: Tensor | None) -> Tensor:
        """L_i2t + L_t2i of ``scores`` [B, B or B + N]."""
        size = len(scores)
        captions = scores[:, :size].masked_fill(siblings, -torch.inf)
        generated = scores[:, size:]
        if missing is not None and generated.shape[1]:
            generated = generated.masked_fill(missing, -torch.inf)
        if self.drop_hardest:
            own = captions.diagonal().unsqueeze(1)  # [B, 1]
            generated = generated.masked_fill(generated > own, -torch.inf)
        matching = torch.arange(size, device=scores.device)
        image_to_text = functional.cross_entropy(torch.cat([captions, generated], dim=1) / self.temperature, matching)
        text_to_image = functional.cross_entropy(captions.T / self.temperature, matching)
        return image_to_text + text_to_image
