"""Finding mirrors in an inverted index: which images hold which words and facts."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from capaug.draws import keyed_random
from capaug.mirrors.words import Lemmas, facts
from capaug.records import AugmentedCaption, Variant

Numbers = NDArray[np.int64]
Key = tuple[str, str, int]
"""Image id, caption id, and place among the caption's negatives: what tells a negative of a set from all others."""
NONE: Numbers = np.zeros(0, np.int64)


class Postings:
    """Images by what they hold: twelve bytes for each image and thing it holds, whatever that is called."""

    def __init__(self) -> None:
        self._hashes, self._numbers = array("Q"), array("I")

    def add(self, things: Iterable[str], image: int) -> None:
        """Note that an image holds these."""
        for thing in things:
            self._hashes.append(_hash(thing))
            self._numbers.append(image)

    def sort(self, places: Numbers) -> None:
        """Make them ready to be asked, with image n called ``places[n]`` from now on."""
        hashes = np.frombuffer(self._hashes, np.uint64)
        numbers = places.astype(np.uint32)[np.frombuffer(self._numbers, np.uint32)]
        order = np.lexsort((numbers, hashes))
        hashes, numbers = hashes[order], numbers[order]
        first = np.ones(len(hashes), bool)
        first[1:] = (hashes[1:] != hashes[:-1]) | (numbers[1:] != numbers[:-1])
        self._sorted, self._images = hashes[first], numbers[first]

    def of(self, thing: str) -> Numbers:
        """The images that hold it, each once, in order."""
        sought = np.uint64(_hash(thing))
        start, end = np.searchsorted(self._sorted, sought, "left"), np.searchsorted(self._sorted, sought, "right")
        return self._images[start:end].astype(np.int64)


class Miner:
    """Tells the mirrors of any negative among the images of a set of rows.

    *New* are the words (as lemmas) that the negative has and its caption has not, *old* those it no longer has. A
    mirror is an image whose captions, taken together, hold all new words and not all old ones. Where no word is new,
    as when two colours change places, its captions hold a new fact of the scene graph (``car``, ``blue``) and no old
    one. The mirrors that hold a new fact as well come first. What no picture tells (a denial) has no mirror.

    Args:
        read: gives the rows; called twice, so that the rows of a large folder need not be in memory.

    Attributes:
        images: the image ids, sorted; mirrors are told by their places in it.
    """

    def __init__(self, read: Callable[[], Iterable[AugmentedCaption]]) -> None:
        self._lemmas = Lemmas(read())
        self._words, self._facts = Postings(), Postings()
        numbers: dict[str, int] = {}
        for row in read():
            image = numbers.setdefault(row.image_id, len(numbers))
            self._words.add(self._lemmas.said(row.read_text), image)
            self._facts.add(facts(row, self._lemmas), image)
        self.images = sorted(numbers)
        self.places = {image: place for place, image in enumerate(self.images)}
        places = np.fromiter((self.places[image] for image in numbers), np.int64, len(numbers))
        self._words.sort(places)
        self._facts.sort(places)

    def mirrors(self, row: AugmentedCaption, negative: Variant) -> tuple[Numbers, Numbers]:
        """Places of the mirrors that hold a new fact of the negative, and of all others, both in order."""
        said, said_now = self._lemmas.said(row.read_text), self._lemmas.said(negative.text)
        old, new = said - said_now, said_now - said
        fact, fact_now = facts(row, self._lemmas), facts(row, self._lemmas, negative.edits)
        with_fact = [self._facts.of(one) for one in fact_now - fact]
        if not new and not with_fact:
            return NONE, NONE
        holds_fact = self._marked(with_fact)
        mirrors = self._marked([self._all(new)]) if new else holds_fact.copy()
        for gone in [self._all(old)] if old and new else [self._facts.of(one) for one in fact - fact_now]:
            mirrors[gone] = False
        mirrors[self.places[row.image_id]] = False
        return np.flatnonzero(mirrors & holds_fact), np.flatnonzero(mirrors & ~holds_fact)

    def some(self, row: AugmentedCaption, negative: Variant, most: int) -> tuple[str, ...]:
        """Image ids of at most so many mirrors, drawn by caption id and text, those with a new fact first."""
        drawn: list[int] = []
        draw = keyed_random(0, row.caption_id, f"mirrors of {negative.text}")
        for found in self.mirrors(row, negative):
            drawn += found[draw.sample(range(len(found)), min(most - len(drawn), len(found)))].tolist()
        return tuple(self.images[place] for place in drawn)

    def _all(self, words: Iterable[str]) -> Numbers:
        """The images that hold all of some words, of which there is one at least."""
        first, *others = map(self._words.of, sorted(words))
        for other in others:
            first = np.intersect1d(first, other, assume_unique=True)
        return first

    def _marked(self, found: Sequence[Numbers]) -> NDArray[np.bool_]:
        """A mark for each image that is in any of the lists."""
        marks = np.zeros(len(self.images), bool)
        for images in found:
            marks[images] = True
        return marks


def mine(rows: Sequence[AugmentedCaption], most: int = 1) -> dict[Key, tuple[str, ...]]:
    """The mirrors of each negative that has one, among the images of ``rows``: image ids, the best first.

    Args:
        rows: with negatives.
        most: mirrors a negative.
    """
    miner = Miner(lambda: rows)
    found = (
        ((row.image_id, row.caption_id, place), miner.some(row, negative, most))
        for row in rows
        for place, negative in enumerate(row.negatives)
    )
    return {key: mirrors for key, mirrors in found if mirrors}


def _hash(thing: str) -> int:
    return int.from_bytes(blake2b(thing.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
