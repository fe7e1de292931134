"""Recipes, objectives and the loop that trains them; several of them compared; what was trained read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capaug.registry import Registry

if TYPE_CHECKING:  # loads torch, which reading a recipe does not need
    from capaug.training.loop.objectives import Objective

OBJECTIVES: Registry[type[Objective]] = Registry(
    "capaug.objectives",
    "objective",
    {
        "contrastive": "capaug.training.loop.objectives:Contrastive",
        "sigmoid": "capaug.training.loop.objectives:Sigmoid",
        "fam": "capaug.training.loop.objectives:FAM",
        "ascl": "capaug.training.loop.objectives:AsCL",
    },
)
"""By the name in a training recipe: classes that follow :class:`~capaug.training.loop.objectives.Objective`."""
