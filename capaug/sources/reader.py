"""What reads the rows of one file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from capaug.sources.grouping import Row
from capaug.sources.inputs import Input


class Reader(ABC):
    """A file of one format; it can be read again and again."""

    kind: ClassVar[str]
    """What the format is called, for the user."""

    input: Input

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the rows in the file's order, reading as it goes.

        Raises:
            InputError: a row that cannot be read, with its place.
        """

    def images(self) -> Iterator[Row]:
        """The rows for a look at their images and ids alone; a reader that is quicker without captions leaves them out.

        Raises:
            InputError: as :meth:`rows`.
        """
        return self.rows()

    def count(self) -> int | None:
        """Number of captions, or None where only a full read would tell."""
        return None

    def layout(self) -> str:
        """How the file is read, as far as that is not plain from its format; empty where there is nothing to say."""
        return ""
