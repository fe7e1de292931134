"""The protocol every source of captions follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from capaug.records import CaptionGroup
from capaug.sources.options import Options
from capaug.sources.parts import Part, carry


class Source(Protocol):
    """Where captions come from: an ordered stream of images with their captions.

    ``name`` fills the ``source`` field of every row, ``split`` the ``split`` field. A source inherits from this class
    and leaves :meth:`parts` as it is, unless it can be read from the middle, and :meth:`notes`.
    """

    name: str
    split: str

    def describe(self) -> str:
        """What is read, in one line for the user."""
        ...

    def notes(self) -> tuple[str, ...]:
        """What reading has found so far that the user should know, a line each; here nothing."""
        return ()

    def fingerprint(self) -> dict[str, object]:
        """What identifies the input when a run is resumed, fit for JSON.

        ``files`` lists name (no folder), size in bytes and sha256 of each file, ``options`` what the user chose.
        Equal fingerprints mean equal :meth:`groups`.
        """
        ...

    def count(self) -> int | None:
        """Number of captions, null ones included, or None where only a full read would tell.

        Raises:
            InputError: the input cannot be read.
        """
        ...

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield every caption once, by image, in the same order on every call.

        Raises:
            InputError: the input cannot be read, or holds no captions.
        """
        ...

    def parts(self, size: int) -> Iterator[Part]:
        """Yield the groups in parts of ``size``, in order; only the last may be smaller, and none is empty.

        Together the parts have the groups that :meth:`groups` yields. Here one reader reads them and a part carries
        its own, which no engine of one machine is held up by: a reader is a thousand times as quick as the stages.

        Raises:
            InputError: as :meth:`groups`.
        """
        return carry(self.groups(), size)


class Opener(Protocol):
    """What stands in the registry of sources: a class that opens itself."""

    def open(self, rest: str, options: Options) -> Source:
        """Open a source.

        Args:
            rest: what follows the name and a colon in ``--dataset NAME:REST``; for a file ending, the path.
            options: what else the user chose.

        Raises:
            UsageError: options that do not go with this source.
            InputError: the input is not there or cannot be read.
            OutputError: the cache cannot be written.
        """
        ...
