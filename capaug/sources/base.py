"""The protocol every source of captions follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from capaug.records import CaptionGroup


class Source(Protocol):
    """Where captions come from: an ordered stream of images with their captions.

    ``name`` fills the ``source`` field of every row, ``split`` the ``split`` field.
    """

    name: str
    split: str

    def describe(self) -> str:
        """What is read, in one line for the user."""
        ...

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
