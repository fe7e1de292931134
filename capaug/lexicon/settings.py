"""Phrases that tell under what conditions a picture was taken, which of them exclude each other, and what tells it too.

The knowledge is in ``data/settings.tsv`` and ``data/setting_signs.tsv``, written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data"
PHRASES, SIGNS = DATA / "settings.tsv", DATA / "setting_signs.tsv"
COLUMNS = ("set", "form", "phrase", "cells", "offered")
SIGN_COLUMNS = ("cell", "tells", "forbids")
FORMS = ("before", "picture", "adverb", "quality")
_WORD_BREAK = re.compile(r"[\s-]+")
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the table of phrases."""

    set: str
    form: str
    text: str
    cells: frozenset[str]
    offered: bool

    def excludes(self, other: Phrase) -> bool:
        """Whether the two cannot be said of one picture."""
        return self.set == other.set and not self.cells & other.cells


@dataclass(frozen=True, slots=True)
class Signs:
    """What a caption may have beside a phrase: words, and categories of things."""

    words: frozenset[str]
    categories: frozenset[str]

    def shown(self, words: Iterable[str], categories: Iterable[str]) -> bool:
        """Whether one of them is there."""
        return not (self.words.isdisjoint(words) and self.categories.isdisjoint(categories))


NOTHING = Signs(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase where it stands in a text, in characters."""

    phrase: Phrase
    start: int
    end: int


class Settings:
    """All phrases, found in a text at once, and the signs of their cells."""

    def __init__(self, phrases: list[Phrase], tells: dict[str, Signs], forbids: dict[str, Signs]) -> None:
        self._phrases, self._tells, self._forbids = phrases, tells, forbids
        by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase.text)):
            by_first.setdefault(_first(phrase.text), []).append(phrase)
        self._by_first = {first: [(_pattern(one.text), one) for one in ones] for first, ones in by_first.items()}
        longest = sorted(by_first, key=len, reverse=True)  # "indoors" is no "in"
        self._begins = re.compile(rf"(?<![\w-])(?:{'|'.join(longest)})", re.IGNORECASE)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Settings:
        """The phrases that ship with the package; read once a process.

        Raises:
            InputError: a line with the wrong number of columns, an unknown form, or a cell's signs told twice.
        """
        phrases = []
        for number, (name, form, phrase, cells, offered) in rows(PHRASES, COLUMNS):
            if form not in FORMS or offered not in ("+", "-"):
                raise InputError(
                    f"{PHRASES}, line {number}: expected a form of {', '.join(FORMS)}, and + or - at the end"
                )
            phrases.append(Phrase(name, form, phrase, frozenset(cells.split(", ")), offered == "+"))
        tells, forbids = {}, {}
        for number, (cell, tell, forbid) in rows(SIGNS, SIGN_COLUMNS):
            if cell in tells:
                raise InputError(f"{SIGNS}, line {number}: {cell!r} stands twice")
            tells[cell], forbids[cell] = _signs(tell), _signs(forbid)
        return Settings(phrases, tells, forbids)

    def of(self, text: str) -> list[Found]:
        """The phrases of a text from left to right, the longest at each place; none within another."""
        found: list[Found] = []
        for begin in self._begins.finditer(text):
            if found and begin.start() < found[-1].end:
                continue
            for pattern, phrase in self._by_first[begin[0].lower()]:
                if match := pattern.match(text, begin.start()):
                    found.append(Found(phrase, *match.span()))
                    break
        return found

    def others(self, phrase: Phrase) -> list[Phrase]:
        """What is offered in its place, in the order of the table."""
        return [one for one in self._phrases if one.offered and one.form == phrase.form and one.excludes(phrase)]

    def of_set(self, name: str) -> list[Phrase]:
        """All phrases of a set."""
        return [phrase for phrase in self._phrases if phrase.set == name]

    def sets(self) -> list[str]:
        """The names of the sets."""
        return list(dict.fromkeys(phrase.set for phrase in self._phrases))

    def tells(self, phrase: Phrase) -> list[Signs]:
        """What tells the cells of a phrase as well."""
        return [self._tells.get(cell, NOTHING) for cell in sorted(phrase.cells)]

    def forbids(self, phrase: Phrase) -> list[Signs]:
        """What does not go with the cells of a phrase."""
        return [self._forbids.get(cell, NOTHING) for cell in sorted(phrase.cells)]


def _signs(cell: str) -> Signs:
    told = [] if cell == "-" else cell.split()
    categories = frozenset(one[1:] for one in told if one.startswith("@"))
    return Signs(frozenset(one for one in told if not one.startswith("@")), categories)


def _first(phrase: str) -> str:
    """The letters that a phrase begins with: ``bird`` of ``bird's-eye``."""
    letters = _LETTERS.match(phrase)
    assert letters is not None
    return letters[0]


def _pattern(phrase: str) -> re.Pattern[str]:
    """``bird's-eye`` is found as ``birds eye`` as well."""
    words = [re.escape(word).replace("'", "['’]?") for word in _WORD_BREAK.split(phrase)]
    return re.compile(r"[\s-]+".join(words) + r"(?![\w-])", re.IGNORECASE)
