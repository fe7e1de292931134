"""Shares of a run that are made apart: by tasks of a Slurm array, or machines that know nothing of each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from capaug.errors import UsageError

PART = "part"
"""Where the fingerprint of the source, in ``run.json`` and in the manifest, says which part of it was read."""


@dataclass(frozen=True, slots=True)
class Share:
    """The shards ``number``, ``number + of``, ``number + 2 of``, ... of a run, counted from 1.

    Whole shards, dealt out in turn: so no share needs to know how many there are, shares differ by a shard at most, and
    each shard has the name and the bytes that it has in one run.

    Raises:
        UsageError: there is no such share.
    """

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise UsageError(f"there is no part {self}: of n parts the first is 1/n, the last n/n")

    @classmethod
    def read(cls, text: str) -> Share:
        """The share that ``--part`` calls ``i/n``.

        Raises:
            UsageError: it is written in another way, or there is no such share.
        """
        if not (found := re.fullmatch(r"([0-9]+)/([0-9]+)", text)):
            raise UsageError(
                f"{text!r} is no part of a run; the first of four parts is --part 1/4, the last --part 4/4"
            )
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def shards(self, total: int) -> range:
        """Which of ``total`` shards are of this share, by their places from 0."""
        return range(self.number - 1, total, self.of)

    def __contains__(self, index: int) -> bool:
        return index % self.of == self.number - 1


WHOLE = Share(1, 1)


def share_of(source: Mapping[str, Any]) -> Share:
    """The share that the fingerprint of a run's source names, or all of it.

    Raises:
        UsageError: it names none that there is.
    """
    return Share.read(source[PART]) if PART in source else WHOLE
