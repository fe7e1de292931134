"""Where the sentences of a caption begin and end.

A full stop ends a sentence unless what stands around it says otherwise: an abbreviation (``St. Paul``, ``No. 3``,
``16 oz. mug``), an initial (``J. K. Rowling``), a name of the web (``example.com``), an open quotation (``a "STOP! NO
ENTRY" in red``). Models write lines as well, with bullets, numbers and headings before them.
"""

from __future__ import annotations

import re

from capaug.english.words import words

Span = tuple[int, int]
"""Characters of a caption, the end exclusive."""

MAX_WORDS = 600
MAX_CHARACTERS = 4000  # a caption that is longer is read up to the end of a sentence

TITLES = words("titles_before_a_name")
BEFORE_A_NUMBER = words("abbreviations_before_a_number")
WITHIN = words("abbreviations_within_a_sentence")
ABBREVIATIONS = words("abbreviations_that_may_end_a_sentence")
OPENERS = words("words_that_open_a_sentence")
DOMAINS = words("ends_of_web_names")
GOING_ON = words("words_that_go_on_with_a_sentence")
UNFINISHED = words("words_that_end_no_line")

QUOTED = 200  # characters within which what is opened must be closed; else the mark is a slip, or means inches
SHORTEST = 3  # letters of a word that a full stop before a lower-case letter ends a sentence behind

_MARK = re.compile(r"[.!?…\n\u2028]")
_FINAL = " .!?…\n"
_BREAK = re.compile(r"([.!?…]+)([\"'”’)\]*_]*)|[\n\u2028]|(?<![^\n])\*\*[^*\n]{1,60}(?::\*\*|\*\*:)(?=[ \t])")
_OPENING = re.compile(r"[\"'“‘(\[*_#\s]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LOWER_PAIR = re.compile(r"[a-z]{2}$")
_CAPITALIZED = re.compile(r"[\"“]?([A-Z][a-z]*)(?=[\s,'’]|$)")
_ADDRESS = re.compile(r"[@/]|www\.", re.IGNORECASE)
_LINE_START = re.compile(r"(?:[-*•‣◦▪–—]|#{1,6}|\(?\d{1,2}[.)]|[a-z]\))[ \t]+")
_BEFORE_OPENING = frozenset(" ([\n\t-–—/")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of ``text`` in their order, without white space at their ends; all else lies in one of them.

    What holds neither letter nor digit (a row of dashes, a smile) is part of the sentence before it, or of the one
    behind where it stands first.
    """
    last = len(text.rstrip())
    first = len(text) - len(text.lstrip())
    if first >= last:
        return []
    if _MARK.search(text, first, len(text.rstrip(_FINAL))) is None:
        return [(first, last)]
    spans: list[Span] = []
    for found in _BREAK.finditer(text, first, last):
        if found.end() >= last:
            break
        if found.start() < first:
            continue
        end = _sentence_end(text, first, found, last)
        if end is not None:
            spans.append((first, end))
            first = _behind_space(text, end, last)
    spans.append((first, last))
    return _with_words(text, spans)


def without_marker(text: str, span: Span) -> Span:
    """``span`` without the bullet, the number or the marks of a heading that open a line: ``- A dog`` -> ``A dog``."""
    marker = _LINE_START.match(text, *span)
    return (marker.end(), span[1]) if marker and marker.end() < span[1] else span


def characters_read(text: str) -> int:
    """How many characters of ``text`` are read: all, or of one beyond the limits those of its first sentences.

    0 where the first sentence alone is over the limits, which are :data:`MAX_WORDS` and :data:`MAX_CHARACTERS`.
    """
    if len(text) < 2 * MAX_WORDS or (len(text) <= MAX_CHARACTERS and len(text.split()) <= MAX_WORDS):
        return len(text)
    read = spoken = 0
    beginning = text[: MAX_CHARACTERS + 1]
    for start, end in sentence_spans(beginning):
        spoken += len(text[start:end].split())
        if end > MAX_CHARACTERS or spoken > MAX_WORDS:
            break
        read = end
    return read


def _with_words(text: str, spans: list[Span]) -> list[Span]:
    """``spans`` with those that hold neither letter nor digit made part of their neighbours."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not (_speaks(text, start, end) and _speaks(text, *joined[-1])):
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _behind_space(text: str, at: int, last: int) -> int:
    """Where the white space ends that begins at ``at``, or ``at`` where there is none."""
    while at < last and text[at].isspace():
        at += 1
    return at


def _speaks(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))


