"""The caption encoder that ships with capaug: small, sensitive to word order, and numpy alone.

A word's vector is its own (for the words of the vocabulary) plus the mean of its character n-grams' (hashed, so no
word is unknown). A few residual convolutions over three words each let neighbours, and so their order, change a word;
the mean and the maximum over the text's words are projected to the text's vector. ``recipes/encoder/train.py`` makes
the weights; the card beside them says from what and how good they are.

All sums run over whole numbers below 2**24 held in float32, so they are exact: a text gets the same bits whatever it
is batched with, and whichever BLAS with however many threads multiplies the matrices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parents[1] / "weights" / "encoder" / "encoder.npz"

ARTICLES = frozenset({"a", "an", "the"})  # left out: they say little, and without them three words reach further
MAX_WORDS = 256  # of a text; what comes after them does not count
MAX_LETTERS = 32  # of a word
STATE_LIMIT = 1023  # largest whole number a word's state holds
BLOCK_WORDS = 4096  # words convolved at once: small enough for the processor's cache
MAX_CACHED_WORDS = 50_000

_WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """A text's words as the encoder sees them: lower case, no articles, no punctuation; ``[""]`` if none is left."""
    words = [word[:MAX_LETTERS] for word in _WORD.findall(text.lower()) if word not in ARTICLES]
    return words[:MAX_WORDS] or [""]


def ngram_buckets(word: str, buckets: int) -> list[int]:
    """Hash buckets (each below ``buckets``) of the n-grams of three to five letters of ``<word>``."""
    marked = f"<{word}>"
    ngrams = [marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)] or [marked]
    return [crc32(ngram.encode("utf-8", "surrogatepass")) % buckets for ngram in ngrams]


class EmbeddedEncoder:
    """The encoder that ships (see the module); deterministic, on the CPU."""

    name = "embedded"

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Load ``weights``, an ``.npz`` file as ``recipes/encoder/train.py`` writes it."""
        with np.load(weights) as file:
            vocabulary = bytes(file["vocabulary"]).decode().split("\n")
            self._word_vectors = file["word_vectors"]  # float16 [words, width]
            self._ngram_vectors = file["ngram_vectors"]  # float16 [buckets, width]
            # Whole numbers from here on: a state of 1 stands for 1 / state_scale, a weight of 1 for weight_steps.
            self._state_scale = np.float32(file["state_scale"])
            self._convolutions = file["convolutions"].astype(np.float32)  # [layers, 3, width, width]
            self._weight_steps = file["weight_steps"].astype(np.float32)  # [layers]
            self._biases = file["biases"].astype(np.float32)  # [layers, width]
            self._projection = file["projection"].astype(np.float32)  # [2 * width, dimension]
        self._vocabulary = {word: row for row, word in enumerate(vocabulary)}
        self.dimension = int(self._projection.shape[1])
        self._rows: dict[str, int]  # of the word table, for the words met so far
        self._table: NDArray[np.float32]  # [rows, width], whole numbers; row 0 stands between texts
        self._forget_words()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode ``texts`` as float32 [len(texts), dimension]; see :class:`capaug.encoders.base.TextEncoder`."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        first, rows, starts, counts = 0, [0], [], []
        for number, text in enumerate(texts, start=1):
            words = split_words(text)
            starts.append(len(rows))
            counts.append(len(words))
            rows.extend([self._rows.get(word) or self._add_word(word) for word in words])
            rows.append(0)
            if len(rows) > BLOCK_WORDS or number == len(texts):
                vectors[first:number] = self._encode_rows(np.array(rows), starts, counts)
                first, rows, starts, counts = number, [0], [], []
                if len(self._rows) > MAX_CACHED_WORDS:
                    self._forget_words()
        return vectors

    def _encode_rows(self, rows: NDArray[np.int64], starts: list[int], counts: list[int]) -> NDArray[np.float32]:
        """Encode texts laid end to end.

        ``rows`` are rows of the word table with 0 around each text; text i has ``counts[i]`` words from ``starts[i]``.
        """
        between = rows == 0
        states = self._table[rows]  # [positions, width]
        for (left, centre, right), step, bias in zip(self._convolutions, self._weight_steps, self._biases, strict=True):
            change = states @ centre
            change[1:] += states[:-1] @ left
            change[:-1] += states[1:] @ right
            change *= step
            change += bias
            np.maximum(np.rint(change, out=change), 0, out=change)
            change[between] = 0
            np.minimum(np.add(states, change, out=states), STATE_LIMIT, out=states)
        mean = np.rint(np.add.reduceat(states, starts, axis=0) / np.array(counts, dtype=np.float32)[:, None])
        states[between] = -STATE_LIMIT
        most = np.maximum.reduceat(states, starts, axis=0)
        vectors = np.concatenate([mean, most], axis=1) @ self._projection
        return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-12)

    def _add_word(self, word: str) -> int:
        """Put ``word`` in the word table and return its row."""
        buckets = ngram_buckets(word, len(self._ngram_vectors))
        vector = self._ngram_vectors[buckets].mean(axis=0, dtype=np.float32)
        if word in self._vocabulary:
            vector += self._word_vectors[self._vocabulary[word]]
        row = len(self._rows) + 1
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row] = np.clip(np.rint(vector * self._state_scale), -STATE_LIMIT, STATE_LIMIT)
        self._rows[word] = row
        return row

    def _forget_words(self) -> None:
        """Empty the word table, so that memory does not grow."""
        self._rows = {}
        self._table = np.zeros((1024, self._word_vectors.shape[1]), dtype=np.float32)
