"""What cannot be so at the same time, and how often captions state it: who sits does not stand.

``data/exclusive.tsv`` gives each word of a domain (``posture``, ``place``, ...) its cells: two words that share no cell
exclude each other. ``data/stated.tsv`` counts how often captions state a word in a kind of place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from capaug.lexicon.tables import rows

Flow = Mapping[str, Mapping[str, float]]
"""How much passes from each word to each word that excludes it."""

DATA = Path(__file__).parent / "data"
STEPS = 60  # of the scaling of flows


class Exclusive:
    """Words that exclude each other, by domain.

    ``cells`` are those of each word of a domain, ``stated`` how often captions state each word in a kind of place.
    """

    def __init__(
        self, cells: Mapping[str, Mapping[str, frozenset[str]]], stated: Mapping[str, Mapping[str, int]]
    ) -> None:
        self.cells, self.stated = cells, stated
        self._flows: dict[str, Flow] = {}  # by the kind of place

    @staticmethod
    def load() -> Exclusive:
        """The tables that ship with the package.

        Raises:
            InputError: a line without its three columns.
        """
        cells: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        for _, (domain, word, within) in rows(DATA / "exclusive.tsv", ("domain", "word", "cells")):
            cells[domain][word] = frozenset(within.split(", "))
        stated: dict[str, dict[str, int]] = defaultdict(dict)
        for _, (key, word, count) in rows(DATA / "stated.tsv", ("place", "word", "stated")):
            stated[key][word] = int(count)
        return Exclusive(dict(cells), dict(stated))

    def domain(self, name: str) -> Mapping[str, frozenset[str]]:
        """The words of a domain and their cells; two that share no cell exclude each other."""
        return self.cells.get(name, {})

    def flow(self, key: str, stated: Mapping[str, int], excludes: Callable[[str, str], bool]) -> Flow:
        """:func:`flows` of the kind of place ``key``, which is always asked with the same words; kept."""
        if key not in self._flows:
            self._flows[key] = flows(stated, excludes)
        return self._flows[key]


def flows(stated: Mapping[str, int], excludes: Callable[[str, str], bool]) -> dict[str, dict[str, float]]:
    """Symmetric flows between words that exclude each other, as large as their frequencies allow.

    A symmetric matrix scaled towards given sums of its rows (Sinkhorn 1967), and cut to them where they are not
    reached.
    """
    options = {word: [other for other in stated if excludes(word, other)] for word in stated}
    scale = {word: n**0.5 for word, n in stated.items()}
    for _ in range(STEPS):
        sums = {word: scale[word] * sum(scale[other] for other in options[word]) for word in stated}
        scale = {word: scale[word] * (stated[word] / sums[word]) ** 0.5 if sums[word] else 0.0 for word in stated}
    sums = {word: scale[word] * sum(scale[other] for other in options[word]) for word in stated}
    share = {word: min(1.0, n / sums[word]) if sums[word] else 0.0 for word, n in stated.items()}
    return {
        word: {other: scale[word] * scale[other] * min(share[word], share[other]) for other in options[word]}
        for word in stated
    }
