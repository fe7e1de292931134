"""The two towers of a model, and what is around them."""

from __future__ import annotations

from capaug.training.models.asymmetry import AsymmetryEncoder
from capaug.training.models.base import DualEncoder
from capaug.training.models.blip import BlipEncoder
from capaug.training.models.fusion import FusionEncoder


def towers(model: DualEncoder) -> DualEncoder:
    """The towers of ``model``, of the same weights, without a fusion or a matching head around them."""
    if isinstance(model, FusionEncoder | AsymmetryEncoder):
        return model.encoder
    return model.towers() if isinstance(model, BlipEncoder) else model


def has_fusion(model: DualEncoder) -> bool:
    """Whether there is more to ``model`` than its towers."""
    return isinstance(model, FusionEncoder | AsymmetryEncoder | BlipEncoder)
