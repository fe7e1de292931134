"""``a`` or ``an``: which indefinite article the sound of the next word asks for."""

from __future__ import annotations

import re
from functools import lru_cache

from capaug.english.words import words

_FIRST_WORD = re.compile(r"[A-Za-z\d][\w'’.-]*")
# Vowel letter, consonant sound ("a university", "a one-way street", "a European").
_CONSONANT_SOUND = re.compile(
    r"uni(?!n|m|d[eo]|ron|ss)|us(?:e[ds]?|er|efu|ele|ing|ab|ual|uall)(?![a-z]*her)|u(?:tah|te(?![rs]u)|ten[si]|tili|tah)"
    r"|ur(?:in|ani|olog|ea)|uk(?:ulele|rain)|ub(?:er|iq)|u-|eu|ewe|onc?e(?:s?$|[^a-z])|oui"
)
# Consonant letter, vowel sound ("an hour"; American "an herb").
_VOWEL_SOUND = re.compile(r"hour|hono|honest|heir|herb(?:$|s|al|ed)")
# Abbreviations that people spell out although they could be read as words or are written in lower case.
_SPELLED = words("abbreviations_spelled_out")
_IN_CAPITALS = words("abbreviations_in_capitals")
_LETTERS_WITH_VOWEL_SOUND = frozenset("aefhilmnorsx")


@lru_cache(maxsize=8192)
def _first_word_takes_an(word: str) -> bool:
    digits = re.match(r"\d+", word.replace(",", ""))
    if digits:
        number = digits[0]
        # eight, eighty, eight hundred; eleven, eighteen; eleven thousand; eighteen hundred (years)
        return number[0] == "8" or (number[:2] in ("11", "18") and (len(number) % 3 == 2 or len(number) == 4))
    letters = re.match(r"[A-Za-z]+", word)
    stem = letters[0] if letters else word
    lower = stem.lower()
    if lower == "a" or len(lower) == 1:  # "x-ray", "t-shirt", "L-shaped", "f16"
        return lower in _LETTERS_WITH_VOWEL_SOUND
    shouted = stem.isupper()
    if lower in _SPELLED and (shouted or lower not in _IN_CAPITALS):
        return lower[0] in _LETTERS_WITH_VOWEL_SOUND
    if shouted and not re.search(r"[AEIOUY]", stem):  # "MP3", "TV", "BMW"
        return lower[0] in _LETTERS_WITH_VOWEL_SOUND
    spoken = word.lower()
    if lower[0] in "aeiou":
        return not _CONSONANT_SOUND.match(spoken)
    return bool(_VOWEL_SOUND.match(spoken)) or bool(re.match(r"(?:mp3|mri|nfl|rv|lcd|hdtv|fm|xbox)s?\b", spoken))


def indefinite_article(following: str) -> str:
    """``a`` or ``an`` for the text that follows the article (``"old dog"`` -> ``"an"``).

    Goes by sound: ``an hour``, ``a university``, ``an SUV``, ``a used car``, ``an 8``, ``an x-ray``. Quotes and
    brackets before the word are passed over; text without a word takes ``a``.
    """
    word = _FIRST_WORD.search(following)
    return "an" if word and _first_word_takes_an(word[0]) else "a"
