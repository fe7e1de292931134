"""What files of captions and negatives have in common, whoever wrote them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, ClassVar

from capaug.formats.pairs import Pair


@dataclass(frozen=True, slots=True)
class Given:
    """A negative as a file has it; ``kind`` is what the file calls its sort, empty where it says nothing."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A caption and its negatives at one place of a file.

    ``image`` names its picture as the file does; where the file names none, it is ``#`` and the caption itself, so that
    equal captions are of one picture. ``where`` is how messages call the place (``train.tsv:7``).
    """

    image: str
    caption: str
    negatives: tuple[Given, ...]
    where: str


class NegativesFile(ABC):
    """A file that has been read: its entries, and how it is written with other negatives.

    ``layout`` names it for the user; ``places`` is how many negatives a caption may have, None for any number.
    ``entries`` are in the order of the file.
    """

    layout: str
    places: ClassVar[int | None] = None
    entries: Sequence[Entry]

    @property
    def names_kinds(self) -> bool:
        """Whether it says of what sort its negatives are."""
        return any(given.kind for entry in self.entries for given in entry.negatives)

    @abstractmethod
    def write(self, negatives: Sequence[Sequence[Given]], file: IO[bytes]) -> int:
        """Write the file anew with ``negatives``, those of each entry, and all else as it was.

        Returns:
            How many entries were left out because they have no negative and the layout needs one.

        Raises:
            InputError: the layout has no place for what is left.
        """

    def pairs(self) -> Iterator[Pair]:
        """Each negative with its caption, as the audit takes them."""
        for entry in self.entries:
            for given in entry.negatives:
                yield Pair(entry.image, entry.caption, given.text, given.kind)
