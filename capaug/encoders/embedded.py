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
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parents[1] / "weights" / "encoder" / "encoder.npz"

ARTICLES = frozenset({"a", "an", "the"})  # left out: they say little, and without them neighbours are nearer
MAX_WORDS = 256  # of a text; what comes after them does not count
MAX_LETTERS = 32  # of a word
STATE_LIMIT = 1023  # largest whole number a word's vector or state holds
SAID_PER_STATE = 2  # what words say is summed up this much finer than states are kept
SAID_LIMIT = 2340  # of what a word says: what MAX_WORDS say in sum stays far below 2**24
TEXTS_AT_ONCE = 512  # whose words are looked up before any is encoded
BLOCK_WORDS = 1024  # words encoded at once: small enough for the processor's cache
MAX_CACHED_WORDS = 16_384
NO_WORD = ""  # the only word of a text that has none

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
    texts_at_once = TEXTS_AT_ONCE
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
        self._rows: dict[str, int]  # of the table, for the words met so far; 0 for those that are left out
        self._table: NDArray[np.int16]  # [1 + 2 * reach + 3, rows, width]
        self._used: int  # rows of the table
        self._forget_words()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode ``texts`` as float32 [len(texts), dimension]; see :class:`capaug.encoders.base.TextEncoder`."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), self.texts_at_once):
            if len(self._rows) > MAX_CACHED_WORDS:
                self._forget_words()
            rows = self._rows_of(texts[first : first + self.texts_at_once])
            order = sorted(range(len(rows)), key=lambda number: len(rows[number]), reverse=True)
            begin = 0
            while begin < len(order):  # texts of like length go through together, the longest first
                end = begin + max(1, self.block_words // len(rows[order[begin]]))
                block = order[begin:end]
                vectors[[first + number for number in block]] = self._encode_rows([rows[number] for number in block])
                begin = end
        return vectors

    def _rows_of(self, texts: Sequence[str]) -> list[list[int]]:
        """The rows of the word table that the words of each text have; see :func:`split_words`."""
        known = self._rows
        split = [_WORD.findall(text.lower()) for text in texts]
        new = set().union(*split).difference(known)
        if new:
            self._add_words(sorted(new))
        nothing = known[NO_WORD]
        found = [[row for word in words if (row := known[word])] for words in split]
        return [rows[:MAX_WORDS] or [nothing] for rows in found]

    def _encode_rows(self, texts: list[list[int]]) -> NDArray[np.float32]:
        """Encode texts given as rows of the word table, the longest first.

        What is computed of each word lies position by position: the first words of all texts, then the second words of
        those that have one, and so on. So a text's next word is found ``texts[i]`` places on, and no place is empty.
        """
        counts = np.array([len(rows) for rows in texts])
        longest = len(texts[0])
        alive = np.count_nonzero(counts[:, None] > np.arange(longest), axis=0).tolist()  # texts with a word there
        rows = np.concatenate([[rows[at] for rows in texts[:number]] for at, number in enumerate(alive)])
        slices = [slice(end - number, end) for number, end in zip(alive, accumulate(alive), strict=True)]
        states = self._heard(*self._first_layer(rows, slices))
        shrinkages = self._state_scales[1:] / self._state_scales[:-1]
        for (left, centre, right), step, bias, shrinkage in zip(
            self._convolutions, self._steps[1:], self._biases[1:], shrinkages, strict=True
        ):
            change = states @ centre
            if longest > 1:
                _add_shifted(change, states[: slices[-1].start] @ left, slices, 1)
                _add_shifted(change, states[slices[0].stop :] @ right, slices, -1)
            change *= step
            change += bias
            states *= shrinkage
            states = self._heard(np.rint(states, out=states), np.rint(change, out=change))
        total, most = states[slices[0]].copy(), states[slices[0]].copy()
        for here, number in zip(slices[1:], alive[1:], strict=True):
            total[:number] += states[here]
            np.maximum(most[:number], states[here], out=most[:number])
        mean = np.rint(total / counts.astype(np.float32)[:, None])
        vectors = np.concatenate([mean, most], axis=1) @ self._projection
        return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)), 1e-12)

    def _first_layer(
        self, rows: NDArray[np.int64], slices: list[slice]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The words' states, and what they hear from their neighbours, from all words before and from all after."""
        states, centre, after, passing, *neighbours = self._table
        change = centre[rows].astype(np.float32)
        for far in range(1, min(self._reach, len(slices) - 1) + 1):
            _add_shifted(change, neighbours[self._reach - far][rows[: slices[-far].start]], slices, far)
            _add_shifted(change, neighbours[self._reach + far - 1][rows[slices[far - 1].stop :]], slices, -far)
        said = after[rows]
        sums = said[slices[0]].astype(np.float32)
        for here in slices[1:]:
            sums[: here.stop - here.start] += said[here]
        # from what all say to those before them to what all before say
        said = passing[rows]
        for here in slices:
            number = here.stop - here.start
            sums[:number] += said[here]
            change[here] += sums[:number]
        change *= np.float32(1 / SAID_PER_STATE)
        change += self._biases[0]
        return states[rows].astype(np.float32), np.rint(change, out=change)

    def _heard(self, states: NDArray[np.float32], change: NDArray[np.float32]) -> NDArray[np.float32]:
        """``states`` after a change, where it is above 0."""
        states += np.clip(change, 0, np.inf, out=change)
        return np.clip(states, -STATE_LIMIT, STATE_LIMIT, out=states)

    def _add_words(self, words: Sequence[str]) -> None:
        """Give each of ``words``, which have none, a row of the word table; those cut to the same letters share one."""
        cut = list(dict.fromkeys(word[:MAX_LETTERS] for word in words))
        buckets = [ngram_buckets(word, len(self._ngram_vectors)) for word in cut]
        counts = np.array([len(of_word) for of_word in buckets])
        ngrams = self._ngram_vectors[np.concatenate(buckets)]
        vectors = np.add.reduceat(ngrams, np.cumsum(counts) - counts, axis=0, dtype=np.float32)
        vectors /= counts.astype(np.float32)[:, None]
        places = {at: self._vocabulary[word] for at, word in enumerate(cut) if word in self._vocabulary}
        vectors[list(places)] += self._word_vectors[list(places.values())]
        states = np.clip(np.rint(vectors * self._state_scales[0]), -STATE_LIMIT, STATE_LIMIT)
        whole = np.clip(np.rint(vectors * self._vector_scale), -STATE_LIMIT, STATE_LIMIT)
        said = np.clip(np.rint((whole @ self._context) * self._steps[0]), -SAID_LIMIT, SAID_LIMIT)
        *neighbours, before, after = said
        centre = neighbours.pop(self._reach)
        first = self._used
        self._used += len(cut)
        if self._used > self._table.shape[1]:
            table = self._empty_table(max(self._used, 2 * self._table.shape[1]))
            table[:, :first] = self._table[:, :first]
            self._table = table
        self._table[:, first : self._used] = [states, centre - before, after, before - after, *neighbours]
        rows = {word: row for row, word in enumerate(cut, start=first)}
        self._rows.update((word, rows[word[:MAX_LETTERS]]) for word in words)

    def _forget_words(self) -> None:
        """Empty the word table, so that memory does not grow."""
        self._rows = dict.fromkeys(ARTICLES, 0)
        self._table = self._empty_table(MAX_CACHED_WORDS)
        self._used = 1
        self._add_words([NO_WORD])

    def _empty_table(self, rows: int) -> NDArray[np.int16]:
        """A table for so many words; it takes memory as it is filled."""
        return np.zeros((len(self._context) + 1, rows, self._word_vectors.shape[1]), dtype=np.int16)


def _add_shifted(change: NDArray[np.float32], said: NDArray[Any], slices: list[slice], by: int) -> None:
    """Add what words say to what those ``by`` places behind them in the text hear (before them, if below 0).

    ``said`` is of the words of all positions but the last ``by`` (the first -``by``, if below 0).
    """
    for near, distant in zip(slices, slices[abs(by) :], strict=False):
        number = distant.stop - distant.start
        if by > 0:
            change[distant] += said[near.start : near.start + number]
        else:
            behind = distant.start - slices[-by].start
            change[near.start : near.start + number] += said[behind : behind + number]
