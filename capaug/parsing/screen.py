"""Captions that are not worth parsing: what is no English sentence or phrase about a picture gets no row."""

from __future__ import annotations

import re

from capaug.english.markup import reading
from capaug.parsing.no_caption import no_caption
from capaug.parsing.sentences import MAX_CHARACTERS, MAX_WORDS, characters_read

MIN_ASCII_SHARE = 0.7  # of the letters; "café" and "Zoë" pass, Chinese and Russian do not
QUOTED_CHARACTERS = 40

LETTER = re.compile(r"[A-Za-z]")
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # category Cc without tab and newline
    r"|[\ud800-\udfff]|\ufffd"  # lone surrogates, the mark of a failed decoding
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # direction of writing
)


def screen(text: str) -> tuple[str, str] | None:
    """Say why ``text`` gets no row, or None if it may be parsed.

    Returns:
        ``(reason, detail)``; the detail is one line and quotes at most 40 characters of the text, escaped. Reasons,
        the first that holds: ``empty`` (nothing but white space), ``control_characters`` (control characters other
        than tab and newline, lone surrogates, the replacement character, controls of writing direction), ``too_long``
        (the first sentence alone is over 600 words or 4,000 characters), ``no_letters``, ``not_english`` (fewer than
        70% of the letters are ASCII), and those of :func:`capaug.parsing.no_caption.no_caption`. Markup is no reason:
        it is not read.
    """
    if not text or text.isspace():
        return "empty", f"nothing but white space: {_quoted(text)}"
    if control := CONTROL.search(text):
        code, position = ord(control.group()), control.start()
        return "control_characters", f"U+{code:04X} at character {position}: {_quoted(text[position:])}"
    if not characters_read(text):
        limits = f"over {MAX_WORDS} words or {MAX_CHARACTERS:,} characters before a sentence ends"
        return "too_long", f"{limits}: {_quoted(text)}"
    if (read := reading(text)) is not None:  # what is judged is what will be read
        if not read.text or read.text.isspace():
            return "empty", f"nothing but markup: {_quoted(text)}"
        if control := CONTROL.search(read.text):
            return "control_characters", f"U+{ord(control.group()):04X} behind an entity: {_quoted(text)}"
        text = read.text
    return _foreign_letters(text) or _no_caption(text)


def _foreign_letters(text: str) -> tuple[str, str] | None:
    if text.isascii():
        return None if LETTER.search(text) else ("no_letters", f"no letters: {_quoted(text)}")
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return "no_letters", f"no letters: {_quoted(text)}"
    share = sum(letter.isascii() for letter in letters) / len(letters)
    if share < MIN_ASCII_SHARE:
        return "not_english", f"{share:.0%} of the letters are ASCII: {_quoted(text)}"
    return None


def _no_caption(text: str) -> tuple[str, str] | None:
    found = no_caption(text)
    return (found[0], f"{_quoted(found[1])[1:-1]}: {_quoted(text)}") if found else None


def _quoted(text: str) -> str:
    return repr(text[:QUOTED_CHARACTERS])
