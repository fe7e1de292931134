"""The embedded tagger and dependency parser: convolutions, self-attention and a biaffine product, in numpy.

Trained by ``recipes/build/parser``. Heads are found by a biaffine product (Dozat and Manning 2017, "Deep Biaffine
Attention for Neural Dependency Parsing"), and where the best heads make a ring, the best tree by the algorithm of Chu,
Liu and Edmonds. A word's first vector comes from its form, ends, kind and shape alone; it is kept by form, with all
that the first block, which is a convolution, makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from capaug.parsing.spanning_tree import best_tree

Array = NDArray[np.float32]

WEIGHTS = Path(str(files("capaug.weights").joinpath("parser", "parser.npz")))
SHAPES = 8
PADDED_WORDS = 512  # in a batch of sentences of like length; what a layer works on then stays in a core's cache
MAX_WORDS = 600  # what stands behind the 600th word of a text hangs on it: the memory of a batch stays bounded
MAX_CACHED_WORDS = 15_000  # 50 MB with those of one more batch
FAR = np.float32(-1e9)


@dataclass
class Tables:
    """What the network knows by name: word forms, their first and last letters, their kinds, tags and labels.

    ``kinds``: each a line of words that are alike (animals, what can only be a verb), parted by spaces. Row 0 of the
    words is padding and row 1 any other form; row 0 of the prefixes, suffixes and kinds is any other.
    """

    words: list[str]
    prefixes: list[str]
    suffixes: list[str]
    kinds: list[str]
    tags: list[str]
    labels: list[str]
    _words: dict[str, int] = field(init=False, repr=False)
    _prefixes: dict[str, int] = field(init=False, repr=False)
    _suffixes: dict[str, int] = field(init=False, repr=False)
    _kinds: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._words = {word: row for row, word in enumerate(self.words, start=2)}
        self._prefixes = {part: row for row, part in enumerate(self.prefixes, start=1)}
        self._suffixes = {part: row for row, part in enumerate(self.suffixes, start=1)}
        self._kinds = {}
        for row, kind in enumerate(self.kinds, start=1):
            self._kinds.update(dict.fromkeys(kind.split(" "), row))

    def rows(self, word: str) -> tuple[int, int, int, int, int]:
        """Rows of ``word`` in the tables of words, prefixes, suffixes, kinds and shapes."""
        form = word.lower()
        return (
            self._words.get(form, 1),
            self._prefixes.get(form[:3], 0),
            self._suffixes.get(form[-3:], 0),
            self._kind(form),
            shape(word),
        )

    def _kind(self, form: str) -> int:
        """Of ``form``, or of what it is the plural of."""
        row = self._kinds.get(form)
        if row is None and form.endswith("s"):
            row = self._kinds.get(form[:-1]) or self._kinds.get(form[:-2])
        return row or 0


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
                for part in ("words", "prefixes", "suffixes", "kinds", "tags", "labels")
            }
            self.tables = Tables(**names)
            self._blocks = bytes(file["blocks"]).decode()
            self._attention_heads = int(file["attention"])
            tables = [f"{part}.weight" for part in ("word", "prefix", "suffix", "kind", "shape")]
            self._embeddings = [file[table] for table in tables]  # float16 as stored: read a row at a time
            self._weights: dict[str, Array] = {
                name: file[name].astype(np.float32)
                for name in file.files
                if file[name].dtype == np.float16 and name not in tables
            }
        self._rows: dict[str, int] = {}  # of the table of words, for the words met so far
        self._words = self._empty_table()  # row 0 stands beside texts
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
        rows = np.zeros((len(texts), max(lengths)), dtype=np.int64)
        self._add_words(texts)
        for row, text, length in zip(rows, texts, lengths, strict=True):
            row[:length] = [self._rows[word] for word in text[:length]]
        padding = rows == 0
        states = self._encode(rows, padding)
        tags = self._linear(states, "tags").argmax(-1)
        heads = self._find_heads(states, padding, lengths)
        labels = self._find_labels(states, heads)
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

    # -- layers; states are [texts, words, width], padding is [texts, words] ------------------------------------------

    def _linear(self, x: Array, name: str) -> Array:
        flat = x.reshape(-1, x.shape[-1]) @ self._weights[f"{name}.weight"]
        flat += self._weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def _normed(self, x: Array, name: str) -> Array:
        mean = (x @ np.full(x.shape[-1], 1 / x.shape[-1], np.float32))[..., None]  # much faster than x.mean
        centred = x - mean
        variance = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
        centred /= np.sqrt(variance + np.float32(1e-5))
        centred *= self._weights[f"{name}.weight"]
        centred += self._weights[f"{name}.bias"]
        return centred

    def _encode(self, rows: NDArray[np.int64], padding: NDArray[np.bool_]) -> Array:
        x = self._convolve_words(rows)
        for k, kind in enumerate(self._blocks[1:], start=1):
            x = (self._convolve if kind == "c" else self._attend)(x, padding, f"blocks.{k}")
        return self._normed(x, "norm")

    def _convolve_words(self, rows: NDArray[np.int64]) -> Array:
        """The first block: what each word gives to its neighbours and itself stands in the table of words."""
        width = self._words.shape[1] // 4
        words = self._words[rows]
        change = words[:, :, 2 * width : 3 * width] + self._weights["blocks.0.mix.bias"]
        change[:, 1:] += words[:, :-1, width : 2 * width]
        change[:, :-1] += words[:, 1:, 3 * width :]
        np.maximum(change, 0, out=change)
        change += words[:, :, :width]
        return change

    def _convolve(self, x: Array, padding: NDArray[np.bool_], name: str) -> Array:
        h = self._normed(x, f"{name}.norm")
        h[padding] = 0
        texts, length, width = h.shape
        window = np.zeros((texts, length, 3 * width), dtype=np.float32)
        window[:, 1:, :width] = h[:, :-1]
        window[:, :, width : 2 * width] = h
        window[:, :-1, 2 * width :] = h[:, 1:]
        change = self._linear(window, f"{name}.mix")
        np.maximum(change, 0, out=change)
        change += x
        return change

    def _attend(self, x: Array, padding: NDArray[np.bool_], name: str) -> Array:
        texts, length, width = x.shape
        heads = self._attention_heads
        parts = self._linear(self._normed(x, f"{name}.norm"), f"{name}.project")
        q, k, v = parts.reshape(texts, length, 3, heads, width // heads).transpose(2, 0, 3, 1, 4)
        scores = q @ k.transpose(0, 1, 3, 2)
        scores *= np.float32((width // heads) ** -0.5)
        scores += self._weights[f"{name}.distance"][:, self._distances(length)]
        scores += np.where(padding, FAR, np.float32(0))[:, None, None, :]
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ v).transpose(0, 2, 1, 3).reshape(texts, length, width)
        out = self._linear(mixed, f"{name}.mix")
        out += x
        return out

    def _distances(self, length: int) -> NDArray[np.int64]:
        places = np.arange(length)
        return np.clip(places[None] - places[:, None], -self._reach, self._reach) + self._reach

    # -- heads and labels --------------------------------------------------------------------------------------------

    def _find_heads(self, states: Array, padding: NDArray[np.bool_], lengths: list[int]) -> NDArray[np.int64]:
        """Head of each word, [texts, words]; a root's head, and that of padding, is its own index."""
        w = self._weights
        parts = self._linear(states, "arcs")
        np.maximum(parts, 0, out=parts)
        width = parts.shape[-1] // 2
        dependent, head = parts[..., :width], parts[..., width:]
        texts, length, _ = parts.shape
        product: Array = (dependent.reshape(-1, width) @ w["biaffine"]).reshape(texts, length, width)
        scores = product @ head.transpose(0, 2, 1)
        scores += (head @ w["head_bias"])[:, None]
        scores += w["distance"][self._distances(length)]
        scores += np.where(padding, FAR, np.float32(0))[:, None, :]
        diagonal = np.arange(length)
        # what hangs on itself is a root
        scores[:, diagonal, diagonal] = product @ w["root"] + w["root"] @ w["head_bias"]
        heads = np.where(padding, diagonal, scores.argmax(-1))
        for k in np.flatnonzero(~_are_trees(heads)).tolist():
            n = lengths[k]
            heads[k, :n] = best_tree(scores[k, :n, :n])
        return heads

    def _find_labels(self, states: Array, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Label of each word's arc, [texts, words]."""
        w = self._weights
        dependent, head = np.split(self._linear(states, "label_parts"), 2, axis=-1)
        places = np.arange(heads.shape[1])
        texts = np.arange(len(heads))[:, None]
        hidden = head[texts, heads]
        apart = np.clip(heads - places, -self._reach, self._reach) + self._reach
        hidden += w["label_distance"][apart]
        hidden[heads == places] = w["label_root"]
        hidden += dependent
        np.maximum(hidden, 0, out=hidden)
        return self._linear(hidden, "labels").argmax(-1)

    # -- words -------------------------------------------------------------------------------------------------------

    def _add_words(self, texts: list[Sequence[str]]) -> None:
        """Put the words of ``texts`` that are new into the table of words."""
        if len(self._rows) > MAX_CACHED_WORDS:  # memory must not grow
            self._rows, self._words = {}, self._empty_table()
        new = [word for word in dict.fromkeys(chain.from_iterable(texts)) if word not in self._rows]
        if not new:
            return
        rows = zip(*map(self.tables.rows, new), strict=True)
        parts = [table[list(of_part)] for table, of_part in zip(self._embeddings, rows, strict=True)]
        vectors = self._linear(np.concatenate(parts, axis=1).astype(np.float32), "enter")
        vectors = self._normed(np.maximum(vectors, 0), "enter_norm")
        normed = self._normed(vectors, "blocks.0.norm")
        shares = [normed @ part for part in np.split(self._weights["blocks.0.mix.weight"], 3)]
        first = len(self._rows) + 1
        while first + len(new) > len(self._words):
            self._words = np.concatenate([self._words, np.zeros_like(self._words)])
        self._words[first : first + len(new)] = np.concatenate([vectors, *shares], axis=1)
        self._rows.update(zip(new, range(first, first + len(new)), strict=True))

    def _empty_table(self) -> Array:
        """For each word its first vector, and its shares in the first block as the word before, itself and behind."""
        return np.zeros((1024, 4 * len(self._weights["enter.bias"])), dtype=np.float32)


def _are_trees(heads: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether every word of each text comes to a root by going from head to head; [texts]."""
    texts, length = heads.shape
    direct = (heads + np.arange(0, texts * length, length)[:, None]).ravel()
    above = direct
    for _ in range(length.bit_length()):
        above = above[above]
    arrived: NDArray[np.bool_] = (direct[above] == above).reshape(texts, length).all(axis=1)
    return arrived
