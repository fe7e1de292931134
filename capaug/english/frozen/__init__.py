"""Words that name nothing in the picture: printed and quoted text, names, codes, measures.

They are found by their letters, before a text is parsed, so that the parser is given a word in their place that it can
read (``a sign that says "FROG POND"`` as ``a sign that says it``). What is frozen is no thing, quality or verb, and no
edit may touch it.
"""

from __future__ import annotations

from capaug.english.frozen.figures import find_figures
from capaug.english.frozen.hyphens import find_hyphens
from capaug.english.frozen.printed import find_printed
from capaug.english.frozen.proper import find_names
from capaug.english.frozen.reading import Reading, Run
from capaug.english.frozen.text import Text, is_plain
from capaug.lexicon import Lexicon

__all__ = ["Reading", "Run", "read_words"]


def read_words(text: str, words: list[str], starts: list[int], lexicon: Lexicon) -> Reading | None:
    """What a parser is given of the ``words`` of ``text``, which begin at the characters ``starts``; None for all."""
    if not words or is_plain(text, words):
        return None
    told = Text(words, starts, lexicon)
    for find in (find_printed, find_figures, find_hyphens, find_names):
        for run in find(told):
            told.enter(run)
    return Reading(told)