def _sentence_end(text: str, first: int, found: re.Match[str], last: int) -> int | None:
    """Where the sentence that begins at ``first`` ends, if it does at the break ``found``; else None."""
    start, end = found.span()
    behind = text[end]
    if found[1] is None:
        if found[0].startswith("*"):  # "**Foreground:** A man"
            return end
        before = text[first:start].rstrip()
        return first + len(before) if _line_ends(text, before, start, last) else None
    if not behind.isspace():
        return end if _is_glued(text, first, found) else None
    following = _behind_space(text, end, last)
    if "\n" in text[end:following]:
        return None  # the end of the line decides
    if closing := _open_until(text, first, start, end, last):
        # a quotation that closes at once, behind a space: 'reading "Blue bottle. " She'
        at_once = closing == following + 1 and text[closing : closing + 1].isspace()
        return closing if at_once and _opens(text, closing, last) else None
    return end if _ends(text, first, found, following) else None


def _opens(text: str, at: int, last: int) -> bool:
    """Whether a capital follows."""
    following = _OPENING.match(text, at, last)
    return following is not None and text[following.end() : following.end() + 1].isupper()


def _ends(text: str, first: int, found: re.Match[str], following: int) -> bool:
    """Whether a mark with white space behind it ends a sentence."""
    mark, closed = found[1], found[2]
    opening = _OPENING.match(text, following)
    head = opening.end() if opening else following
    letter = text[head : head + 1]
    before = text[first : found.start()]
    word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("\xa0")) + 1 :].lstrip("\"'“‘([*_")
    if mark == "…" or (mark != "." and set(mark) == {"."}):
        return letter.isupper()
    if not word:
        return True  # "a man . a dog"
    if mark != ".":
        return not letter.islower() or (not closed and len(word) > 1 and word.islower())
    if closed:
        return not letter.islower()
    return _full_stop_ends(word, letter, text[head:], at_start=word == before)


def _full_stop_ends(word: str, letter: str, rest: str, at_start: bool) -> bool:
    """Whether a full stop behind ``word`` ends a sentence, where ``rest`` follows, with ``letter`` first."""
    lower = word.lower()
    if lower in BEFORE_A_NUMBER and letter.isdigit():
        return False
    if lower in WITHIN or (at_start and word.isdigit()):
        return False
    if lower in TITLES or lower in ABBREVIATIONS or _INITIALS.fullmatch(word):
        opener = _LETTERS.match(rest)
        if opener is None or rest[opener.end() : opener.end() + 1] == ".":  # "Dr. A. Jones"
            return False
        return letter.isupper() and opener[0].lower() in OPENERS
    if letter.islower() or letter.isdigit():
        opener = _LETTERS.match(rest)
        if opener is not None and (opener[0] not in OPENERS or opener[0] in GOING_ON):
            return False
        return word.isalpha() and word.islower() and len(word) >= SHORTEST
    return True


def _is_glued(text: str, first: int, found: re.Match[str]) -> bool:
    """``on a field.The dog``: the space is missing."""
    start, end = found.span()
    behind = _CAPITALIZED.match(text, end)
    if len(found[1]) > 1 or behind is None or not _LOWER_PAIR.search(text, max(first, start - 2), start):
        return False
    begin = max(text.rfind(" ", first, start), text.rfind("\n", first, start), first - 1) + 1
    word = text[begin:start]
    if behind[1].lower() in DOMAINS or _ADDRESS.search(word) or "." in word:
        return False
    return word.lstrip("\"'“‘(").lower() not in TITLES | BEFORE_A_NUMBER | ABBREVIATIONS


def _open_until(text: str, first: int, start: int, end: int, last: int) -> int:
    """Behind what closes the quotation or bracket in which the mark from ``start`` to ``end`` stands; 0 if in none."""
    limit = min(last, end + QUOTED)
    quote = text.rfind('"', first, end)
    if quote >= 0 and quote < start and _opens_quotation(text, first, quote):
        return text.find('"', end, limit) + 1
    for opening, closing in ("“”", "()"):
        if text.rfind(opening, first, end) > text.rfind(closing, first, end):
            return text.find(closing, end, limit) + 1
    return 0


def _opens_quotation(text: str, first: int, quote: int) -> bool:
    before_is_free = quote == first or text[quote - 1] in _BEFORE_OPENING
    return before_is_free and not text[quote + 1 : quote + 2].isspace()


def _line_ends(text: str, before: str, at: int, last: int) -> bool:
    """Whether the line of which ``before`` is the end ends a sentence at character ``at``: it may only be broken."""
    if not before:
        return False
    following = _behind_space(text, at, last)
    core = before.rstrip("\"'”’)]*_")
    if core[-1:] in tuple(".!?…:;") or before.startswith("#") or _LINE_START.match(text, following, last):
        return True
    blank = text.count("\n", at, following) > 1
    if blank and len(core) < len(before):
        return True  # behind a quotation
    if text[following].islower() or core[-1:] == "," or core[core.rfind(" ") + 1 :].lower() in UNFINISHED:
        return False
    return blank or text[following].isupper()
