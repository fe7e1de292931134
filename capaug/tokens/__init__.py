"""How much of a text a model sees that cuts it after so many tokens.

Without a tokenizer tokens are counted by a bound (:mod:`capaug.tokens.bound`), which needs nothing installed; by name
any fast tokenizer of the transformers library counts, or open_clip's (:mod:`capaug.tokens.vocabulary`).
"""

from __future__ import annotations

from collections.abc import Callable

Seen = Callable[[str], int]
"""From a text to the number of its characters, from the start, that a model surely sees."""


def load_seen(tokens: int, tokenizer: str | None = None) -> Seen:
    """What a model sees of a text.

    Args:
        tokens: those that the model takes, the marks that it puts around each text included.
        tokenizer: a folder, a model of the hub or ``open_clip``; None for the bound.

    Raises:
        UsageError: the tokenizer is not there or not fast, its library is not installed, or ``tokens`` leaves no room
            for text.
    """
    if tokenizer is None:
        from capaug.tokens.bound import seen_by_bound

        return seen_by_bound(tokens)
    from capaug.tokens.vocabulary import seen_by_vocabulary

    return seen_by_vocabulary(tokens, tokenizer)
