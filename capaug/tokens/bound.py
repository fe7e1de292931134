"""A bound on the number of CLIP's tokens, never below it.

CLIP's vocabulary is a byte-level one of byte pairs: a word takes as many tokens as it has bytes at most. ``clip.tsv``
says of common words how many they take; of any other the bytes are counted, of marks and digits each by itself. What
the tokenizer may mend before it reads (broken encodings, entities, letters of full width) is counted by its bytes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

MARKS = 2  # the tokens that start and end a text
TABLE = "clip.tsv"
_CHUNK = re.compile(r"[^ \t\n\r\f\v]+")  # other white space stays inside: broken encodings have it within words
_PIECE = re.compile(r"'(?:[stmd]|re|ve|ll)|[a-z]+|\d|[^a-z\d]+")  # as the tokenizer parts what has ASCII alone
_ENDINGS = frozenset(("'s", "'t", "'m", "'d", "'re", "'ve", "'ll"))  # one token each
_TYPOGRAPHY = str.maketrans("‘’“”–—…", "'''\"---")  # no letters, whatever is mended around them
_WIDER = 2  # bytes by which each of these outnumbers what stands for it in the line above
_CHUNKS = 1 << 16  # counts that are remembered


@cache
def table() -> dict[str, int]:
    """The tokens of the words that take fewer than they have letters, in lower case."""
    counts: dict[str, int] = {}
    for line in files("capaug.tokens").joinpath(TABLE).read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            tokens, _, words = line.partition("\t")
            counts.update(dict.fromkeys(words.split(" "), int(tokens)))
    return counts


@lru_cache(maxsize=_CHUNKS)
def most_tokens(chunk: str) -> int:
    """At least as many as CLIP's tokens of ``chunk``, a text without blanks."""
    plain = chunk if chunk.isascii() else chunk.translate(_TYPOGRAPHY)
    if not (plain.isascii() and plain.isprintable()) or ("&" in plain and plain != "&"):
        return _most_bytes(chunk)
    known = table()
    count = 0 if plain is chunk else _WIDER * sum(one != other for one, other in zip(plain, chunk, strict=True))
    for piece in _PIECE.findall(plain.lower()):
        count += 1 if piece in _ENDINGS else known.get(piece, len(piece))
    return count


def _most_bytes(chunk: str) -> int:
    """The bytes of ``chunk`` in that of its forms that has most of them."""
    lower = chunk.lower()
    told = html.unescape(html.unescape(chunk)).lower() if "&" in chunk else lower
    forms = (chunk, lower, unicodedata.normalize("NFC", lower), told)
    return max(len(form.encode("utf-8", "surrogatepass")) for form in forms)


def seen_by_bound(tokens: int) -> Callable[[str], int]:
    """The characters of a text, up to the end of a word, that lie within ``tokens`` of CLIP's tokens (MARKS included).

    What comes back is for one argument, a text.
    """
    return seen_by_words(tokens - MARKS, most_tokens, short=True)


def seen_by_words(most: int, count: Callable[[str], int], *, short: bool) -> Callable[[str], int]:
    """The characters of a text, up to the end of a word, whose words make ``most`` tokens in all.

    Args:
        most: tokens of text.
        count: tokens of what stands between blanks.
        short: whether a text of plain letters and marks has no more tokens than characters, and need not be counted.
    """

    def seen(text: str) -> int:
        if short and len(text) <= most and text.isascii() and "&" not in text:
            return len(text)
        left, end = most, 0
        for chunk in _CHUNK.finditer(text):
            left -= count(chunk.group())
            if left < 0:
                return end
            end = chunk.end()
        return len(text)

    return seen
