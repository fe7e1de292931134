"""Weighted is the sum of the losses that it names."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from capaug.training.losses import GapLoss, InfoNCE, MirrorLoss, OwnChoice, QuadrupleLoss, SigmoidLoss, Weighted

SCALE = torch.tensor(10.0, dtype=torch.float64)


def test_without_weights_it_is_negclip(batch: Any) -> None:
    given = (batch.image, batch.text, SCALE, batch.negatives, batch.negative_mask, batch.image_ids)
    parts = Weighted()(*given)
    assert parts.keys() == {"contrast"}
    assert Weighted().total(parts) == InfoNCE()(*given)
    alone = Weighted(in_contrast=False)(*given)["contrast"]
    assert alone == InfoNCE()(batch.image, batch.text, SCALE, image_ids=batch.image_ids) != parts["contrast"]
    own = Weighted(own_negatives=True)(*given)["contrast"]
    assert own == InfoNCE(own_negatives=True)(*given) != parts["contrast"]


@pytest.mark.parametrize("bias", [None, -10.0])
def test_it_adds_up_its_parts(batch: Any, bias: float | None) -> None:
    logit_bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    mirrors, place = batch.image.roll(1, 0), torch.tensor([2, 0, 1, 0, 0, 2])
    there = batch.negative_mask.gather(1, place[:, None])[:, 0]
    assert there.any() and not there.all()
    loss = Weighted(choice=0.1, centred=True, gap=0.5, mirror=2.0, quadruple=3.0)
    parts = loss(
        batch.image, batch.text, SCALE, batch.negatives, batch.negative_mask, batch.image_ids, logit_bias=logit_bias,
        mirrors=mirrors, mirror_negative=place, mirror_mask=there,
    )  # fmt: skip
    pair, rest = (batch.image, batch.text, SCALE), (batch.negatives, batch.negative_mask)
    chosen = batch.negatives[torch.arange(6), place][:, None]
    contrast = InfoNCE()(*pair, *rest, batch.image_ids)
    if logit_bias is not None:
        contrast = SigmoidLoss()(*pair, logit_bias, *rest, batch.image_ids)
    expected = {
        "contrast": contrast,
        "choice": OwnChoice(centred=True)(*pair, *rest),
        "gap": GapLoss()(*pair, *rest, batch.image_ids),
        "mirror": MirrorLoss()(*pair, chosen, mirrors[:, None], there[:, None]),
        "quadruple": QuadrupleLoss()(*pair, chosen, mirrors[:, None], there[:, None]),
    }
    assert parts == expected
    total = expected["contrast"] + 0.1 * expected["choice"] + 0.5 * expected["gap"] + 2.0 * expected["mirror"]
    total = total + 3.0 * expected["quadruple"]
    assert loss.total(parts).item() == pytest.approx(total.item())


def test_what_is_not_given_is_no_part(batch: Any) -> None:
    loss = Weighted(choice=1.0, gap=1.0, mirror=1.0)
    assert loss(batch.image, batch.text, SCALE).keys() == {"contrast"}
    assert loss(batch.image, batch.text, SCALE, batch.negatives).keys() == {"contrast", "choice", "gap"}
