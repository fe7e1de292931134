"""FAM's masked language model: the loss of the masked attribute words."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import full_precision

IGNORED = -100


class AttributeMaskedLM(nn.Module):
    r"""Cross-entropy over the masked tokens, a mean over those there are.

    .. code-block:: text

        L = - sum_{masked m} log softmax(logits_m)[labels_m] / max(1, number of masked)

    Zero, with zero gradient, when nothing is masked.

    Source: masking attribute words is FAM's (paper, abstract); the loss is BERT's and ALBEF's. Which positions are
    masked is the collator's part: attribute spans first, random positions where a caption has none (our reading).

    When to use: with a fusion encoder, beside :class:`ImageTextMatching`. A model may predict the masked positions
    only: any shape is right, as long as the vocabulary comes last in ``logits`` and the rest agrees with ``labels``.

    Inputs:
        ==================  ==================  ==========================================================
        logits              [B, L, V]           over the vocabulary (or [N, V], masked positions only)
        labels              int64 [B, L]        the true token where it was masked, -100 elsewhere (or [N])
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> labels = torch.full((2, 5), -100)
        >>> labels[0, 2] = 7
        >>> AttributeMaskedLM()(torch.zeros(2, 5, 10), labels)  # log 10
        tensor(2.3026)
    """

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The loss of a batch; see the class for the shapes."""
        total = functional.cross_entropy(
            full_precision(logits).flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        return total / (labels != IGNORED).sum().clamp_min(1)
