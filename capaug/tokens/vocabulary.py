"""Tokens counted by a true vocabulary: a fast tokenizer of the transformers library, or open_clip's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from capaug.errors import UsageError, installing
from capaug.tokens.bound import MARKS, seen_by_words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

OPEN_CLIP = "open_clip"
_CHUNKS = 1 << 16  # counts that are remembered


def seen_by_vocabulary(tokens: int, tokenizer: str) -> Callable[[str], int]:
    """As :func:`capaug.tokens.load_seen`, by the tokenizer of that name.

    Raises:
        UsageError: as there.
    """
    if tokenizer == OPEN_CLIP:
        return seen_by_words(tokens - MARKS, lru_cache(maxsize=_CHUNKS)(_open_clip_counter()), short=True)
    backend = _backend(tokenizer)
    most = tokens - backend.num_special_tokens_to_add(False)
    if most < 1:
        raise UsageError(f"tokens: {tokens} leave no room for text beside the marks of tokenizer {tokenizer!r}")

    def seen(text: str) -> int:
        # lone surrogates are no text to the tokenizers; in the place of each stands one character
        readable = text.encode("utf-8", "replace").decode() if not text.isascii() else text
        offsets = backend.encode(readable, add_special_tokens=False).offsets
        return len(text) if len(offsets) <= most else _end(offsets, most)

    return seen


def _end(offsets: list[tuple[int, int]], most: int) -> int:
    """Where what the first ``most`` tokens say ends; a character that the cut parts is not seen."""
    end, following = offsets[most - 1][1], offsets[most][0]
    return min(end, following) if following < end else end


def _open_clip_counter() -> Callable[[str], int]:
    try:
        from open_clip.tokenizer import SimpleTokenizer
    except ImportError:
        needed = "install it with: pip install open_clip_torch"
        raise UsageError(f"tokenizer {OPEN_CLIP!r} needs open_clip; {needed}") from None
    tokenizer: Any = SimpleTokenizer()
    return lambda chunk: len(tokenizer.encode(chunk))


def _backend(name: str) -> Tokenizer:
    """The Rust part of a fast tokenizer, in a copy that neither cuts nor pads."""
    try:
        from tokenizers import Tokenizer
        from transformers import AutoTokenizer
    except ImportError:
        needed = f"install it with: {installing('transformers')}"
        raise UsageError(f"tokenizer {name!r} needs transformers; {needed}") from None
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
    except Exception as error:  # a foreign tokenizer fails to load in every way there is; the user wants one line
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise UsageError(
            f"cannot load tokenizer {name!r}: {reason} (known: open_clip, a folder, or a model of the "
            "hub, which needs a connection the first time)"
        ) from None
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise UsageError(f"tokenizer {name!r} is a slow one and knows no offsets; a fast one is needed")
    copy = Tokenizer.from_str(backend.to_str())
    copy.no_padding()
    copy.no_truncation()
    return copy
