"""Losses over captions with generated positives and negatives: one file a loss, each an ``nn.Module``.

What they share:

* Embeddings are l2-normalised, [B, D]; ``logit_scale`` is a scalar tensor, one over the temperature.
* ``negatives`` [B, K, D] are each caption's generated negatives; ``negative_mask`` [B, K] is True where there is one.
  Without a mask all are there. What an empty place holds does not matter, even NaN.
* ``image_ids`` [B] (int64): captions of one image are siblings, and no image is ever pushed away from a sibling's
  caption. A sibling's generated *negatives* stay negatives: they are false of the same picture.
* Sums, exponentials and products run in float32 (float64 for float64 inputs), under autocast too.
* A row without anything to compare adds zero to the loss, and a mean counts the rows or pairs that are there.
* Nothing waits for the device: no value is read back.
* Across processes, :func:`gather` what you pass first; the losses then see the whole batch.
"""

from capaug.training.losses.ascl import AsCLLoss
from capaug.training.losses.attribute_masked_lm import AttributeMaskedLM
from capaug.training.losses.cross_modal_rank import CrossModalRank
from capaug.training.losses.gap import GapLoss
from capaug.training.losses.gather import gather
from capaug.training.losses.hardest_triplet import HardestTriplet
from capaug.training.losses.image_text_matching import ImageTextMatching, InBatchDraw, TextNegatives
from capaug.training.losses.info_nce import InfoNCE
from capaug.training.losses.mirror import MirrorLoss
from capaug.training.losses.own_choice import OwnChoice
from capaug.training.losses.quadruple import QuadrupleLoss
from capaug.training.losses.scores import all_scores, are_siblings, own_scores
from capaug.training.losses.sigmoid import SigmoidLoss
from capaug.training.losses.weighted import Weighted

__all__ = [
    "AsCLLoss",
    "AttributeMaskedLM",
    "CrossModalRank",
    "GapLoss",
    "HardestTriplet",
    "ImageTextMatching",
    "InBatchDraw",
    "InfoNCE",
    "MirrorLoss",
    "OwnChoice",
    "QuadrupleLoss",
    "SigmoidLoss",
    "TextNegatives",
    "Weighted",
    "all_scores",
    "are_siblings",
    "gather",
    "own_scores",
]
