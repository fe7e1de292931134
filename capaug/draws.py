"""Random draws that depend only on what they are keyed by."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, MutableSequence
from hashlib import blake2b
from itertools import chain
from typing import Any, TypeVar, cast

T = TypeVar("T")


def keyed_random(seed: int, caption_id: str, stream: str) -> random.Random:
    """A random generator that depends on (seed, caption id, name of the stream) alone."""
    return cast(random.Random, _Keyed((seed, caption_id, stream)))


class _Keyed:
    """A :class:`random.Random` that is seeded when something is first drawn: most kinds have nothing to draw from in
    most captions, and seeding costs as much as many a kind.
    """

    def __init__(self, key: tuple[int, str, str]) -> None:
        self._key = key

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """See ``random.Random``; one item is in order already, and nothing is drawn for it."""
        if len(items) > 1:
            self._drawn.shuffle(items)

    def __getattr__(self, name: str) -> Any:
        """What is not there: the generator itself when it is first needed, and its methods, which are kept."""
        if name == "_drawn":
            key = "\0".join(map(str, self._key)).encode()
            found: Any = random.Random(int.from_bytes(blake2b(key, digest_size=8).digest(), "big"))
        elif name.startswith("_"):  # asked for by copy and pickle before there is a key
            raise AttributeError(name)
        else:
            found = getattr(self._drawn, name)
        self.__dict__[name] = found
        return found


def weighted_order(items: Iterable[tuple[T, float]], rng: random.Random) -> list[T]:
    """All items, the heavy ones likely to come first (Efraimidis and Spirakis, 2006); weights must be positive."""
    keyed = [(rng.random() ** (1.0 / weight), item) for item, weight in items if weight > 0]
    keyed.sort(key=lambda pair: -pair[0])
    return [item for _, item in keyed]


def started(lists: Iterable[Iterator[T]]) -> list[Iterator[T]]:
    """Those of the lists that have an item at all; of each no more than the first is made for it."""
    found: list[Iterator[T]] = []
    for items in lists:
        for first in items:
            found.append(chain((first,), items))
            break
    return found


def in_turn(lists: Iterable[Iterable[T]]) -> Iterator[T]:
    """The first of each list, then the second of each, and so on: no place is changed twice before every other once.

    An item is taken only when it is asked for.
    """
    turns = [iter(items) for items in lists]
    while turns:
        left = []
        for turn in turns:
            for item in turn:
                left.append(turn)
                yield item
                break
        turns = left
