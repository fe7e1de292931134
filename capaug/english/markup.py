"""A caption as it is read: tags stripped, entities unescaped, placeholders as words, tails left out.

A :class:`Reading` knows for each of its characters where that stands in the caption as given, so that spans are told,
and edits made, in the caption as given.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5
from itertools import groupby

from capaug.english.words import words

PERSON = "person"
NAME = "London"  # stands for a name: one that the tagger knows for a name
_BOLD = "**"
PASSES = 4  # "&amp;lt;b&amp;gt;" is a tag behind two escapes
KEPT = 64  # captions whose readings are kept: a caption's edits are made one after another

_MARK = re.compile(
    r"<!--.{0,400}?-->|</?(?P<tag>[A-Za-z][A-Za-z0-9_]*)(?P<rest>\b[^<>]*)>"
    r"|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|(?P<entity>[A-Za-z][A-Za-z0-9]*));"
    r"|\[(?P<bracketed>[A-Z][A-Z_]*[0-9]*)\]"
    r"|(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)",
    re.DOTALL,
)
_PLACEHOLDER = re.compile(r"(?:<|&lt;|\[)([A-Za-z][A-Za-z_]*[0-9]*)(?:>|&gt;|\])")
_HOLLOW = re.compile(r"<[A-Za-z][^<>]*>(?:\s|</)|\*\*\s*\*\*")  # around nothing, or around a space and what is left
_NUMBER = re.compile(r"_?[0-9]+$")
_BLOCKS = words("tags_of_blocks")
_TAGS = words("tags_in_a_line") | _BLOCKS | words("marks_of_language_models")
_UNPAIRED = words("tags_without_pairs")
_DETERMINERS = "|".join(sorted(words("words_before_no_name")))
_NOT_BEFORE_A_NAME = re.compile(rf"(?<!\S)(?:{_DETERMINERS}|there\s+(?:is|are|was|were))\s+$", re.IGNORECASE)
_NOT_BEHIND_A_NAME = re.compile(r"\w|\s+that\b")
_PEOPLE = words("placeholders_of_people")
_NAMES = words("placeholders_of_names")

_HOLD_ON = words("words_that_hold_on_to_an_address")
_NAME_A_SOURCE = words("words_that_name_a_source")
EXTENSION = r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|svg|jfif|heic|pdf|psd|mp4|mov|avi)"
_LINK = r"(?:https?://|www\.)\S+"
_HOST = r"[\w.+-]+@[\w-]+\.[\w.-]*\w|(?:[\w-]+\.)+(?:com|net|org|info|co\.uk)(?:/\S*)?"
ADDRESS = rf"{_LINK}|{_HOST}"
_TAIL = re.compile(rf"#[^\W\d_][\w-]*|{ADDRESS}|[\w-]*[0-9_][\w-]*{EXTENSION}", re.IGNORECASE)  # a word of one
_EXTENSION = re.compile(rf"(?<=[A-Za-z]){EXTENSION}\s*$", re.IGNORECASE)
_STOCK = re.compile(
    r"\s*(?:(?:^|\s)[-–—|]\s*|\()(?:royalty[- ]free )?(?:stock|free) ?(?:photo(?:graph)?|foto|image|picture|vector"
    r"|illustration|footage|video|clipart)s?\)?[\s#0-9.]*$",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s\|\s")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_BARE_HOST = re.compile(_HOST, re.IGNORECASE)
_PARTING = "|–—-"
_ENDS = frozenset(".!?")
_OPEN = frozenset("\"'“‘(:")  # before a tail, they say that it is quoted
_LEAST_OF_A_CAPTION = 2  # words
_LONGEST_TAIL, _LONGEST_WORD = 80, 40  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a caption: ``text``, and for each of its characters its span in the caption as given.

    ``starts`` and ``ends`` never fall. ``stand_ins``: the spans of ``text`` that stand for placeholders, and whether
    it is for a person.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    stand_ins: tuple[tuple[int, int, bool], ...]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The span in the caption as given of ``text[start:end]``, which is not empty."""
        return self.starts[start], self.ends[end - 1]

    def read(self, start: int, end: int) -> tuple[int, int]:
        """The span of ``text`` of the characters ``start`` to ``end`` of the caption as given."""
        first = sum(stop <= start for stop in self.ends)
        return first, max(first, sum(begin < end for begin in self.starts))


def may_be_marked(text: str) -> bool:
    """Whether something in ``text`` may be no part of what is read; cheap, as nearly all captions hold nothing."""
    return has_marks(text) or _may_have_tail(text)


