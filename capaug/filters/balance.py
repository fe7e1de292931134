"""The balance filter: chooses negatives so that their texts alone do not give them away.

A table of weights, one a kind, says by how much a text-only judge prefers a caption to a candidate made from it: the
*margin*. Of the candidates of one caption those of low margin are likely to come first, as a draw of each by the
softmax of the negative margins, and those of too high a margin are refused: hardly ever the first of the caption,
sooner the first of each kind, soonest the others. ``capaug/calibration/balance.py`` fits the weights to just this
choice: among what it lets through, every feature is as frequent in captions as in negatives.
A recipe says by ``balance`` how strict it is: ``loose`` lets more through and leaves more to a judge, ``off`` refuses
nothing and only orders. With ``fill`` nothing is refused either, but what passes strictly is kept first, then what
passes loosely.

The judge's features are the words of a text, their 2- and 3-grams, its length, first capital and last mark, and its
log-probability by the language model that ships. A candidate is judged by itself, so that a stream of any length gives
the same rows as a second pass would.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from capaug.errors import InputError
from capaug.filters.base import Candidate, Filter, Setup
from capaug.fluency.ngram import FluencyModel

FOLDER = Path(__file__).parents[1] / "weights" / "balance"

BITS = 19  # of a feature's hash: places of a table
LONGEST = 40  # words; longer texts count as this long
MOST = 12  # candidates of a caption and kind to choose among
# How much a word, a 2-gram, a 3-gram and any other feature weighs against the squares of the weights: rare long
# n-grams say less of other captions.
SCALES = (1.5, 1.0, 0.6, 1.0)

# By how much higher a perturbed margin may be where balance is loose. docs/quality.md has the judge at others.
LOOSER = 7.0
LEVELS = ("strict", "loose", "off")

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio
_FACTORS = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xCA5A826395121157))  # odd numbers, for word and word before

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """What a kind is judged by.

    ``weights`` has 2 ** :data:`BITS` places; ``fluency`` is the weight of the caption's log-probability less the
    candidate's; ``offset`` is added to every margin. The candidate of the least perturbed margin of a caption passes
    with one below ``lead``, that of its kind below ``first``, each further one below ``further``.
    """

    weights: NDArray[np.float16]
    fluency: float
    offset: float
    lead: float
    first: float
    further: float


THRESHOLDS = ("lead", "first", "further")
NUMBERS = ("fluency", "offset", *THRESHOLDS)


def tables_file(name: str) -> Path:
    """The file of the tables that ship under ``name``, or of those that a path names."""
    return Path(name) if Path(name).suffix else FOLDER / f"{name}.npz"


def load_tables(name: str = "coco") -> dict[str, Table]:
    """The tables by kind, by the name of those that ship or by the path of a file; kinds with few examples share one.

    Raises:
        InputError: there is no such file, or it holds no tables.
    """
    path = tables_file(name)
    try:
        with np.load(path) as file:
            numbers = {name: file[name].tolist() for name in NUMBERS}
            weights = file["weights"]
            tables = [Table(weights[k], *(numbers[name][k] for name in NUMBERS)) for k in range(len(weights))]
            kinds = bytes(file["kinds"]).decode().split()
            return {kind: tables[k] for kind, k in zip(kinds, file["table_of"].tolist(), strict=True)}
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.npz")))
        looked_for = path.absolute() if Path(name).suffix else name
        raise InputError(f"tables: no such file: {looked_for}; those that ship are called: {known}") from None
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise InputError(f"tables: {path} holds no tables; capaug calibrate --balance writes them") from None


class BalanceFilter(Filter):
    """Refuses (``balance``) and orders the candidates of the kinds that have a table; see the module.

    With ``fill`` it also gives ``balance_level``: 0 for what passes strictly, 1 loosely, 2 for the rest.
    """

    name = "balance"
    gives: ClassVar[tuple[str, ...]] = ("balance",)

    def __init__(self, setup: Setup, tables: dict[str, Table] | None = None) -> None:
        """The recipe's seed keys the draws, with the id of the caption and the text of the candidate."""
        self._seed = setup.recipe.seed
        self._level, self._fill = LEVELS.index(setup.recipe.balance), setup.recipe.fill
        if self._fill:
            self.gives = ("balance", "balance_level")  # type: ignore[misc]  # of this one alone
        self._tables = load_tables(setup.recipe.tables) if tables is None else tables
        self._fluency = FluencyModel()

    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Judge the candidates of a chunk in place; all of one caption must be in it."""
        mine = [c for c in candidates if c.kind.id in self._tables]
        if not mine:
            return
        kinds = {kind: k for k, kind in enumerate(sorted({c.kind.id for c in mine}))}
        of_kind = np.array([kinds[c.kind.id] for c in mine])
        captions: dict[int, int] = {}
        of_caption = np.array([captions.setdefault(id(c.scene.caption), len(captions)) for c in mine])
        tables = [self._tables[kind] for kind in kinds]
        margins = self._margins(mine, of_kind, tables)
        keys = margins - gumbel([self._draw(c) for c in mine])
        thresholds = np.array([[getattr(t, name) for name in THRESHOLDS] for t in tables])[of_kind]
        strict, loose = (accepted(keys, of_caption, of_kind, thresholds + more) for more in (0.0, LOOSER))
        levels = 2 - strict.astype(int) - loose
        for candidate, margin, key, level in zip(mine, margins.tolist(), keys.tolist(), levels.tolist(), strict=True):
            candidate.scores["balance"] = round(margin, 4)
            candidate.order = key
            if self._fill:
                candidate.scores["balance_level"] = float(level)
                candidate.level = level
            elif level > self._level:
                candidate.refused = "balance"

    def pool(self, kind: str) -> int:
        """The more there are to choose among, the more captions keep one of a kind that is balanced."""
        return MOST if kind in self._tables else 0

    def _margins(self, candidates: Sequence[Candidate], of_kind: Integers, tables: Sequence[Table]) -> Floats:
        captions = [c.scene.caption.text for c in candidates]
        texts = [c.variant.text for c in candidates]
        rows, places, values = differences(captions, texts)
        weights = np.zeros(len(rows))
        of_row = of_kind[rows]
        for k, table in enumerate(tables):
            mine = of_row == k
            weights[mine] = table.weights[places[mine]]
        sums = np.bincount(rows, values * weights, minlength=len(candidates))
        offset, fluency = (np.array([getattr(t, name) for t in tables])[of_kind] for name in ("offset", "fluency"))
        margins: Floats = sums + offset - fluency * self._fluency.difference(captions, texts)
        return margins

    def _draw(self, candidate: Candidate) -> float:
        """A number above 0 and below 1 that depends on (seed, caption id, kind, text) alone."""
        caption, variant = candidate.scene.caption.caption, candidate.variant
        key = f"{self._seed}\0{caption.id}\0balance\0{variant.kind}\0{variant.text}".encode()
        return (int.from_bytes(blake2b(key, digest_size=6).digest(), "big") + 0.5) / 2**48


def gumbel(uniform: Sequence[float] | Floats) -> Floats:
    """Gumbel draws from uniform ones: the least of (margin - draw) is a draw by the softmax of the -margins.

    Source: Gumbel, Statistical theory of extreme values (1954), as used by Kool et al. (ICML 2019).
    """
    draws: Floats = -np.log(-np.log(np.asarray(uniform)))
    return draws


def accepted(keys: Floats, captions: Integers, kinds: Integers, thresholds: Floats) -> NDArray[np.bool_]:
    """Which candidates pass.

    Args:
        keys: the perturbed margin of each, (n,).
        captions: the number of its caption, (n,).
        kinds: the number of its kind, (n,).
        thresholds: what its key is to be below as the least of its caption, as the least of its kind there, and as any
            other one, (n, 3).
    """
    places = np.where(ranks(keys, captions * (int(kinds.max(initial=0)) + 1) + kinds) == 0, 1, 2)
    places[ranks(keys, captions) == 0] = 0
    passed: NDArray[np.bool_] = keys < np.take_along_axis(thresholds, places[:, None], axis=1)[:, 0]
    return passed


def ranks(keys: Floats, groups: Integers) -> Integers:
    """The place of each in its group by ascending keys, from 0."""
    order = np.lexsort((keys, groups))
    of_sorted = groups[order]
    places = np.arange(len(keys))
    begins = np.append(True, of_sorted[1:] != of_sorted[:-1])
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return found


def differences(captions: Sequence[str], texts: Sequence[str]) -> tuple[Integers, Integers, Floats]:
    """The features of ``captions[i]`` less those of ``texts[i]``: row i, place in a table, value; rows ascend.

    N-grams that lie in what both texts share are left out, but for those beside a change, which cancel out.
    """
    known: dict[str, list[str]] = {}
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    others: list[tuple[int, int, float]] = []
    for row, (caption, text) in enumerate(zip(captions, texts, strict=True)):
        old = known.get(caption)
        if old is None:
            old = known[caption] = _words(caption)
        new = _words(text)
        shortest, begin, behind = min(len(old), len(new)), 1, 1
        while begin < shortest and old[begin] == new[begin]:
            begin += 1
        while behind < shortest - begin and old[-1 - behind] == new[-1 - behind]:
            behind += 1
        begin, behind = max(begin - 2, 0), max(behind - 2, 0)
        sides[0].append(old[begin : len(old) - behind])
        sides[1].append(new[begin : len(new) - behind])
        if len(old) != len(new) or caption[:1] != text[:1] or caption[-1:] != text[-1:]:
            others += [(row, feature, SCALES[3]) for feature in _form(caption, len(old) - 2)]
            others += [(row, feature, -SCALES[3]) for feature in _form(text, len(new) - 2)]
    parts = [_ngrams(sides[0], 1.0), _ngrams(sides[1], -1.0)]
    hashes = np.array([feature for _, feature, _ in others], dtype=np.uint64)
    signs = np.array([sign for *_, sign in others])
    parts.append((np.array([row for row, *_ in others], dtype=np.int64), _places(hashes), signs))
    rows, places, values = (np.concatenate([part[i] for part in parts]) for i in range(3))
    order = np.argsort(rows, kind="stable")
    return rows[order], places[order], values[order]


def _words(text: str) -> list[str]:
    return ["<s>", *_WORD.findall(text.lower()), "</s>"]


def _form(text: str, words: int) -> list[int]:
    """The hashes of what a text looks like."""
    stripped = text.strip()
    last = stripped[-1:] if stripped.endswith((".", "!", "?")) else "none"
    form = [_hash(f"\0length={min(words, LONGEST)}"), _hash(f"\0end={last}")]
    if stripped[:1].isupper():
        form.append(_hash("\0capital"))
    return form


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=8).digest(), "big")


def _ngrams(texts: Sequence[Sequence[str]], sign: float) -> tuple[Integers, Integers, Floats]:
    """Rows, places and values of the 1-, 2- and 3-grams of ``texts``."""
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    flat = np.fromiter(map(_hash, chain.from_iterable(texts)), np.uint64, int(sizes.sum()))
    rows = np.repeat(np.arange(len(texts)), sizes)
    parts = []
    keys = flat
    for n in range(3):
        if n:  # n-grams that begin one word further on
            keys = keys[:-1] * _FACTORS[n - 1] + flat[n:]
            inside = rows[n:] == rows[: len(rows) - n]
        else:
            inside = np.ones(len(flat), dtype=bool)
        of_row = rows[n:][inside]
        parts.append((of_row, _places(keys[inside]), np.full(len(of_row), sign * SCALES[n])))
    found = tuple(np.concatenate([part[i] for part in parts]) for i in range(3))
    return found[0], found[1], found[2]


def _places(hashes: NDArray[np.uint64]) -> Integers:
    places: Integers = ((hashes * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)
    return places
