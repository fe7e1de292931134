"""The first images of a source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.parts import First, Part


class Limited(Source):
    """The first ``limit`` groups of ``source``."""

    def __init__(self, source: Source, limit: int) -> None:
        self.source = source
        self.limit = limit
        self.name = source.name
        self.split = source.split

    def describe(self) -> str:
        """What is read, in one line for the user."""
        return f"{self.source.describe()} (the first {self.limit:,} images)"

    def notes(self) -> tuple[str, ...]:
        """Those of the whole source."""
        return self.source.notes()

    def fingerprint(self) -> dict[str, object]:
        """The fingerprint of the whole source, and the limit."""
        return {**self.source.fingerprint(), "limit": self.limit}

    def count(self) -> int | None:
        """Number of captions of the first images, or None where the source cannot tell its own."""
        if self.source.count() is None:
            return None
        return sum(len(group.captions) + len(group.rejects) for group in self.groups())

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the first groups."""
        return islice(self.source.groups(), self.limit)

    def parts(self, size: int) -> Iterator[Part]:
        """The first parts of the source, the last of them cut."""
        whole, rest = divmod(self.limit, size)
        parts = self.source.parts(size)
        yield from islice(parts, whole)
        if rest:
            yield from (First(part, rest) for part in islice(parts, 1))
