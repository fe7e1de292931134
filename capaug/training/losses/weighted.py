"""A contrast over captions and, by weights, what their generated negatives teach beside it."""

from __future__ import annotations

from torch import Tensor, nn

from capaug.errors import UsageError
from capaug.training.losses.gap import GapLoss
from capaug.training.losses.info_nce import InfoNCE
from capaug.training.losses.mirror import MirrorLoss
from capaug.training.losses.own_choice import OwnChoice
from capaug.training.losses.quadruple import QuadrupleLoss
from capaug.training.losses.sigmoid import SigmoidLoss


class Weighted(nn.Module):
    r"""InfoNCE or SigLIP's loss, and OwnChoice, GapLoss, MirrorLoss and QuadrupleLoss by their weights: what
    the recipes of the objectives ``contrastive`` and ``sigmoid`` train with.

    .. code-block:: text

        L = L_contrast + choice * L_choice + gap * L_gap + mirror * L_mirror
            + quadruple * L_quadruple

    Source: the losses that it adds up; each says where it comes from.

    When to use: in a loop of your own that is to do what a training recipe does. ``Weighted()`` is NegCLIP's loss,
    ``Weighted(in_contrast=False, gap=0.5, mirror=0.5)`` that of the recipe ``seeing``.

    Inputs:
        ==================  ==================  ==========================================================
        image               [B, D]              l2-normalised
        text                [B, D]              l2-normalised, the caption of each image
        logit_scale         scalar              1 / temperature
        negatives           [B, K, D] or None   l2-normalised
        negative_mask       bool [B, K] or None True where there is one; None: all are there
        image_ids           int64 [B] or None   rows of the same image are siblings, never negatives
        logit_bias          scalar or None      given: SigmoidLoss in place of InfoNCE
        mirrors             [B, D] or None      l2-normalised, a mirror of one negative of each caption
        mirror_negative     int64 [B] or None   the place in K of that negative; needed with mirrors
        mirror_mask         bool [B] or None    True where there is a mirror; None: all are there
        returns             dict of scalars     ``contrast``, ``choice``, ``gap``, ``mirror``, ``quadruple``, unweighed;
                                                those without a weight, or whose inputs are None, are not in it
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> image = torch.eye(2)
        >>> loss = Weighted(in_contrast=False, gap=0.5)
        >>> parts = loss(image, image, torch.tensor(1.0), image.flip(0).unsqueeze(1))
        >>> parts
        {'contrast': tensor(0.3133), 'gap': tensor(0.1269)}
        >>> loss.total(parts)
        tensor(0.3767)
    """

    def __init__(
        self,
        *,
        in_contrast: bool = True,
        own_negatives: bool = False,
        choice: float = 0.0,
        centred: bool = False,
        gap: float = 0.0,
        mirror: float = 0.0,
        quadruple: float = 0.0,
    ) -> None:
        """The options are the keys of a training recipe (:class:`~capaug.training.loop.recipes.TrainingRecipe`)."""
        super().__init__()
        self.in_contrast = in_contrast
        self.info_nce, self.sigmoid = InfoNCE(own_negatives), SigmoidLoss(own_negatives)
        self.choice, self.gap = OwnChoice(centred), GapLoss()
        self.of_mirrors = nn.ModuleDict({"mirror": MirrorLoss(), "quadruple": QuadrupleLoss()})
        self.weights = {"contrast": 1.0, "choice": choice, "gap": gap, "mirror": mirror, "quadruple": quadruple}

    def check(self, negatives: int, mirrors: bool) -> None:
        """Refuse weights that a batch has nothing for; they would change nothing, in silence.

        Args:
            negatives: negatives a caption.
            mirrors: whether batches have mirrors.

        Raises:
            UsageError: a weight is about negatives and there are none, or about mirrors likewise.
        """
        for name, weight in self.weights.items():
            if name != "contrast" and weight and not negatives:
                raise UsageError(f"the weight {name!r} is about negatives, and batches have none (negatives=0)")
        if self.weights["mirror"] and not mirrors:
            raise UsageError("the weight 'mirror' is about mirrors, and batches have none; pass them (mirrors=...)")

    def forward(
        self,
        image: Tensor,
        text: Tensor,
        logit_scale: Tensor,
        negatives: Tensor | None = None,
        negative_mask: Tensor | None = None,
        image_ids: Tensor | None = None,
        *,
        logit_bias: Tensor | None = None,
        mirrors: Tensor | None = None,
        mirror_negative: Tensor | None = None,
        mirror_mask: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """The parts of the loss of a batch; see the class for the shapes."""
        given = (image, text, logit_scale)
        compared = (negatives, negative_mask) if self.in_contrast else (None, None)
        if logit_bias is None:
            parts = {"contrast": self.info_nce(*given, *compared, image_ids)}
        else:
            parts = {"contrast": self.sigmoid(*given, logit_bias, *compared, image_ids)}
        if negatives is None:
            return parts
        if self.weights["choice"]:
            parts["choice"] = self.choice(*given, negatives, negative_mask)
        if self.weights["gap"]:
            parts["gap"] = self.gap(*given, negatives, negative_mask, image_ids)
        if mirrors is not None and mirror_negative is not None:
            place = mirror_negative[:, None, None].expand(-1, 1, negatives.shape[-1])
            there = None if mirror_mask is None else mirror_mask[:, None]  # [B, 1]
            for name, loss in self.of_mirrors.items():
                if self.weights[name]:
                    parts[name] = loss(*given, negatives.gather(1, place), mirrors[:, None], there)
        return parts

    def total(self, parts: dict[str, Tensor]) -> Tensor:
        """The weighed sum of what :meth:`forward` gives."""
        return sum((self.weights[name] * part for name, part in parts.items() if name != "contrast"), parts["contrast"])
