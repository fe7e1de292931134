"""Weighted draws whose result depends only on the random generator they are given."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")


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
