"""Random draws that depend only on what they are keyed by."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")


def keyed_random(seed: int, caption_id: str, stream: str) -> random.Random:
    """A random generator that depends on (seed, caption id, name of the stream) alone."""
    key = blake2b(f"{seed}\0{caption_id}\0{stream}".encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(key, "big"))


def weighted_order(items: Iterable[tuple[T, float]], rng: random.Random) -> list[T]:
    """All items, the heavy ones likely to come first (Efraimidis and Spirakis, 2006); weights must be positive."""
    keyed = [(rng.random() ** (1.0 / weight), item) for item, weight in items if weight > 0]
    keyed.sort(key=lambda pair: -pair[0])
    return [item for _, item in keyed]


def in_turn(lists: Sequence[Sequence[T]]) -> Iterator[T]:
    """The first of each list, then the second of each, and so on: no place is changed twice before every other once."""
    missing = object()
    for round_ in zip_longest(*lists, fillvalue=missing):
        yield from (item for item in round_ if item is not missing)  # type: ignore[misc]
