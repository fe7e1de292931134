"""The words of a text with what their letters say, and the runs of them that have been found so far."""

from __future__ import annotations

import re
from typing import NamedTuple

from capaug.english.words import words
from capaug.lexicon import Lexicon
from capaug.lexicon.wordnet import is_proper, is_word

NAMES_IN_SMALL_LETTERS = words("given_names") | words("brands")
TRIGGERS = (
    words("verbs_before_printed_text")
    | words("participles_before_a_name")
    | NAMES_IN_SMALL_LETTERS
    | {"no", "word", "words", "mens", "womens", "sans"}
)
OWNERS_THAT_NAME_A_SIZE = words("owners_that_name_a_size")
FUNCTION_WORDS = words("function_words")
PLAIN = re.compile(r"\s*[A-Za-z][a-z ,.;:!?()\n]*(?:(?<=[a-z])'s?[a-z ,.;:!?()\n]*)*").fullmatch
TITLE, CAPITALS, SENTENCE = "title", "capitals", "sentence"
MOST_LOWER_IN_A_TITLE = 0.2  # of the words that titles write with a capital


class Run(NamedTuple):
    """Words ``first`` to ``end`` (exclusive) that a parser reads as the one word ``stand_in``, or not at all if empty.

    ``tag``: the tag of all of them; of hyphenated words, of all but the last. Where a parser is not given them they
    hang on the word before them if ``back``, else on the one behind. ``frozen``: no edit may touch them.
    """

    first: int
    end: int
    stand_in: str
    tag: str = "FW"
    back: bool = False
    frozen: bool = True


def is_plain(text: str, given: list[str]) -> bool:
    """Whether there is surely nothing to find: small letters alone, but for the first, and no word of saying."""
    return (
        PLAIN(text) is not None
        and TRIGGERS.isdisjoint(given)
        and ("'" not in text or OWNERS_THAT_NAME_A_SIZE.isdisjoint(given))
    )


class Text:
    """``words``, the characters at which they start, and the same in small letters (``lower``).

    ``style``: how capitals stand; ``runs``: what has been found; ``silent``: verbs that only say what is printed.
    """

    def __init__(self, given: list[str], starts: list[int], lexicon: Lexicon) -> None:
        self.words = given
        self.starts = starts
        self.lower = [word.lower() for word in given]
        self.lexicon = lexicon
        self.style = style(given)
        self.runs: list[Run] = []
        self.silent: set[int] = set()
        self._taken: set[int] = set()

    def __len__(self) -> int:
        return len(self.words)

    def enter(self, run: Run) -> None:
        """Keep a run, unless a part of it belongs to another."""
        if self._taken.isdisjoint(range(run.first, run.end)):
            self._taken.update(range(run.first, run.end))
            self.runs.append(run)

    def is_free(self, i: int) -> bool:
        """Whether word ``i`` is there and in no run."""
        return 0 <= i < len(self.words) and i not in self._taken

    def joined(self, i: int) -> bool:
        """Whether there is no space between word ``i`` and the one before."""
        return i > 0 and self.starts[i] == self.starts[i - 1] + len(self.words[i - 1])

    def word(self, i: int) -> str:
        """Word ``i`` in small letters; empty before the first and behind the last."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def has_capital(self, i: int) -> bool:
        """Whether word ``i`` has a capital: ``Mac``, ``iMac``."""
        return 0 <= i < len(self.words) and not self.words[i].islower() and any(map(str.isupper, self.words[i]))

    def is_common(self, i: int) -> bool:
        """Whether word ``i`` is a word of the language, and not a name alone."""
        word = self.lower[i]
        if word in FUNCTION_WORDS:
            return True
        objects = self.lexicon.objects
        if is_proper(word):
            return objects.is_entry(word) and objects.is_person(word)
        return objects.is_entry(word) or is_word(word)

    def is_thing(self, i: int) -> bool:
        """Whether word ``i``, as it stands in small letters, is a noun of the lexicon."""
        word = self.word(i)
        if word in FUNCTION_WORDS:
            return False  # "can"
        objects = self.lexicon.objects
        return bool(word) and self.words[i].islower() and (objects.is_entry(word) or objects.is_entry(word.rstrip("s")))


def style(given: list[str]) -> str:
    """How a text is written: as a title, in capitals, or as a sentence."""
    letters = [word for word in given if word.isalpha() and len(word) > 1]
    if len(letters) > 1 and all(word.isupper() for word in letters):
        return CAPITALS
    counted = [word for word in letters if word.lower() not in FUNCTION_WORDS]
    lower = sum(word[0].islower() for word in counted)
    if len(counted) - lower > 1 and lower <= MOST_LOWER_IN_A_TITLE * len(counted):
        return TITLE
    return SENTENCE
