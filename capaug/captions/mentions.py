"""Which words of a caption speak of the same thing: ``A pit bull lies down. The dog has its eyes closed.``"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capaug.captions.sentence import Thing


class MentionKind(StrEnum):
    """How a thing is spoken of."""

    NOUN = "noun"  # "a pit bull", "the dog"
    PRONOUN = "pronoun"  # "it", "herself"
    POSSESSIVE = "possessive"  # "its", "their": of what belongs to it


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """Words that speak of a thing.

    ``sentence``: index of the sentence in its caption; ``first`` and ``end``: indices of its words in that sentence,
    those of the name for a noun, the end exclusive; ``thing``: None for a pronoun.
    """

    sentence: int
    first: int
    end: int
    thing: Thing | None
    kind: MentionKind


Chain = tuple[Mention, ...]
"""Mentions of one thing, in their order; two at least."""
