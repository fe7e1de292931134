"""CE-CLIP's rank loss: a generated negative stays below its caption by a margin that grows with what is learnt."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, distributed, nn

from capaug.errors import UsageError
from capaug.training.losses.gather import is_distributed
from capaug.training.losses.scores import full_precision


class CrossModalRank(nn.Module):
    r"""Rank loss with an adaptive threshold a kind of negative.

    With S+ the score of an image and its caption, S- that of the image and a generated negative of that caption, and k
    the negative's kind:

    .. code-block:: text

        L    = mean over the negatives there are of [S- - S+ + Th_k]_+
        Th_k <- clamp( (1 - m) Th_k + m * mean over the batch's negatives of kind k of (S+ - S-), 0, u )

    The threshold starts at 0, is read before the batch moves it, carries no gradient, moves in training mode only
    and is the buffer ``thresholds``, which a checkpoint holds. A kind that the batch lacks keeps its threshold. In
    several processes the mean is that of all.

    Source: CE-CLIP (CVPR 2024, arXiv 2306.08832; paper and authors' code). That code takes the last batch's mean gap
    (``momentum`` 1 here) and divides by the empty places too. The running mean is our reading, so that a rare kind's
    threshold does not follow the few negatives of one batch.

    When to use: beside :class:`InfoNCE` with a small weight (0.2 in the authors' code), where kinds differ much in
    difficulty. It compares a caption with its own negatives only.

    Inputs:
        ==================  ==================  ==========================================================
        positive            [B]                 S+, scaled by ``logit_scale`` (see :func:`own_scores`)
        negative            [B, K]              S-, scaled likewise
        kind_ids            int64 [B, K]        index into ``kinds``; -1 where there is no negative
        negative_mask       bool [B, K] or None True where there is one; None: where ``kind_ids`` is not -1
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> rank = CrossModalRank(["relation_swap.predicate", "attribute_replace.contrast"])
        >>> kind_ids = torch.tensor([[0, 1], [1, -1]])
        >>> rank(torch.tensor([25.0, 24.0]), torch.tensor([[24.0, 27.0], [20.0, 0.0]]), kind_ids)  # (0 + 2 + 0) / 3
        tensor(0.6667)
        >>> rank.thresholds  # a tenth of the mean gaps 1 and (-2 + 4) / 2
        tensor([0.1000, 0.1000])
    """

    thresholds: Tensor

    def __init__(self, kinds: Sequence[str], momentum: float = 0.1, upper_bound: float = 10.0) -> None:
        """Set the loss up.

        Args:
            kinds: the kinds of negatives, in the order of ``kind_ids``.
            momentum: m above, the weight of the newest batch.
            upper_bound: u above, in units of the scores; what keeps gap and threshold from driving each other up.

        Raises:
            UsageError: no kinds, one twice, or a momentum not in (0, 1].
        """
        super().__init__()
        if not kinds or len(set(kinds)) < len(kinds):
            raise UsageError(f"kinds must be different names, at least one: {', '.join(kinds) or 'none given'}")
        if not 0 < momentum <= 1:
            raise UsageError(f"momentum must be above 0 and at most 1, not {momentum}")
        self.kinds = tuple(kinds)
        self.momentum = momentum
        self.upper_bound = upper_bound
        self.register_buffer("thresholds", torch.zeros(len(self.kinds)))

    def forward(
        self, positive: Tensor, negative: Tensor, kind_ids: Tensor, negative_mask: Tensor | None = None
    ) -> Tensor:
        """The loss of a batch; see the class for the shapes. Moves the thresholds in training mode."""
        there = kind_ids >= 0 if negative_mask is None else negative_mask & (kind_ids >= 0)
        kind_ids = kind_ids.clamp_min(0)
        negative = full_precision(negative).masked_fill(~there, 0.0)
        gap = full_precision(positive).unsqueeze(1) - negative  # [B, K]
        # Indexing copies, so the update below leaves what the gradient needs alone.
        hinge = (self.thresholds.to(gap.dtype)[kind_ids] - gap).relu().masked_fill(~there, 0.0)
        if self.training:
            self._update(gap.detach(), kind_ids, there)
        return hinge.sum() / there.sum().clamp_min(1)

    @torch.no_grad()
    def _update(self, gap: Tensor, kind_ids: Tensor, there: Tensor) -> None:
        """Move each kind's threshold towards the mean gap of this batch."""
        sums = gap.new_zeros(2, len(self.kinds))  # [gaps, counts] x kinds
        sums[0].scatter_add_(0, kind_ids.flatten(), (gap * there).flatten())
        sums[1].scatter_add_(0, kind_ids.flatten(), there.flatten().to(gap.dtype))
        if is_distributed():
            distributed.all_reduce(sums)
        gaps, counts = sums
        before = self.thresholds.to(gap.dtype)
        after = torch.lerp(before, gaps / counts.clamp_min(1), self.momentum).clamp(0.0, self.upper_bound)
        self.thresholds.copy_(torch.where(counts > 0, after, before))
