"""The caption encoder that ships with capaug: small, sensitive to who does what, and numpy alone.

A word's vector is its own (for the words of the vocabulary) plus the mean of its character n-grams' (hashed, so no
word is unknown). A word then hears its neighbours, each distance by a matrix of its own, and the sums of all words
before it and of all after it: what a word says to others depends on the word alone, so this layer is a table look-up.
Residual convolutions over three words follow; the mean and the maximum over the text's words are projected to the
text's vector. ``recipes/build/encoder/train.py`` makes the weights; the card beside them says from what they are
made, and how good they are.

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

ARTICLES = frozenset({"a", "an", "the"})  # left out: they say little, and without them neighbours are nearer
MAX_WORDS = 256  # of a text; what comes after them does not count
MAX_LETTERS = 32  # of a word
STATE_LIMIT = 1023  # largest whole number a word's vector or state holds
SAID_PER_STATE = 2  # what words say is summed up this much finer than states are kept
BLOCK_WORDS = 3072  # words encoded at once: small enough for the processor's cache
SAID_LIMIT = 2**24 // (2 * (BLOCK_WORDS + 2 * MAX_WORDS))  # of what a word says, so that running sums stay exact
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
    block_words = BLOCK_WORDS

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Load ``weights``, an ``.npz`` file as ``recipes/build/encoder/train.py`` writes it."""
        with np.load(weights) as file:
            vocabulary = bytes(file["vocabulary"]).decode().split("\n")
            self._word_vectors = file["word_vectors"]  # float16 [words, width]
            self._ngram_vectors = file["ngram_vectors"]  # float16 [buckets, width]
            # Whole numbers from here on: 1 of a vector stands for 1 / vector_scale, 1 of a weight for its layer's step,
            # 1 of a state for 1 / its layer's scale, and states grow from layer to layer.
            self._vector_scale = np.float32(file["vector_scale"])
            self._state_scales = file["state_scales"].astype(np.float32)  # [1 + layers]
            self._context = file["context"].astype(np.float32)  # [2 * reach + 3, width, width]
            self._convolutions = file["convolutions"].astype(np.float32)  # [layers, 3, width, width]
            self._steps = file["steps"].astype(np.float32)  # [1 + layers]
            self._biases = file["biases"].astype(np.float32)  # [1 + layers, width]
            self._projection = file["projection"].astype(np.float32)  # [2 * width, dimension]
        self._vocabulary = {word: row for row, word in enumerate(vocabulary)}
        self._reach = (len(self._context) - 3) // 2
        self.dimension = int(self._projection.shape[1])
        self._rows: dict[str, int]  # of the table, for the words met so far
        self._table: NDArray[np.float32]  # [1 + 2 * reach + 3, rows, width], whole numbers; row 0 stands between texts
        self._forget_words()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode ``texts`` as float32 [len(texts), dimension]; see :class:`capaug.encoders.base.TextEncoder`."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        known = self._rows
        first, rows, starts, counts = 0, [0], [], []
        for number, text in enumerate(texts, start=1):
            words = split_words(text)
            starts.append(len(rows))
            counts.append(len(words))
            rows += [known.get(word) or self._add_word(word) for word in words]
            rows.append(0)
            if len(rows) > self.block_words or number == len(texts):
                vectors[first:number] = self._encode_rows(np.array(rows), np.array(starts), np.array(counts))
                first, rows, starts, counts = number, [0], [], []
                if len(known) > MAX_CACHED_WORDS:
                    self._forget_words()
                    known = self._rows
        return vectors

    def _encode_rows(
        self, rows: NDArray[np.int64], starts: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Encode texts laid end to end.

        ``rows`` are rows of the word table with 0 around each text; text i has ``counts[i]`` words from ``starts[i]``.
        """
        between = rows == 0
        states, centre, after, passing, *neighbours = self._table
        change = centre[rows]  # [positions, width]
        for far in range(1, self._reach + 1):
            before_rows, after_rows = np.zeros_like(rows), np.zeros_like(rows)
            before_rows[far:], after_rows[:-far] = rows[:-far], rows[far:]
            for near in range(1, far):  # what is beyond the end of the text is another text's
                before_rows[near:][between[:-near]] = 0
                after_rows[:-near][between[near:]] = 0
            change += neighbours[self._reach - far][before_rows]
            change += neighbours[self._reach + far - 1][after_rows]
        # All words before and all after: running sums over all texts, less what the text began with.
        running = np.cumsum(passing[rows], axis=0)
        whole = np.add.reduceat(after[rows], starts, axis=0)
        change += running
        change[starts[0] :] += np.repeat(whole - running[starts - 1], counts + 1, axis=0)
        change *= np.float32(1 / SAID_PER_STATE)
        change += self._biases[0]
        np.rint(change, out=change)
        states = self._heard(states[rows], change, between)
        shrinkages = self._state_scales[1:] / self._state_scales[:-1]
        for (left, centre, right), step, bias, shrinkage in zip(
            self._convolutions, self._steps[1:], self._biases[1:], shrinkages, strict=True
        ):
            change = states @ centre
            change[1:] += states[:-1] @ left
            change[:-1] += states[1:] @ right
            change *= step
            change += bias
            states *= shrinkage
            states = self._heard(np.rint(states, out=states), np.rint(change, out=change), between)
        mean = np.rint(np.add.reduceat(states, starts, axis=0) / counts.astype(np.float32)[:, None])
        states[between] = -STATE_LIMIT
        most = np.maximum.reduceat(states, starts, axis=0)
        vectors = np.concatenate([mean, most], axis=1) @ self._projection
        return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-12)

    def _heard(
        self, states: NDArray[np.float32], change: NDArray[np.float32], between: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """``states`` after a change, where it is above 0."""
        np.maximum(change, 0, out=change)
        change[between] = 0
        return np.minimum(np.add(states, change, out=states), STATE_LIMIT, out=states)

    def _add_word(self, word: str) -> int:
        """Put ``word`` in the word table and return its row."""
        buckets = ngram_buckets(word, len(self._ngram_vectors))
        vector = self._ngram_vectors[buckets].mean(axis=0, dtype=np.float32)
        if word in self._vocabulary:
            vector += self._word_vectors[self._vocabulary[word]]
        row = len(self._rows) + 1
        if row == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.zeros_like(self._table)], axis=1)
        state = np.clip(np.rint(vector * self._state_scales[0]), -STATE_LIMIT, STATE_LIMIT)
        whole = np.clip(np.rint(vector * self._vector_scale), -STATE_LIMIT, STATE_LIMIT)
        said = np.clip(np.rint((whole @ self._context) * self._steps[0]), -SAID_LIMIT, SAID_LIMIT)
        *neighbours, before, after = said
        centre = neighbours.pop(self._reach)
        self._table[:, row] = [state, centre - before, after, before - after, *neighbours]
        self._rows[word] = row
        return row

    def _forget_words(self) -> None:
        """Empty the word table, so that memory does not grow."""
        self._rows = {}
        self._table = np.zeros((len(self._context) + 1, 1024, self._word_vectors.shape[1]), dtype=np.float32)
