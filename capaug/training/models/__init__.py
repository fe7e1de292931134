"""Models to train: own small ones, those of the transformers library, and the fusions of FAM and AsCL around either.

:func:`load_model` is the one way in and :func:`save_model` the one way out. Own models need torch alone (and
safetensors to be saved). ``folder`` is on top: it knows the models, and none of them knows it.
"""

from __future__ import annotations

from capaug.training.models.base import DualEncoder, Features, Matcher, WordPredictor
from capaug.training.models.folder import FUSIONS, load_model, save_model
from capaug.training.models.towers import has_fusion, towers

__all__ = [
    "FUSIONS",
    "DualEncoder",
    "Features",
    "Matcher",
    "WordPredictor",
    "has_fusion",
    "load_model",
    "save_model",
    "towers",
]
