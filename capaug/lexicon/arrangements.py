"""Phrases that say how things stand to each other, and which of them exclude each other.

The knowledge is in ``data/arrangements.tsv``, written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data" / "arrangements.tsv"
COLUMNS = ("set", "phrase", "cells", "of")
ARRANGED = frozenset({"people", "animals", "things", "any"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the table.

    ``words``: those of the phrase; ``of``: what it is offered of, of :data:`ARRANGED`; empty for one that never is.
    """

    set: str
    words: tuple[str, ...]
    cells: frozenset[str]
    of: frozenset[str]

    @property
    def text(self) -> str:
        """The phrase as it is said."""
        return " ".join(self.words)

    def suits(self, arranged: str) -> bool:
        """Whether it is offered of ``arranged``: people, animals or things."""
        return "any" in self.of or arranged in self.of


class Arrangements:
    """The phrases by their first word, the longest first."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self._phrases = phrases
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase.words)):
            self._by_first.setdefault(phrase.words[0], []).append(phrase)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Arrangements:
        """The phrases that ship with the package; read once a process.

        Raises:
            InputError: a line with the wrong number of columns, or what is arranged is none of :data:`ARRANGED`.
        """
        phrases = []
        for number, (name, phrase, within, of) in rows(DATA, COLUMNS):
            arranged = frozenset() if of == "-" else frozenset(of.split(", "))
            if unknown := arranged - ARRANGED:
                raise InputError(f"{DATA}, line {number}: {min(unknown)!r} is none of {', '.join(sorted(ARRANGED))}")
            phrases.append(Phrase(name, tuple(phrase.split()), frozenset(within.split(", ")), arranged))
        return Arrangements(phrases)

    def at(self, words: list[str], place: int) -> Phrase | None:
        """The longest phrase that stands in ``words`` (lower case) at ``place``."""
        for phrase in self._by_first.get(words[place], ()):
            if tuple(words[place : place + len(phrase.words)]) == phrase.words:
                return phrase
        return None

    def others(self, phrase: Phrase) -> list[Phrase]:
        """What excludes ``phrase``, in the order of the table."""
        return [one for one in self._phrases if one.set == phrase.set and not one.cells & phrase.cells]

    def of_set(self, name: str) -> list[Phrase]:
        """All phrases of a set."""
        return [phrase for phrase in self._phrases if phrase.set == name]
