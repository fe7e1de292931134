"""The protocol every format follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Protocol

from capaug.records import AugmentedCaption


class Format(Protocol):
    """How rows are written to one file.

    ``binary`` formats are no text, and not shown on a terminal.
    """

    binary: bool

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write ``rows`` to ``file``, reading them as it goes; the rows of one image follow each other.

        Equal rows must give equal bytes.
        """
        ...
