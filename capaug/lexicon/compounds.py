"""What the first noun of a compound tells: which modifiers exclude each other, and what tells them as well.

The knowledge is in ``data/compounds.tsv`` and ``data/compound_signs.tsv``, written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data"
SETS, SIGNS = DATA / "compounds.tsv", DATA / "compound_signs.tsv"
COLUMNS = ("set", "heads", "modifiers")
SIGN_COLUMNS = ("modifier", "set", "tells", "forbids")
SignWords = tuple[frozenset[str], frozenset[str]]
NO_SIGNS: SignWords = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier of one line: ``cell`` are all that may hold of the same thing, itself among them.

    ``tells``: words that say so as well, of all of its cell; ``forbids``: words that its cell does not go with;
    ``changed``: whether it gives way to others; ``offered``: whether others give way to it.
    """

    set: str
    text: str
    cell: frozenset[str]
    tells: frozenset[str]
    forbids: frozenset[str]
    changed: bool
    offered: bool


class Compounds:
    """The modifiers of every head."""

    def __init__(self, modifiers: dict[str, list[Modifier]], heads: dict[str, list[str]]) -> None:
        self._of_head: dict[str, list[list[Modifier]]] = {}
        for name, of_set in modifiers.items():
            for head in heads[name]:
                self._of_head.setdefault(head, []).append(of_set)
        self.longest = max(len(head.split()) for head in self._of_head)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Compounds:
        """The tables that ship with the package; read once a process.

        Raises:
            InputError: a line with the wrong number of columns, or a set, a modifier or its signs told twice.
        """
        signs: dict[tuple[str, str], SignWords] = {}
        for number, (modifier, name, tells, forbids) in rows(SIGNS, SIGN_COLUMNS):
            if (modifier, name) in signs:
                raise InputError(f"{SIGNS}, line {number}: {modifier!r} of {name!r} stands twice")
            signs[modifier, name] = (_words(tells), _words(forbids))
        modifiers: dict[str, list[Modifier]] = {}
        heads: dict[str, list[str]] = {}
        for number, (name, of_heads, cells) in rows(SETS, COLUMNS):
            if name in heads:
                raise InputError(f"{SETS}, line {number}: {name!r} stands twice")
            heads[name], modifiers[name] = of_heads.split(", "), []
            for cell in cells.split(", "):
                modifiers[name] += _of_cell(name, cell.split("/"), signs)
            texts = [one.text for one in modifiers[name]]
            if twice := sorted({text for text in texts if texts.count(text) > 1}):
                raise InputError(f"{SETS}, line {number}: {twice[0]!r} stands twice")
        return Compounds(modifiers, heads)

    def of(self, head: str) -> list[list[Modifier]]:
        """The lines that have ``head`` (``sink``), each with its modifiers; none for other nouns."""
        return self._of_head.get(head, [])

    def heads(self) -> list[str]:
        """All heads, in the order of the table."""
        return list(self._of_head)


def _of_cell(name: str, written: list[str], signs: Mapping[tuple[str, str], SignWords]) -> list[Modifier]:
    """The modifiers of a cell of the line ``name``; what tells one of them tells all."""
    texts = [one.strip("*()") for one in written]
    of_texts = [signs.get((text, name)) or signs.get((text, "-")) or NO_SIGNS for text in texts]
    own = {word for text in texts for word in (text, text.replace(" ", ""), f"{text}s")}
    tells = frozenset(own).union(*(of_text[0] for of_text in of_texts))
    forbids = frozenset[str]().union(*(of_text[1] for of_text in of_texts))
    return [
        Modifier(name, text, frozenset(texts), tells, forbids, one[0] != "(", one[0] not in "*(")
        for one, text in zip(written, texts, strict=True)
    ]


def _words(cell: str) -> frozenset[str]:
    return frozenset() if cell == "-" else frozenset(cell.split())