def has_marks(text: str) -> bool:
    """Whether a tag, an entity or a placeholder may be in ``text``."""
    return "<" in text or "&" in text or "[" in text or _BOLD in text


def reading(text: str) -> Reading | None:
    """What is read of a caption, or None where that is the caption to the letter."""
    return _reading(text) if may_be_marked(text) else None


def unmarked(text: str) -> str:
    """A piece of a caption with its tags, entities and placeholders as they are read."""
    characters = _unmarked(text)
    return text if characters is None else "".join(characters.text)


@lru_cache(maxsize=KEPT)
def _reading(text: str) -> Reading | None:
    characters = _unmarked(text) or _Characters(list(text), list(range(len(text))), list(range(1, len(text) + 1)))
    read = "".join(characters.text)
    end = _end_of_caption(read)
    read = read[:end]
    if read == text:
        return None
    stand_ins, at = [], 0
    for kind, run in groupby(characters.kinds[:end] if characters.kinds else []):
        length = len(list(run))
        if kind:
            stand_ins.append((at, at + length, kind == PERSON))
        at += length
    return Reading(read, tuple(characters.starts[:end]), tuple(characters.ends[:end]), tuple(stand_ins))


@dataclass(slots=True)
class _Characters:
    """Characters that are read, where each begins and ends in the caption as given, and what it stands in for."""

    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def copy(self, other: _Characters, first: int, end: int) -> None:
        self.text += other.text[first:end]
        self.starts += other.starts[first:end]
        self.ends += other.ends[first:end]
        self.kinds += other.kinds[first:end] or [""] * (end - first)

    def add(self, text: str, start: int, end: int, kind: str = "") -> None:
        self.text += text
        self.starts += [start] * len(text)
        self.ends += [end] * len(text)
        self.kinds += [kind] * len(text)


def _unmarked(text: str) -> _Characters | None:
    """The characters of ``text`` without its marks, or None where it has none."""
    found = None
    before = _Characters(list(text), list(range(len(text))), list(range(1, len(text) + 1)))
    for _ in range(PASSES):
        after = _pass(before)
        if after is None:
            break
        found = before = after
    return found


def _pass(before: _Characters) -> _Characters | None:
    """Take away or replace each mark once, or None where there is none."""
    text = "".join(before.text)
    after = _Characters()
    at = 0
    for mark in _MARK.finditer(text):
        read, kind = _read_as(mark)
        if read is None:
            continue
        first, end = mark.span()
        after.copy(before, at, first)
        at = end
        start, stop = before.starts[first], before.ends[end - 1]
        if kind and after.text and after.text[-1].isalnum():
            after.add(" ", start, start)
        elif not kind and not read.strip() and (not after.text or after.text[-1].isspace()):
            at += text[end : end + 1].isspace()  # one space is enough
            continue
        after.add(read, start, stop, kind)
        if kind and text[end : end + 1].isalnum():
            after.add(" ", stop, stop)
    if not at:
        return None
    after.copy(before, at, len(text))
    return after


def _stands_for(name: str) -> str:
    """The word that a placeholder of that name is read as; an empty text for what is none."""
    kind = _NUMBER.sub("", name.lower())
    return PERSON if kind in _PEOPLE else NAME if kind in _NAMES else ""


def _read_as(mark: re.Match[str]) -> tuple[str | None, str]:
    """What a mark is read as, None where it is none, and what it stands in for."""
    entity = mark["entity"]
    if mark[0][0] == "&":
        if entity and f"{entity};" not in html5:
            return None, ""
        character = html.unescape(mark[0])
        return (" " if character == "\xa0" else character), ""
    name = mark["tag"] or mark["bracketed"]
    if name is None:
        return "", ""  # a comment, or bold print as models write it
    if (mark["bracketed"] or (mark["rest"] == "" and mark[0][1] != "/")) and (word := _stands_for(name)):
        return word, word
    if mark["tag"] and (name.lower() in _TAGS or "=" in mark["rest"]):
        return (" " if name.lower() in _BLOCKS else ""), ""
    return None, ""


# -- edits of a caption with marks -------------------------------------------------------------------------------------


