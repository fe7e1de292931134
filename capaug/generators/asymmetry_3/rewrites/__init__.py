"""Ways to say the same in other words: each a function of a scene and its phrases that gives replacements."""

from __future__ import annotations

from capaug.english.edits import PROPER, Replacement

KIND = "asymmetry_3.paraphrase"


def lowered(words: str) -> str:
    """The words without the capital of a sentence's start; ``American men`` keep theirs."""
    return words if words[1:2].isupper() or words.partition(" ")[0] in PROPER else words[:1].lower() + words[1:]


def overlap(one: list[Replacement], other: list[Replacement]) -> bool:
    """Whether two changes touch the same words, or begin at the same place."""
    return any((a[0] < b[1] and b[0] < a[1]) or a[0] == b[0] for a in one for b in other)
