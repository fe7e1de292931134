"""An encoder of one's own: texts as counts of their words, hashed to 512 places.

capaug generate --dataset coco --plugin encoder_of_ones_own.py --encoder word_counts
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from capaug.registry import ENCODERS


@ENCODERS.register("word_counts")
class WordCounts:
    """Unit vectors of word counts; ``device`` is where a network would run."""

    name = "word_counts"
    dimension = 512

    def __init__(self, device: str = "auto") -> None:
        self.device = device

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, crc32(word.encode()) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-9)
