"""From shards and pictures to the tensors of a batch: rows, tokenizer, pictures, collator."""

from __future__ import annotations

from capaug.training.data.collator import IGNORED, Collator
from capaug.training.data.kinds import kinds_of
from capaug.training.data.pictures import Pictures, PictureSource, open_pictures
from capaug.training.data.pixels import ImageProcessor, SquareImages
from capaug.training.data.tokenizer import load_tokenizer, train_tokenizer

__all__ = [
    "IGNORED",
    "Collator",
    "ImageProcessor",
    "PictureSource",
    "Pictures",
    "SquareImages",
    "kinds_of",
    "load_tokenizer",
    "open_pictures",
    "train_tokenizer",
]
