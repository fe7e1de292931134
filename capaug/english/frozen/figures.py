"""Numbers that do not count, measures, codes, addresses and file names: ``16oz``, ``T1``, ``in 2019``, ``#sunset``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capaug.english.frozen.text import FUNCTION_WORDS, OWNERS_THAT_NAME_A_SIZE, SENTENCE, Run, Text
from capaug.english.words import words

UNITS = words("units_of_measure")
GLUED_UNITS = words("units_right_behind_a_figure")
BEFORE_FIGURES = words("words_before_a_number_that_names")
REAL = words("words_before_real_owners")
SIZES_OF_CLOTHES = frozenset({"XS", "XL", "XXL", "XXXL", "2XL", "3XL"})
INCHES = frozenset({'"', "''", "”", "″"})
CURRENCIES = frozenset("$£€¥₹")
NUMBER = re.compile(r"[0-9][0-9.,:/]*").fullmatch
YEAR = re.compile(r"(?:1[6-9]|20)[0-9]{2}").fullmatch
CODE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])(?![0-9.,]*[0-9](?:st|nd|rd|th|s|D|d|K|k)$).*").fullmatch
ADDRESS = re.compile(
    r".*(?:_|@|://|www\.|\.(?:com|org|net|edu|gov|co|io|uk|de|jpe?g|png|gif|pdf|html?|mp[34]))(?:[/?#].*)?",
    re.IGNORECASE,
).fullmatch
LONG = 5  # digits of a number that counts nothing


def find_figures(text: Text) -> Iterator[Run]:
    """Runs of figures, codes and addresses, and of owners that say for whom a thing is made."""
    if not OWNERS_THAT_NAME_A_SIZE.isdisjoint(text.lower):
        yield from _sizes(text)
    i = 0
    while i < len(text):
        end = _end(text, i) if text.is_free(i) else None
        if end is None:
            i += 1
            continue
        before_noun = text.is_thing(end)
        needed = not before_noun and text.word(i - 1) in FUNCTION_WORDS  # "at 10:14"
        yield Run(i, end, "it" if needed or end - i == len(text) else "", back=not before_noun)
        i = end


def _sizes(text: Text) -> Iterator[Run]:
    """``Women's shoes``; no ``the women's shoes``."""
    for i, word in enumerate(text.lower):
        if word not in OWNERS_THAT_NAME_A_SIZE or (text.word(i - 1) in REAL and text.style == SENTENCE):
            continue
        end = i + 2 if text.word(i + 1) in ("'s", "’s", "'", "’") else i + 1
        written_together = word.endswith(("mens", "drens")) or "'" in word
        if (end > i + 1 or written_together) and text.word(end).isalpha():
            yield Run(i, end, "")


def _end(text: Text, i: int) -> int | None:
    """Index behind the figure, code or address that begins with word ``i``."""
    word = text.words[i]
    if word == "#" and i + 1 < len(text) and text.joined(i + 1):
        return i + 2
    if ADDRESS(word) or (word in SIZES_OF_CLOTHES and text.style == SENTENCE):
        return i + 1
    if word in CURRENCIES and NUMBER(text.words[min(i + 1, len(text) - 1)]):
        return i + 2
    if not word[0].isdigit() and not (word[0].isalpha() and any(c.isdigit() for c in word)):
        return None
    if _is_hyphenated(text, i):
        return None
    if not NUMBER(word):
        return i + 1 if CODE(word) else None
    if _is_measured(text, i):
        return i + 2
    return i + 1 if _names(text, i) else None


def _is_hyphenated(text: Text, i: int) -> bool:
    return text.word(i + 1) in ("-", "–") and text.joined(i + 1)


def _is_measured(text: Text, i: int) -> bool:
    """``16oz``, ``16 oz``, ``50 %``."""
    unit = text.word(i + 1)
    return (
        unit in UNITS
        or (unit in GLUED_UNITS and text.joined(i + 1))
        or unit == "%"
        or (unit in INCHES and text.joined(i + 1))
    )


def _names(text: Text, i: int) -> bool:
    """Whether the number ``i`` is a year, a time, one of a row or a part of a code, and counts nothing."""
    word = text.words[i]
    if text.word(i - 1).rstrip(".") in BEFORE_FIGURES and not text.is_thing(i + 1):
        return True
    if any(c in word.rstrip(".,:") for c in ".:/"):
        return True
    if YEAR(word) or (len(word) >= LONG and word.isdigit()):
        return True
    return not text.word(i + 1).isalpha()
