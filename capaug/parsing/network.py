"""The embedded tagger and dependency parser: convolutions, self-attention and a biaffine product, in numpy.

Trained by ``recipes/build/parser``. Heads are found by a biaffine product (Dozat and Manning 2017, "Deep Biaffine
Attention for Neural Dependency Parsing"), and where the best heads make a ring, the best tree by the algorithm of Chu,
Liu and Edmonds. A word's first vector comes from its form, ends and shape alone and is kept by form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from capaug.parsing.spanning_tree import best_tree

Array = NDArray[np.float32]

WEIGHTS = Path(str(files("capaug.weights").joinpath("parser", "parser.npz")))
SHAPES = 8
PADDED_WORDS = 4096  # in a batch of sentences of like length
MAX_WORDS = 200  # what stands behind the 200th word of a text hangs on it: the memory of a batch stays bounded
MAX_CACHED_WORDS = 100_000
FAR = np.float32(-1e9)


@dataclass
class Tables:
    """What the network knows by name: word forms, their first and last letters, tags and labels.

    Row 0 of the words is padding and row 1 any other form; row 0 of the prefixes and suffixes is any other.
    """

    words: list[str]
    prefixes: list[str]
    suffixes: list[str]
    tags: list[str]
    labels: list[str]
    _words: dict[str, int] = field(init=False, repr=False)
    _prefixes: dict[str, int] = field(init=False, repr=False)
    _suffixes: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._words = {word: row for row, word in enumerate(self.words, start=2)}
        self._prefixes = {part: row for row, part in enumerate(self.prefixes, start=1)}
        self._suffixes = {part: row for row, part in enumerate(self.suffixes, start=1)}

    def rows(self, word: str) -> tuple[int, int, int, int]:
        """Rows of ``word`` in the tables of words, prefixes, suffixes and shapes."""
        form = word.lower()
        return (
            self._words.get(form, 1),
            self._prefixes.get(form[:3], 0),
            self._suffixes.get(form[-3:], 0),
            shape(word),
        )


def shape(word: str) -> int:
    """What a word's letters look like, as a number from 1 to below ``SHAPES``."""
    if word.islower():
        return 1 if word.isalpha() else 2
    if word.isdigit():
        return 3
    if not any(c.isalnum() for c in word):
        return 4
    if word.istitle():
        return 5
    return 6 if word.isupper() else 7


@dataclass(slots=True)
class Analysis:
    """Penn tags, heads (a root's is its own index) and Universal Dependencies labels of one text's words."""

    tags: list[str]
    heads: list[int]
    labels: list[str]


