"""Token ids of texts, cut to the length that a model takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Encoding


class TokenIds:
    """Token ids of many texts at once.

    Of a fast tokenizer its Rust part is used, in a copy that cuts and does not pad: several times as quick as calling
    the tokenizer, whose own settings stay as they are.

    Args:
        tokenizer: a fast tokenizer of the transformers library, or a function from texts to token ids [N, L] padded
            with zeros.
        max_length: tokens a text; the longer are cut, and keep the token that ends them.

    Attributes:
        pad_id: fills the places behind a text.
        mask_id: the mask token; None if there is none.
        words: all token ids that are no special ones; of a fast tokenizer only.
    """

    def __init__(self, tokenizer: Any, max_length: int) -> None:
        backend = getattr(tokenizer, "backend_tokenizer", None)
        self._function = tokenizer if backend is None else None
        self._max_length = self._longest = max_length
        self.pad_id = 0
        self.mask_id: int | None = None
        if backend is None:
            self._longest = min(max_length, np.asarray(tokenizer(["a"])).shape[1])  # the function cuts by itself too
            return
        from tokenizers import Tokenizer

        self._fast = Tokenizer.from_str(backend.to_str())
        self._fast.no_padding()
        self._fast.enable_truncation(max_length)
        self.mask_id = tokenizer.mask_token_id
        self.pad_id = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id or 0
        special = set(tokenizer.all_special_ids)
        self.words = [number for number in range(self._fast.get_vocab_size()) if number not in special]

    def ids(self, texts: list[str]) -> list[list[int]]:
        """Token ids of each text, cut and not padded."""
        if self._function is None:
            return [encoding.ids for encoding in self._fast.encode_batch_fast(texts)]
        padded = np.asarray(self._function(texts))
        there = padded != self.pad_id
        lengths = np.where(there.any(axis=1), padded.shape[1] - there[:, ::-1].argmax(axis=1), 0)
        return [self._cut(row[:length].tolist()) for row, length in zip(padded, lengths, strict=True)]

    def _cut(self, ids: list[int]) -> list[int]:
        """The first ids and the last one: the token that ends a text, which a model may read the text's vector from."""
        return ids if len(ids) <= self._max_length else [*ids[: self._max_length - 1], ids[-1]]

    def encodings(self, texts: list[str]) -> list[Encoding]:
        """Token ids with their places in the texts; of a fast tokenizer only."""
        return self._fast.encode_batch(texts)

    def may_be_cut(self, ids: list[int]) -> bool:
        """Whether a text with these ids may be longer than what is kept of it."""
        return len(ids) >= self._longest

    def differ(self, ids: list[int], texts: list[str]) -> list[bool]:
        """Of each text whether its ids are others than those: where they are not, the cut made two texts one."""
        return [found != ids for found in self.ids(texts)]
