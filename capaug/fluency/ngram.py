"""The language model of captions that ships with capaug: word and class n-grams, and numpy alone.

A word's probability is a mixture of two interpolated Kneser-Ney models: of words, and of word classes (words that stand
between like neighbours), from which the word is then drawn. Rare words count as their endings. The card beside the
weights says what they are made from and how good they are; ``recipes/build/fluency/build.py`` makes them.

Source: Kneser and Ney, Improved backing-off for m-gram language modeling (ICASSP 1995), in the interpolated form of
Chen and Goodman (1998) with one discount an order; Brown et al., Class-based n-gram models (1992).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from capaug.compiled import compiled

WEIGHTS = Path(__file__).parents[1] / "weights" / "fluency" / "ngram.npz"

MODELS = ("word", "class")
BEGIN, END = "<s>", "</s>"  # rows 0 and 1 of the vocabulary
ENDINGS = ("ing", "ed", "ly", "s")
RARE = "<rare>"
BLOCK = 1 << 13  # texts scored at once

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|,")
_HASH = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]


def split_words(text: str) -> list[str]:
    """A text's words and commas as the model sees them: lower case, no other punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def rare_form(word: str) -> str:
    """The row that a word outside the vocabulary counts as: its ending, a number, or neither."""
    if word[0].isdigit():
        return "<number>"
    return next((f"<{ending}>" for ending in ENDINGS if word.endswith(ending) and len(word) > len(ending) + 1), RARE)


class _Rows(dict[str, int]):
    """The rows of the vocabulary's words; other words have the row of their :func:`rare_form`."""

    def __missing__(self, word: str) -> int:
        return self[rare_form(word)]


class FluencyModel:
    """The model that ships (see the module); deterministic, on the CPU."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Load ``weights``, an ``.npz`` file as ``recipes/build/fluency/build.py`` writes it."""
        with np.load(weights) as file:
            vocabulary = bytes(file["vocabulary"]).decode().split("\n")
            self._class_of = file["class_of"].astype(np.int64)  # [words]
            self._in_class = file["in_class"].astype(np.float64)  # [words], P(word | class)
            self._share = float(file["word_share"])  # of the word model in the mixture
            tables = compiled("fluency", (weights, Path(__file__)), partial(_compile, weights))
            self._words, self._classes = (
                KneserNey.from_tables(tables, name, file[f"{name}_discounts"].tolist(), int(file[f"{name}_bits"]))
                for name in MODELS
            )
        self._rows = _Rows({word: row for row, word in enumerate(vocabulary)})
        self._reach = max(self._words.order, self._classes.order) - 1

    def score(self, texts: Sequence[str]) -> Floats:
        """Mean log-probability (natural logarithm) of the words of each text, its end included."""
        means = [np.zeros(0)]
        for at in range(0, len(texts), BLOCK):
            rows = [self._encode(text) for text in texts[at : at + BLOCK]]
            lengths = np.array([len(of_text) + 1 for of_text in rows])
            means.append(self._totals([self._padded(of_text) for of_text in rows]) / lengths)
        return np.concatenate(means)

    def difference(self, captions: Sequence[str], texts: Sequence[str]) -> Floats:
        """Total log-probability of ``texts[i]`` less that of the caption ``captions[i]`` it was made from.

        Only the words that differ, and those that have them in their history, are scored; below 0 the text reads less
        usual than its caption. Where the model was made from the caption, both are scored as if it had not been: else
        the caption's own words would speak for it, and not for the text.
        """
        differences = [np.zeros(0)]
        for at in range(0, len(texts), BLOCK):
            unique = {caption: number for number, caption in enumerate(dict.fromkeys(captions[at : at + BLOCK]))}
            encoded = [self._padded(self._encode(caption)) for caption in unique]
            numbers = [unique[caption] for caption in captions[at : at + BLOCK]]
            olds, news = [], []
            for number, text in zip(numbers, texts[at : at + BLOCK], strict=True):
                old, new = encoded[number], self._padded(self._encode(text))
                begin, behind = self._window(old, new)
                olds.append(old[begin : len(old) - behind])
                news.append(new[begin : len(new) - behind])
            is_seen = self._seen(encoded)
            seen, of_pairs = np.flatnonzero(is_seen), is_seen[numbers]
            change = np.zeros(len(numbers))
            for own in (False, True):
                pairs = np.flatnonzero(of_pairs == own)
                if not len(pairs):
                    continue
                owners = np.array(numbers)[pairs] if own else None
                left_out = self._leave_out(encoded, seen) if own else ((), ())
                rows = [side[pair] for side in (news, olds) for pair in pairs.tolist()]
                of_rows = None if owners is None else np.concatenate([owners, owners])
                new_totals, old_totals = np.split(self._totals(rows, of_rows, left_out), 2)
                change[pairs] = new_totals - old_totals
            differences.append(change)
        return np.concatenate(differences)

    def _encode(self, text: str) -> list[int]:
        return list(map(self._rows.__getitem__, split_words(text)))

    def _padded(self, words: list[int]) -> list[int]:
        return [*[0] * self._reach, *words, 1]

    def _window(self, old: list[int], new: list[int]) -> tuple[int, int]:
        """How many rows to leave out before and behind: what is the same in both and has only the same in its reach."""
        shortest = min(len(old), len(new))
        same = self._reach
        while same < shortest and old[same] == new[same]:
            same += 1
        behind = 0
        while behind < shortest - same and old[-1 - behind] == new[-1 - behind]:
            behind += 1
        return same - self._reach, max(0, behind - self._reach)

    def _totals(
        self, rows: list[list[int]], owners: Integers | None = None, left_out: tuple[LeftOut, LeftOut] = ((), ())
    ) -> Floats:
        """Sum of the log-probabilities of each text's rows; the first ``reach`` of each are mere history.

        With ``owners``, a number each text, what those gave to the counts of words and classes is left out.
        """
        flat, starts, predicted = self._flat(rows)
        sizes = np.diff(starts)
        of_flat = None if owners is None else np.repeat(owners, sizes)
        p = self._share * self._words.probabilities(flat, of_flat, left_out[0])
        of_class = self._classes.probabilities(self._class_of[flat], of_flat, left_out[1])
        p += (1 - self._share) * of_class * self._in_class[flat]
        # a sum a text, so that a text gets the same bits whatever it is scored with
        totals: Floats = np.add.reduceat(np.where(predicted, np.log(p), 0.0), starts[:-1])
        return totals

    def _flat(self, rows: list[list[int]]) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """All rows end to end; where each text starts, and the last ends; which rows are no mere history."""
        starts = np.concatenate([[0], np.cumsum([len(of_text) for of_text in rows], dtype=np.int64)])
        flat = np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1]))
        predicted = np.ones(len(flat), dtype=bool)
        predicted[(starts[:-1, None] + np.arange(self._reach)).ravel()] = False
        return flat, starts, predicted

    def _seen(self, padded: list[list[int]]) -> NDArray[np.bool_]:
        """Whether the model knows every n-gram of a text, as it does if it was made from the text."""
        flat, starts, predicted = self._flat(padded)
        unknown = self._words.unknown(flat) | self._classes.unknown(self._class_of[flat])
        seen: NDArray[np.bool_] = np.diff(np.concatenate([[0], np.cumsum(unknown & predicted)])[starts]) == 0
        return seen

    def _leave_out(self, padded: list[list[int]], owners: Integers) -> tuple[LeftOut, LeftOut]:
        """What the texts with these numbers gave to the counts of words and of classes."""
        flat, starts, predicted = self._flat([padded[owner] for owner in owners])
        of_flat = np.repeat(owners, np.diff(starts))
        return (
            self._words.leave_out(flat, of_flat, predicted),
            self._classes.leave_out(self._class_of[flat], of_flat, predicted),
        )


