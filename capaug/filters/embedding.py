"""The embedding filter: a candidate's cosine to its caption must lie in the band of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from capaug.encoders.base import TextEncoder
from capaug.errors import UsageError
from capaug.filters.base import Candidate


class EmbeddingFilter:
    """Scores every candidate by its cosine to the caption and refuses those outside the band of their kind.

    A refusal is ``similarity_low`` or ``similarity_high``; a kind without a band is scored and never refused.
    """

    name = "embedding"

    def __init__(self, encoder: TextEncoder, bands: Mapping[str, tuple[float, float]]) -> None:
        """Judge with ``encoder`` by ``bands``: (lowest, highest) cosine that passes, both ends included.

        A key is a kind (``asymmetry_1.object``) or a family (``asymmetry_1``); the kind's own band comes first.

        Raises:
            UsageError: a band is not two numbers, lowest first, from -1 to 1.
        """
        for kind, band in bands.items():
            check_band(kind, band)
        self._encoder = encoder
        self._bands = bands

    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Score the candidates of a chunk in place; each distinct text is encoded once, all in one call."""
        if not candidates:
            return
        rows: dict[str, int] = {}
        for candidate in candidates:
            rows.setdefault(candidate.scene.caption.text, len(rows))
            rows.setdefault(candidate.variant.text, len(rows))
        vectors = self._encoder.encode(list(rows))
        captions = vectors[[rows[candidate.scene.caption.text] for candidate in candidates]]
        variants = vectors[[rows[candidate.variant.text] for candidate in candidates]]
        cosines = (captions * variants).sum(axis=1)
        for candidate, cosine in zip(candidates, cosines.tolist(), strict=True):
            similarity = round(cosine, 4)
            candidate.variant = replace(candidate.variant, similarity=similarity)
            low, high = self._band(candidate.variant.kind)
            if similarity < low:
                candidate.refused = "similarity_low"
            elif similarity > high:
                candidate.refused = "similarity_high"

    def _band(self, kind: str) -> tuple[float, float]:
        """The band of ``kind``: its own, else its family's, else one that everything passes."""
        family = kind.partition(".")[0]
        return self._bands.get(kind) or self._bands.get(family) or (float("-inf"), float("inf"))


def check_band(kind: str, band: object) -> None:
    """Check that ``band`` is two numbers, lowest first, from -1 to 1.

    Raises:
        UsageError: it is not.
    """
    numbers = isinstance(band, Sequence) and all(isinstance(x, int | float) and not isinstance(x, bool) for x in band)
    if not (numbers and len(band) == 2 and -1 <= band[0] <= band[1] <= 1):  # type: ignore[arg-type,index]
        raise UsageError(f"band of {kind!r} must be [lowest, highest] cosine, from -1 to 1, lowest first; got {band!r}")