def is_whole(text: str, result: str, replacements: Sequence[tuple[int, int, str]]) -> bool:
    """Whether edits that make ``result`` of ``text`` cut no mark, empty no tag, keep tags in pairs and placeholders.

    A placeholder may move or go with its phrase, but nothing takes its place, no determiner comes before it and no
    ending behind it.
    """
    marks = [found.span() for marks in (_MARK, _PLACEHOLDER) for found in marks.finditer(text)]
    if any(first < at < stop for edit in replacements for at in edit[:2] for first, stop in marks):
        return False
    if _is_paired(text) and not _is_paired(result):
        return False
    if len(_HOLLOW.findall(result)) > len(_HOLLOW.findall(text)):
        return False
    if not _PLACEHOLDER.search(result) and not _PLACEHOLDER.search(text):
        return True
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for start, end, replacement in replacements:
        if replacement.strip():  # else what is there is deleted with all of its phrase
            old.update(_placeholders(text[start:end]))
            new.update(_placeholders(replacement))
    return old <= new and _odd_placeholders(result) <= _odd_placeholders(text)


def _is_paired(text: str) -> bool:
    """Whether each tag is closed by its own, in the order in which they were opened."""
    opened: list[str] = []
    for mark in _MARK.finditer(text):
        name = (mark["tag"] or "").lower()
        if mark["tag"] is None or name in _UNPAIRED or mark["rest"].endswith("/") or _read_as(mark)[1]:
            continue
        if mark[0][1] != "/":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened and text.count(_BOLD) % 2 == 0


def _placeholders(text: str) -> list[str]:
    return [found[0] for found in _PLACEHOLDER.finditer(text) if _stands_for(found[1])]


def _odd_placeholders(text: str) -> int:
    """How many placeholders stand as no name does: with a determiner or "there is" before, letters or "that" behind."""
    return sum(
        bool(_NOT_BEHIND_A_NAME.match(text, found.end()) or _NOT_BEFORE_A_NAME.search(text, 0, found.start()))
        for found in _PLACEHOLDER.finditer(text)
        if _stands_for(found[1])
    )


# -- what stands behind a caption --------------------------------------------------------------------------------------


def _may_have_tail(text: str) -> bool:
    end = text[-24:]
    return "#" in text or "@" in text or " | " in text or "." in end[:-1] or "tock" in end or "ree " in end


def _end_of_caption(text: str) -> int:
    """Where the hashtags, addresses, file names and names of sites begin that end ``text``."""
    end = len(text)
    while _may_have_tail(text[:end]):
        for place_of in (_site, _stock, _tail, _extension):
            start = place_of(text[:end])
            if start < end:
                end = start
                break
        else:
            break
    return end


def _site(text: str) -> int:
    """Where the name of a site begins behind a bar; the end of ``text`` where none does."""
    found = _SITE.search(text, max(0, len(text) - _LONGEST_TAIL))
    return _end_of_head(text, text[: found.start()]) if found else len(text)


def _stock(text: str) -> int:
    """Where "- stock photo" begins, or the end."""
    found = _STOCK.search(text, max(0, len(text) - _LONGEST_TAIL))
    return _end_of_head(text, text[: found.start()]) if found else len(text)


def _extension(text: str) -> int:
    """Where the ending of a file's name begins, or the end."""
    found = _EXTENSION.search(text, max(0, len(text) - _LONGEST_TAIL))
    return _end_of_head(text, text[: found.start()]) if found else len(text)


def _tail(text: str) -> int:
    """Where the hashtags, addresses and names of files begin, with the marks that part them, or the end."""
    head, last, parted = text, "", False
    while len(pieces := head.rsplit(None, 1)) == 2:  # in linear time, as an expression is not
        before, word = pieces
        if not word.strip(_PARTING) and last:
            parted = True
        elif _TAIL.fullmatch(word.strip("()[].")):
            last, parted = word.strip("()[]."), word[0] in "(["
        else:
            break
        head = before
    if not last:
        return len(text)
    return _end_of_head(text, head, bare=not parted and _BARE_HOST.fullmatch(last) is not None)


def _end_of_head(text: str, head: str, bare: bool = False) -> int:
    """Where ``head``, what stands before a tail of ``text``, ends; the end of ``text`` where the tail is part of it.

    ``bare``: the tail begins with the bare name of a host, which may be in the picture ("a bus of example.com").
    """
    head = head.rstrip()
    last = _LAST_WORD.search(head, max(0, len(head) - _LONGEST_WORD))
    word = last[1].lower() if last else ""
    if last and word in _NAME_A_SOURCE:
        head = head[: last.start()].rstrip()
    elif word in _HOLD_ON or head[-1:] in _OPEN or head.count('"') % 2 or (bare and head[-1:] not in _ENDS):
        return len(text)
    return len(head) if len(head.split()) >= _LEAST_OF_A_CAPTION else len(text)
