"""A text's words and where they begin, the same that spaCy's English tokenizer gives.

The text is cut at white space; of each chunk the special cases (``don't``, ``Mr.``, ``:-)``) stand in a table; of the
others punctuation, units and the like are cut off both ends, and what is left is cut at joints (``black-and-white``).
The rules are spaCy's (explosion/spaCy 3.8, MIT licence: ``licences/SPACY.txt``), written anew; its tables are in
``weights/parser/tokenizer.json``, made by ``recipes/build/parser/tokenizer.py``. spaCy itself takes a second and a half
to import, and brings torch with it where that is installed.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from capaug.parsing.surrogates import encodable

Words = tuple[str, ...]

TABLES = Path(str(files("capaug.weights").joinpath("parser", "tokenizer.json")))
MAX_CACHED_CHUNKS = 50_000


class Tokenizer:
    """Texts to words; call it with a text."""

    def __init__(self, tables: Path = TABLES) -> None:
        """Load ``tables`` as ``recipes/build/parser/tokenizer.py`` writes them."""
        self._tables: dict[str, Any] = json.loads(tables.read_text(encoding="utf-8"))
        self._special = {"".join(words): words for words in map(_words, self._tables["special_cases"])}
        self._apart = frozenset(map(_words, self._tables["apart"]))  # special cases as the rules alone cut them
        self._longest = max(map(len, self._apart))
        self._seconds = frozenset(words[1] for words in self._apart)
        self._pairs = frozenset(words[:2] for words in self._apart)
        self._ascii_rules = _Rules(self._tables, ascii_only=True)
        self._known: dict[str, Words] = {}  # the words of the chunks met so far

    @cached_property
    def _rules(self) -> _Rules:
        return _Rules(self._tables, ascii_only=False)

    def __call__(self, text: str) -> tuple[list[str], list[int]]:
        """The words of ``text`` and the character at which each begins.

        A half of a broken surrogate pair comes back as the replacement character, which a word can be written with.
        """
        text = encodable(text)
        words: list[str] = []
        starts: list[int] = []
        known, at = self._known, 0
        for chunk in text.split():
            at = text.index(chunk, at)
            for word in known.get(chunk) or self._add_chunk(chunk):
                words.append(word)
                starts.append(at)
                at += len(word)
        if not self._seconds.isdisjoint(words) and any(pair in self._pairs for pair in pairwise(words)):
            return self._join_special(text, words, starts)
        return words, starts

    def _add_chunk(self, chunk: str) -> Words:
        if len(self._known) >= MAX_CACHED_CHUNKS:  # memory must not grow
            self._known.clear()
        words = self._known[chunk] = self._cut(chunk)
        return words

    def _cut(self, chunk: str) -> Words:
        """The words of a chunk without white space."""
        special = self._special
        if chunk in special:
            return special[chunk]
        if not chunk.isascii():
            rules = self._rules
        elif chunk.isalpha():
            return (chunk,)
        else:
            rules = self._ascii_rules
        before: list[str] = []
        after: list[str] = []
        while chunk and chunk not in special:
            prefix = rules.prefix_length(chunk)
            if prefix and chunk[prefix:] in special:
                before.append(chunk[:prefix])
                chunk = chunk[prefix:]
                break
            end = len(chunk) - rules.suffix_length(chunk[prefix:])
            if end < len(chunk) and chunk[:end] in special:
                after.append(chunk[end:])
                chunk = chunk[:end]
                break
            if prefix:
                before.append(chunk[:prefix])
            if end < len(chunk):
                after.append(chunk[end:])
            elif not prefix:
                break
            chunk = chunk[prefix:end]
        middle = special.get(chunk) or rules.cut_at_joints(chunk)
        return (*before, *middle, *reversed(after))

    def _join_special(self, text: str, words: list[str], starts: list[int]) -> tuple[list[str], list[int]]:
        """Put special cases together that were cut apart because something else was glued to them (``(Mr.``)."""
        joined: list[str] = []
        begins: list[int] = []
        at = 0
        for first, end in [*self._spans_apart(text, words, starts), (len(words), len(words))]:
            joined += words[at:first]
            begins += starts[at:first]
            if first < end:
                begin, stop = starts[first], starts[end - 1] + len(words[end - 1])
                # with a space between its parts it is no special case, and its words stay as they are
                parts = self._special.get(text[begin:stop], tuple(words[first:end]))
                for part in parts:
                    begin = text.index(part, begin)
                    joined.append(part)
                    begins.append(begin)
                    begin += len(part)
            at = end
        return joined, begins

    def _spans_apart(self, text: str, words: list[str], starts: list[int]) -> list[tuple[int, int]]:
        """Words that together spell special cases, the longest first where some overlap, then the first ones."""
        found = []
        for first in range(len(words)):
            for end in range(first + 1, min(first + self._longest, len(words)) + 1):
                if end - first > 1:
                    gap = text[starts[end - 2] + len(words[end - 2]) : starts[end - 1]]
                    if gap not in ("", " "):
                        break
                    if tuple(words[first:end]) in self._apart:
                        found.append((first, end))
        found.sort(key=lambda span: (span[0] - span[1], span[0]))
        chosen = []
        taken: set[int] = set()
        for first, end in found:
            if first not in taken and end - 1 not in taken:
                chosen.append((first, end))
            taken.update(range(first, end))
        return sorted(chosen)


class _Rules:
    """What is cut off the ends of a chunk and where its middle is cut.

    With ``ascii_only`` for chunks of ASCII alone, for which the expressions are short and quickly compiled.
    """

    def __init__(self, tables: dict[str, Any], ascii_only: bool) -> None:
        # classes of characters are in the order of their code points, so that those of ASCII stand in front
        def members(name: str) -> str:
            whole: str = tables[name]
            return re.match(r"[\x00-\x7f]*", whole)[0] if ascii_only else whole  # type: ignore[index]

        punctuation, quotes, icons = members("punctuation"), members("quotes"), members("icons")
        lower, upper, letters, currency = members("lower"), members("upper"), members("letters"), members("currency")
        units = "|".join(unit for unit in tables["units"] if unit.isascii() or not ascii_only)
        self._prefix = re.compile(
            rf"[§%=—–{punctuation}{quotes}{currency}{icons}]|\+(?![0-9])|\.\.+|(?:US|C|A)\$"
        ).match
        self._suffix = re.compile(
            rf"(?:[—–{punctuation}{quotes}{icons}]|……|\.\.+|['’][sS]"
            rf"|(?<=[0-9])(?:\+|(?:US|C|A)\$|[{currency}]|{units})"
            rf"|(?<=°[FfCcKk])\.|(?<=[0-9%²\-+|{lower}{punctuation}{quotes}])\.|(?<=[{upper}][{upper}])\.)$"
        ).search
        self._joints = re.compile(
            rf"\.\.+|[…{icons}]|(?<=[0-9])[+\-*^](?=[0-9-])|(?<=[{lower}{quotes}])\.(?=[{upper}{quotes}])"
            rf"|(?<=[{letters}]),(?=[{letters}])|(?<=[{letters}0-9])(?:-|–|—|--|---|——|~)(?=[{letters}])"
            rf"|(?<=[{letters}0-9])[:<>=/](?=[{letters}])"
        ).finditer
        self._address = _address(lower).match

    def prefix_length(self, chunk: str) -> int:
        found = self._prefix(chunk)
        return found.end() if found else 0

    def suffix_length(self, chunk: str) -> int:
        found = self._suffix(chunk)
        return len(chunk) - found.start() if found else 0

    def cut_at_joints(self, chunk: str) -> list[str]:
        if not chunk:
            return []
        if "." in chunk and self._address(chunk):
            return [chunk]
        words = []
        start = 0
        for joint in self._joints(chunk):
            first, end = joint.span()
            if first == 0:
                continue
            if first > start:
                words.append(chunk[start:first])
            words.append(chunk[first:end])
            start = end
        if start < len(chunk):
            words.append(chunk[start:])
        return words


def _address(lower: str) -> re.Pattern[str]:
    """A web or mail address; what is no protocol, name, host of numbers or names, port or path is none.

    After https://gist.github.com/dperini/729294 (Diego Perini, MIT licence), as spaCy has it.
    """
    name = r"[A-Za-z0-9\u00a1-\uffff]"
    return re.compile(
        r"(?:[\w+\-.]{2,}://)?"
        r"(?:\S+(?::\S*)?@)?"
        r"(?:"
        r"(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})"
        r"(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})"  # not in private networks
        r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}"
        r"(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))"
        r"|"
        rf"(?:(?:{name}[A-Za-z0-9\u00a1-\uffff_-]{{0,62}})?{name}\.)+[{lower}]{{2,63}}"
        r")"
        r"(?::\d{2,5})?"
        r"(?:[/?#]\S*)?$"
    )


def _words(line: str) -> Words:
    return tuple(line.split(" "))
