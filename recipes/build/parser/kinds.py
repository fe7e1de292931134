"""Words by what WordNet says they are, for the network to tell apart words that its training never met."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import pairwise

from capaug.lexicon import wordnet, wordnet_files

LONGEST = 14  # letters
LEAST = 40  # words of a kind
PARTS = "nvar"


def word_kinds() -> list[str]:
    """Lines of words of one kind: their class as nouns, what they are beside nouns, and what they are most.

    Words of several words, with hyphens or with figures are left out.
    """
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in _index():
        if word.isalpha() and len(word) <= LONGEST:
            kinds[_kind(word)].append(word)
    return [" ".join(words) for _, words in sorted(kinds.items()) if len(words) >= LEAST]


def _index() -> list[str]:
    tables = wordnet_files.build(wordnet.ARCHIVE)
    text, starts = tables["words"].decode(), array("I", tables["word_starts"])
    return [text[a:b] for a, b in pairwise(starts)]


def _kind(word: str) -> tuple[str, ...]:
    counts = {pos: len(wordnet.senses(word, pos)) for pos in PARTS}
    others = "".join(pos for pos in PARTS if counts[pos])
    return wordnet.lexname(word, "n") or "", others, max(PARTS, key=counts.__getitem__)
