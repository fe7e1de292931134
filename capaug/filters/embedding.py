"""The embedding filter: a candidate's cosine to its caption must lie in the band of its kind."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.filters.base import Candidate, Filter, Setup

ANY = (float("-inf"), float("inf"))
# Captions of fewer words hang on each of them: "black mouse" and "white mouse" are far apart, and nothing is misread.
# Of 60 such texts of region phrases, videos and alt text that the bands of longer captions refuse, 54 were right (read
# once, not blind).
FEWEST_WORDS = 8
# What keeps a few sentences of many is far from all of them together, whatever it says.
MANY_SENTENCES = 3
SAYS_LESS = "asymmetry_2."


class EmbeddingFilter(Filter):
    """Scores every candidate by its cosine to the caption and refuses those outside the band of their kind.

    A refusal is ``similarity_low`` or ``similarity_high``; a kind without a band is scored and never refused, and
    captions of fewer than :data:`FEWEST_WORDS` words have no lower end, nor have texts of half the length of their
    caption or less that are to say less, if it has :data:`MANY_SENTENCES` sentences.
    """

    name = "embedding"
    gives = ("similarity",)
    costly = True

    def __init__(self, setup: Setup, otherwise: tuple[float, float] = ANY) -> None:
        """Judge with the encoder of ``setup`` by the bands of its recipe, both ends of which pass, and kinds that have
        none there by the band ``otherwise``.
        """
        self._encoder = setup.encoder
        self._otherwise = otherwise
        self._bands = {kind: use.band for kind, use in setup.recipe.kinds.items() if use.band is not None}

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
            similarity = candidate.scores["similarity"] = round(cosine, 4)
            low, high = self._bands.get(candidate.kind.id, self._otherwise)
            if similarity < low and _is_telling(candidate):
                candidate.refused = "similarity_low"
            elif similarity > high:
                candidate.refused = "similarity_high"


def _is_telling(candidate: Candidate) -> bool:
    """Whether a low cosine tells that something was misread."""
    caption = candidate.scene.caption
    words = caption.text.count(" ") + 1
    if words < FEWEST_WORDS:
        return False
    if len(caption.sentences) < MANY_SENTENCES or not candidate.kind.id.startswith(SAYS_LESS):
        return True
    return 2 * (candidate.variant.text.count(" ") + 1) > words