ARRAYS = {
    "keys": np.uint64,
    "counts": np.int64,
    "followed": np.int64,
    "followers": np.int64,
    "slots": np.int32,
}
"""What is stored of each order of a model."""


def _compile(weights: Path) -> dict[str, bytes]:
    """The arrays of both models: built of their counts in half a second, mapped into memory in a thousandth."""
    tables: dict[str, bytes] = {}
    with np.load(weights) as file:
        for name in MODELS:
            keys = np.cumsum(file[f"{name}_steps"], dtype=np.uint64)
            counts = file[f"{name}_counts"].astype(np.int64)
            model = KneserNey(keys, counts, file[f"{name}_discounts"].tolist(), int(file[f"{name}_bits"]))
            tables |= model.tables(name)
    return tables


class KneserNey:
    """An interpolated Kneser-Ney model of number sequences, from the counts of its longest n-grams.

    Args:
        keys: the n-grams, sorted; each number is ``bits`` wide, the last one lowest.
        counts: how often each was seen.
        discounts: one an order, from 1; as many as the n-grams are long.
        bits: width of a number; ``len(discounts) * bits`` must not be above 64.
    """

    def __init__(self, keys: Keys, counts: Integers, discounts: Sequence[float], bits: int) -> None:
        self.order = len(discounts)
        self._discounts = discounts
        self._bits = np.uint64(bits)
        self._levels: list[_Level] = []  # of orders order, order - 1, ..., 1
        level = _Level(keys, counts)
        for order in range(self.order - 1, -1, -1):
            self._levels.append(level)
            # A shorter n-gram counts the longer ones that end in it; one that only begins a text ends none.
            ends = level.keys[:-1] & np.uint64((1 << order * bits) - 1)
            begins = level.keys[:-1] >> self._bits
            shorter, places = np.unique(np.concatenate([ends, begins]), return_inverse=True)
            size, counts = len(shorter), level.counts[:-1]
            there = counts > 0
            below = _Level(shorter, np.bincount(places[: len(ends)][there], minlength=size))
            of_begin = places[len(ends) :]
            below.followed = np.append(np.bincount(of_begin, counts, minlength=size).astype(np.int64), 0)
            below.followers = np.append(np.bincount(of_begin[there], minlength=size), 0)
            level = below
        self._nothing = level  # the empty n-gram
        self._levels.reverse()

    @classmethod
    def from_tables(
        cls, tables: Mapping[str, memoryview], name: str, discounts: Sequence[float], bits: int
    ) -> KneserNey:
        """The model whose :meth:`tables` were stored under ``name``."""
        model = cls.__new__(cls)
        model.order, model._discounts, model._bits = len(discounts), discounts, np.uint64(bits)
        model._nothing, *model._levels = (
            _Level.from_tables({array: tables[f"{name}.{n}.{array}"] for array in ARRAYS})
            for n in range(model.order + 1)
        )
        return model

    def tables(self, name: str) -> dict[str, bytes]:
        """All its arrays as bytes."""
        levels = (self._nothing, *self._levels)
        return {
            f"{name}.{n}.{array}": getattr(level, array).astype(kind).tobytes()
            for n, level in enumerate(levels)
            for array, kind in ARRAYS.items()
        }

    def probabilities(self, numbers: Integers, owners: Integers | None = None, left_out: LeftOut = ()) -> Floats:
        """Probability of each number after the ``order - 1`` before it.

        The first ``order - 1`` numbers have no history, and what they get means nothing. With ``left_out`` (of
        :meth:`leave_out`) what an owner's text gave to the counts is taken out of them where ``owners`` names it.
        """
        found = self._find(numbers)
        levels = [self._nothing, *self._levels]
        p = np.full(len(numbers), 1 / (self._nothing.followers[0] + 1))
        history = np.zeros(len(numbers), dtype=np.int64)
        for n in range(1, self.order + 1):
            count, total = levels[n].counts[found[n]], levels[n - 1].followed[history]
            kinds = levels[n - 1].followers[history]
            if owners is not None:
                followed, followers = left_out[n - 1].followed(owners, history)
                count, total, kinds = count - left_out[n].counts(owners, found[n]), total - followed, kinds - followers
            discount = self._discounts[n - 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                mixed = (np.maximum(count - discount, 0.0) + discount * kinds * p) / total
            p = np.where(total > 0, mixed, p)
            history = np.concatenate([[levels[n].absent], found[n][:-1]])
        return p

    def leave_out(self, numbers: Integers, owners: Integers, predicted: NDArray[np.bool_]) -> LeftOut:
        """What the texts in ``numbers`` gave to the counts; each is named by its number in ``owners``.

        All their n-grams must be known; ``predicted`` are the places of ``numbers`` that are no mere history.
        """
        found = self._find(numbers)
        levels = [self._nothing, *self._levels]
        shares = [_Share(len(level.keys)) for level in levels]
        places = np.flatnonzero(predicted)
        weights = np.ones(len(places), dtype=np.int64)
        for n in range(self.order, 0, -1):
            # each n-gram of an owner once, and how much of its count is the owner's
            keys = shares[n].key(owners[places], found[n][places])
            keys, first, of_key = np.unique(keys, return_index=True, return_inverse=True)
            given = np.bincount(of_key, weights, minlength=len(keys)).astype(np.int64)
            places = places[first]
            gone = levels[n].counts[found[n][places]] == given
            history = found[n - 1][places - 1] if n > 1 else np.zeros(len(places), dtype=np.int64)
            shares[n].add_counts(keys, given)
            shares[n - 1].add_followed(shares[n - 1].key(owners[places], history), given, gone)
            # a shorter n-gram is counted once for each longer one that ends in it, so it loses those that are gone
            places, weights = places[gone], np.ones(int(gone.sum()), dtype=np.int64)
        return shares

    def unknown(self, numbers: Integers) -> NDArray[np.bool_]:
        """Whether the longest n-gram that ends at each number was never seen."""
        *_, longest = self._keys(numbers)
        unknown: NDArray[np.bool_] = self._levels[-1].find(longest) == self._levels[-1].absent
        return unknown

    def _find(self, numbers: Integers) -> list[Integers]:
        """For each order from 0 the places of the n-grams that end at each number."""
        found = [np.zeros(len(numbers), dtype=np.int64)]
        found += [level.find(keys) for level, keys in zip(self._levels, self._keys(numbers), strict=True)]
        return found

    def _keys(self, numbers: Integers) -> Iterator[Keys]:
        """For each order from 1 the keys of the n-grams that end at each number."""
        last = key = numbers.astype(np.uint64)
        for _ in self._levels:
            yield key
            longer = last.copy()
            longer[1:] |= key[:-1] << self._bits
            key = longer


class _Share:
    """What single texts gave to the counts of the n-grams of one order."""

    def __init__(self, size: int) -> None:
        self._size = size  # places of the order
        nothing = np.zeros(0, dtype=np.int64)
        self._counts = (nothing, nothing)  # keys, sorted, and numbers
        self._followed = (nothing, nothing, nothing)

    def key(self, owners: Integers, places: Integers) -> Integers:
        """One number for an owner and a place."""
        return owners * self._size + places

    def add_counts(self, keys: Integers, given: Integers) -> None:
        """Enter the counts that come from the owners; ``keys`` are sorted and distinct."""
        self._counts = keys, given

    def add_followed(self, keys: Integers, given: Integers, gone: NDArray[np.bool_]) -> None:
        """Enter what n-grams with these histories gave, and which of them are gone without the owner."""
        unique, of_key = np.unique(keys, return_inverse=True)
        followed, followers = (
            np.bincount(of_key, part, minlength=len(unique)).astype(np.int64) for part in (given, gone)
        )
        self._followed = unique, followed, followers

    def counts(self, owners: Integers, places: Integers) -> Integers:
        """What the owner gave to ``_Level.counts``."""
        (counts,) = self._look_up(*self._counts, owners=owners, places=places)
        return counts

    def followed(self, owners: Integers, places: Integers) -> tuple[Integers, Integers]:
        """What the owner gave to ``_Level.followed`` and to ``_Level.followers``."""
        followed, followers = self._look_up(*self._followed, owners=owners, places=places)
        return followed, followers

    def _look_up(self, keys: Integers, *numbers: Integers, owners: Integers, places: Integers) -> list[Integers]:
        if not len(keys):
            return [np.zeros(len(places), dtype=np.int64) for _ in numbers]
        wanted = self.key(owners, places)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        return [np.where(there, each[at], 0) for each in numbers]


LeftOut = Sequence[_Share]
"""For each order from 0 what texts gave to the counts; made by :meth:`KneserNey.leave_out`."""


class _Level:
    """The n-grams of one order and what is counted of each; the place behind the last stands for all others.

    ``counts`` is how often it was seen (or, below the longest, how many longer ones end in it), ``followed`` the sum of
    the counts of the n-grams that begin with it, ``followers`` how many those are; the longest have none of either.
    ``slots`` is a hash table of places with open addressing, at most a quarter full.
    """

    def __init__(self, keys: Keys, counts: Integers) -> None:
        self.keys = np.append(keys, np.uint64(0))
        self.counts = np.append(counts, 0).astype(np.int64)
        self.followed = self.followers = np.zeros(0, dtype=np.int64)
        size = 1 << max(1, (4 * len(keys)).bit_length())
        self.slots: NDArray[np.int32] = np.full(size, len(keys), dtype=np.int32)
        self._shift = _shift(size)
        places = np.arange(len(keys), dtype=np.int32)
        slots = self._home(keys)
        while len(places):
            free = self.slots[slots] == len(keys)
            self.slots[slots[free]] = places[free]  # of several for one slot the last stays
            left = self.slots[slots] != places
            places, slots = places[left], (slots[left] + 1) & (len(self.slots) - 1)

    @classmethod
    def from_tables(cls, tables: Mapping[str, memoryview]) -> _Level:
        """The level with these arrays (:data:`ARRAYS`), which are not copied."""
        level = cls.__new__(cls)
        for name, kind in ARRAYS.items():
            setattr(level, name, np.frombuffer(tables[name], dtype=kind))
        level._shift = _shift(len(level.slots))
        return level

    @property
    def absent(self) -> int:
        """The place of all others."""
        return len(self.keys) - 1

    def _home(self, keys: Keys) -> Integers:
        homes: Integers = ((keys * _HASH) >> self._shift).astype(np.int64)
        return homes

    def find(self, keys: Keys) -> Integers:
        """The places of ``keys``."""
        slots = self._home(keys)
        places = self.slots[slots].astype(np.int64)
        absent = self.absent
        open_ = np.flatnonzero((self.keys[places] != keys) & (places != absent))
        slots = slots[open_]
        while len(open_):
            slots = (slots + 1) & (len(self.slots) - 1)
            now = self.slots[slots]
            places[open_] = now
            going_on = (self.keys[now] != keys[open_]) & (now != absent)
            open_, slots = open_[going_on], slots[going_on]
        return places


def _shift(size: int) -> np.uint64:
    """By how much a hash is shifted to give one of ``size`` slots, a power of two."""
    return np.uint64(65 - size.bit_length())
