"""The protocol every text encoder follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class TextEncoder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine.

    ``name`` is what the recipe calls it, ``dimension`` the length of its vectors.
    """

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode ``texts`` as float32 [len(texts), dimension], rows of length 1, in the order of ``texts``.

        The same text gets the same vector (to 1e-5 in float32) whatever it is batched with.
        """
        ...
