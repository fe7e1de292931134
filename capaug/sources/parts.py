"""Parts of a source: shares that other processes can read by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from capaug.records import CaptionGroup


class Part(Protocol):
    """Groups of a source that follow each other; it can be pickled, and read in any process, again and again."""

    def groups(self) -> Iterable[CaptionGroup]:
        """The groups, in the source's order.

        Raises:
            InputError: the input cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Carried:
    """A part that holds its groups, for sources that can only be read from front to back."""

    held: tuple[CaptionGroup, ...]

    def groups(self) -> Iterable[CaptionGroup]:
        """The groups."""
        return self.held


@dataclass(frozen=True, slots=True)
class First:
    """The first ``most`` groups of a part."""

    part: Part
    most: int

    def groups(self) -> Iterable[CaptionGroup]:
        """The groups."""
        return islice(self.part.groups(), self.most)


def carry(groups: Iterable[CaptionGroup], size: int) -> Iterator[Part]:
    """Cut what one reader reads into parts of ``size`` groups that carry them."""
    groups = iter(groups)
    while held := tuple(islice(groups, size)):
        yield Carried(held)
