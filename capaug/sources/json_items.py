"""The items of the lists in a JSON document, one after the other: files of gigabytes in the memory of one item.

Python's decoder finds where a value ends, so no parser is written here; it is given more of the file until the value is
whole. ijson would do as much, and would be one more package for one format.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO

from capaug.errors import InputError

BLOCK = 1 << 16  # bytes
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"[-+.eE0-9]*")


def items(file: IO[bytes], called: str) -> Iterator[tuple[str | None, int, object]]:
    """Yield (key, index, item) for each item of a list that is the document, or stands in the object that it is.

    A list that is the document has the key None; one that stands under a key is announced by the index -1, so that an
    empty one is known to be there. What else the object holds is passed over.

    Args:
        file: the document.
        called: what messages call it.

    Raises:
        InputError: not UTF-8, not JSON, or neither a list nor an object.
    """
    text = _Text(file, called)
    first = text.next()
    if first == "[":
        yield from text.items(None)
    elif first == "{":
        yield from _of_object(text)
    else:
        raise text.fault("neither a list nor an object")
    if text.next():
        raise text.fault("something follows its end")


def _of_object(text: _Text) -> Iterator[tuple[str | None, int, object]]:
    text.take("{")
    while text.next() != "}":
        key = text.value()
        if not isinstance(key, str):
            raise text.fault("a key that is no text")
        text.take(":")
        if text.next() == "[":
            yield key, -1, None
            yield from text.items(key)
        else:
            text.value()
        text.comma_or("}")
    text.take("}")


class _Text:
    """A document of which the part that is being read is in memory."""

    def __init__(self, file: IO[bytes], called: str) -> None:
        self._file, self._called = file, called
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._held, self._place, self._read, self._ended = "", 0, 0, False

    def items(self, key: str | None) -> Iterator[tuple[str | None, int, object]]:
        self.take("[")
        index = 0
        while self.next() != "]":
            yield key, index, self.value()
            index += 1
            self.comma_or("]")
        self.take("]")

    def next(self) -> str:
        """The next character that is no white space, which stays; empty at the end."""
        while True:
            self._place = _SPACE.match(self._held, self._place).end()  # type: ignore[union-attr]
            if self._place < len(self._held) or not self._more(BLOCK):
                return self._held[self._place : self._place + 1]

    def take(self, expected: str) -> None:
        if (found := self.next()) != expected:
            raise self.fault(f"{expected!r} expected, not {found!r}" if found else f"it ends before a {expected!r}")
        self._place += 1

    def comma_or(self, end: str) -> None:
        """Pass the comma between two items, or stay before the end."""
        if self.next() != end:
            self.take(",")
            if self.next() == end:
                raise self.fault(f"a comma before {end!r}")

    def value(self) -> object:
        """The value that begins here."""
        self.next()
        size = BLOCK
        while True:
            try:
                value, end = self._json.raw_decode(self._held, self._place)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more(size):
                    raise self.fault(str(error)) from None
                size *= 2  # so that a long value, or a fault, is not looked at again and again
                continue
            # A number may go on behind what is in memory; other values say where they end.
            if isinstance(value, int | float) and _NUMBER.fullmatch(self._held, end) and self._more(BLOCK):
                continue
            self._place = end
            return value

    def fault(self, why: str) -> InputError:
        return InputError(f"{self._called} is not valid JSON, perhaps cut short: {why}")

    def _more(self, size: int) -> bool:
        """Read on, and forget what is behind; False at the end of the file."""
        if self._ended:
            return False
        block = self._file.read(size)
        self._ended, self._read = not block, self._read + len(block)
        try:
            text = self._decoder.decode(block, final=self._ended)
        except UnicodeDecodeError as error:
            byte = self._read - len(error.object) + error.start
            raise InputError(f"{self._called}: byte {byte} is not UTF-8") from None
        self._held, self._place = self._held[self._place :] + text, 0
        return True