class ParserNetwork:
    """The network with its weights; :meth:`analyse` is all there is to call."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Load ``weights``, an ``.npz`` file as ``recipes/build/parser/build.py`` writes it."""
        with np.load(weights) as file:
            names = {
                part: bytes(file[part]).decode().split("\n")
                for part in ("words", "prefixes", "suffixes", "tags", "labels")
            }
            self.tables = Tables(**names)
            self._blocks = bytes(file["blocks"]).decode()
            self._attention_heads = int(file["attention"])
            tables = [f"{part}.weight" for part in ("word", "prefix", "suffix", "shape")]
            self._embeddings = [file[table] for table in tables]  # float16 as stored: read a row at a time
            self._weights: dict[str, Array] = {
                name: file[name].astype(np.float32)
                for name in file.files
                if file[name].dtype == np.float16 and name not in tables
            }
        self._rows: dict[str, int] = {}  # of the table of first vectors, for the words met so far
        self._table = self._empty_table()  # row 0 stands beside texts
        self._reach = (len(self._weights["distance"]) - 1) // 2

    def analyse(self, texts: Sequence[Sequence[str]]) -> list[Analysis]:
        """Tag and parse ``texts``, each a list of words; batches hold texts of like length.

        A text gets the same analysis in any batch, but for scores that agree to the last bits.
        """
        results: list[Analysis | None] = [None] * len(texts)
        order = sorted((i for i in range(len(texts)) if texts[i]), key=lambda i: len(texts[i]))
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and min(len(texts[order[end]]), MAX_WORDS) * (end + 1 - start) <= PADDED_WORDS:
                end += 1
            chosen = order[start:end]
            for i, analysis in zip(chosen, self._analyse_batch([texts[i] for i in chosen]), strict=True):
                results[i] = analysis
            start = end
        return [result or Analysis([], [], []) for result in results]

    def _analyse_batch(self, texts: list[Sequence[str]]) -> list[Analysis]:
        lengths = [min(len(text), MAX_WORDS) for text in texts]
        longest = max(lengths)
        rows = np.zeros((len(texts), longest), dtype=np.int64)
        for row, text, length in zip(rows, texts, lengths, strict=True):
            known = self._rows
            row[:length] = [known.get(word) or self._add_word(word) for word in text[:length]]
        mask = rows != 0
        states = self._encode(self._table[rows], mask)
        tags = self._linear(states, "tags").argmax(-1)
        heads = self._find_heads(states, mask, lengths)
        labels = self._find_labels(states, heads)
        if len(self._rows) > MAX_CACHED_WORDS:  # memory must not grow
            self._rows, self._table = {}, self._empty_table()
        return [
            self._read(tags[k, :length].tolist(), heads[k, :length].tolist(), labels[k, :length].tolist(), len(text))
            for k, (text, length) in enumerate(zip(texts, lengths, strict=True))
        ]

    def _read(self, tags: list[int], heads: list[int], labels: list[int], words: int) -> Analysis:
        """Names for numbers; words beyond ``MAX_WORDS`` hang on the last one analysed."""
        names = self.tables
        extra = words - len(tags)
        last = len(tags) - 1
        return Analysis(
            [names.tags[t] for t in tags] + ["FW"] * extra,
            heads + [last] * extra,
            [names.labels[label] for label in labels] + ["dep"] * extra,
        )

    # -- layers; states are [texts, words, width] --------------------------------------------------------------------

    def _linear(self, x: Array, name: str) -> Array:
        flat = x.reshape(-1, x.shape[-1]) @ self._weights[f"{name}.weight"]
        flat += self._weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def _normed(self, x: Array, name: str) -> Array:
        mean = x.mean(-1, keepdims=True)
        centred = x - mean
        variance = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
        centred /= np.sqrt(variance + np.float32(1e-5))
        centred *= self._weights[f"{name}.weight"]
        centred += self._weights[f"{name}.bias"]
        return centred

    def _encode(self, x: Array, mask: NDArray[np.bool_]) -> Array:
        for k, kind in enumerate(self._blocks):
            x = (self._convolve if kind == "c" else self._attend)(x, mask, f"blocks.{k}")
        return self._normed(x, "norm")

    def _convolve(self, x: Array, mask: NDArray[np.bool_], name: str) -> Array:
        h = self._normed(x, f"{name}.norm")
        h[~mask] = 0
        texts, length, width = h.shape
        window = np.zeros((texts, length, 3 * width), dtype=np.float32)
        window[:, 1:, :width] = h[:, :-1]
        window[:, :, width : 2 * width] = h
        window[:, :-1, 2 * width :] = h[:, 1:]
        change = self._linear(window, f"{name}.mix")
        np.maximum(change, 0, out=change)
        change += x
        return change

    def _attend(self, x: Array, mask: NDArray[np.bool_], name: str) -> Array:
        texts, length, width = x.shape
        heads = self._attention_heads
        parts = self._linear(self._normed(x, f"{name}.norm"), f"{name}.project")
        parts = parts.reshape(texts, length, 3, heads, width // heads)
        q, k, v = (np.ascontiguousarray(parts[:, :, part].transpose(0, 2, 1, 3)) for part in range(3))
        scores: Array = q @ k.transpose(0, 1, 3, 2)
        scores *= np.float32((width // heads) ** -0.5)
        scores += self._weights[f"{name}.distance"][:, self._distances(length)]
        scores += np.where(mask, np.float32(0), FAR)[:, None, None, :]
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        product = scores @ v
        mixed = product.transpose(0, 2, 1, 3).reshape(texts, length, width)
        out = self._linear(mixed, f"{name}.mix")
        out += x
        return out

    def _distances(self, length: int) -> NDArray[np.int64]:
        places = np.arange(length)
        return np.clip(places[None] - places[:, None], -self._reach, self._reach) + self._reach

    # -- heads and labels --------------------------------------------------------------------------------------------

    def _find_heads(self, states: Array, mask: NDArray[np.bool_], lengths: list[int]) -> NDArray[np.int64]:
        """Head of each word, [texts, words]; a root's head is its own index."""
        w = self._weights
        parts = np.maximum(self._linear(states, "arcs"), 0)
        dependent, head = np.split(parts, 2, axis=-1)
        texts, length, width = head.shape
        product = (dependent.reshape(-1, width) @ w["biaffine"]).reshape(texts, length, width)
        scores = product @ head.transpose(0, 2, 1)
        scores += (head @ w["head_bias"])[:, None]
        scores += w["distance"][self._distances(length)]
        scores += np.where(mask, np.float32(0), FAR)[:, None, :]
        diagonal = np.arange(length)
        # what hangs on itself is a root
        scores[:, diagonal, diagonal] = product @ w["root"] + w["root"] @ w["head_bias"]
        heads = scores.argmax(-1)
        for k in np.flatnonzero(~_are_trees(heads, mask)).tolist():
            n = lengths[k]
            heads[k, :n] = best_tree(scores[k, :n, :n])
        return heads

    def _find_labels(self, states: Array, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Label of each word's arc, [texts, words]."""
        w = self._weights
        dependent, head = np.split(self._linear(states, "label_parts"), 2, axis=-1)
        places = np.arange(heads.shape[1])
        hidden = np.take_along_axis(head, heads[..., None], axis=1)
        apart = np.clip(heads - places, -self._reach, self._reach) + self._reach
        hidden += w["label_distance"][apart]
        hidden[heads == places] = w["label_root"]
        hidden += dependent
        np.maximum(hidden, 0, out=hidden)
        return self._linear(hidden, "labels").argmax(-1)

    # -- words -------------------------------------------------------------------------------------------------------

    def _add_word(self, word: str) -> int:
        """Put ``word`` in the table of first vectors and return its row."""
        rows = self.tables.rows(word)
        parts = [table[row] for table, row in zip(self._embeddings, rows, strict=True)]
        vector = self._linear(np.concatenate(parts).astype(np.float32)[None], "enter")
        row = len(self._rows) + 1
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row] = self._normed(np.maximum(vector, 0), "enter_norm")[0]
        self._rows[word] = row
        return row

    def _empty_table(self) -> Array:
        return np.zeros((1024, len(self._weights["enter.bias"])), dtype=np.float32)


def _are_trees(heads: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether every word of each text comes to a root by going from head to head; [texts]."""
    places = np.arange(heads.shape[1])
    heads = np.where(mask, heads, places)
    above = heads
    for _ in range(int(heads.shape[1]).bit_length()):
        above = np.take_along_axis(above, above, axis=1)
    arrived: NDArray[np.bool_] = np.all(np.take_along_axis(heads, above, axis=1) == above, axis=1)
    return arrived
