"""Words that exclude each other beside certain others, and what a caption may have that tells them as well.

``compounds`` are the first nouns of compounds (kitchen or bathroom, beside ``sink``), ``activities`` what somebody
plays or does (guitar or violin, beside ``play``), ``parts`` where something is (at the top or the bottom, beside
``ramp``). The knowledge is in ``data/``, written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data"
TABLES = ("compounds", "activities", "parts")
COLUMNS = ("set", "beside", "words")
SIGN_COLUMNS = ("word", "set", "tells", "forbids")
SignWords = tuple[frozenset[str], frozenset[str]]
NO_SIGNS: SignWords = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Alternative:
    """A word of one line, or two: ``cell`` are all that may hold of the same thing, itself among them.

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


class Alternatives:
    """The lines of one table, by what they stand beside."""

    def __init__(self, lines: Mapping[str, list[Alternative]], beside: Mapping[str, list[str]]) -> None:
        self._beside: dict[str, list[list[Alternative]]] = {}
        for name, line in lines.items():
            for anchor in beside[name]:
                self._beside.setdefault(anchor, []).append(line)
        self.longest = max(len(anchor.split()) for anchor in self._beside)

    @staticmethod
    @cache
    def load(table: str, folder: Path = DATA) -> Alternatives:
        """One of :data:`TABLES`; read once a process.

        Raises:
            InputError: a line with the wrong number of columns, or a set, a word or its signs told twice.
        """
        sets_file, signs_file = folder / f"{table}.tsv", folder / f"{table}_signs.tsv"
        signs: dict[tuple[str, str], SignWords] = {}
        for number, (word, name, tells, forbids) in rows(signs_file, SIGN_COLUMNS):
            if (word, name) in signs:
                raise InputError(f"{signs_file}, line {number}: {word!r} of {name!r} stands twice")
            signs[word, name] = (_words(tells), _words(forbids))
        lines: dict[str, list[Alternative]] = {}
        beside: dict[str, list[str]] = {}
        for number, (name, anchors, cells) in rows(sets_file, COLUMNS):
            if name in lines:
                raise InputError(f"{sets_file}, line {number}: {name!r} stands twice")
            beside[name] = anchors.split(", ")
            lines[name] = [one for cell in cells.split(", ") for one in _of_cell(name, cell.split("/"), signs)]
            texts = [one.text for one in lines[name]]
            if twice := sorted({text for text in texts if texts.count(text) > 1}):
                raise InputError(f"{sets_file}, line {number}: {twice[0]!r} stands twice")
        return Alternatives(lines, beside)

    def of(self, anchor: str) -> list[list[Alternative]]:
        """The lines that stand beside ``anchor`` (``sink``, ``play``), each with its words; none beside others."""
        return self._beside.get(anchor, [])

    def anchors(self) -> list[str]:
        """All that lines stand beside, in the order of the table."""
        return list(self._beside)


def _of_cell(name: str, written: list[str], signs: Mapping[tuple[str, str], SignWords]) -> list[Alternative]:
    """The words of a cell of the line ``name``; what tells one of them tells all."""
    texts = [one.strip("*()") for one in written]
    of_texts = [signs.get((text, name)) or signs.get((text, "-")) or NO_SIGNS for text in texts]
    own = {word for text in texts for word in (text, text.replace(" ", ""), f"{text}s")}
    tells = frozenset(own).union(*(of_text[0] for of_text in of_texts))
    forbids = frozenset[str]().union(*(of_text[1] for of_text in of_texts))
    return [
        Alternative(name, text, frozenset(texts), tells, forbids, one[0] != "(", one[0] not in "*(")
        for one, text in zip(written, texts, strict=True)
    ]


def _words(cell: str) -> frozenset[str]:
    return frozenset() if cell == "-" else frozenset(cell.split())
