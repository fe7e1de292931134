"""The protocol every filter follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from capaug.generators.old import Scene
from capaug.records import Variant


@dataclass(slots=True)
class Candidate:
    """A variant on its way through the filters; a filter may replace ``variant`` by a scored copy.

    ``refused`` is None, or the short reason (``similarity_low``) of the filter that threw it away. Of one kind,
    candidates of lower ``order`` are taken first, and those of the same in the order they came.
    """

    scene: Scene
    variant: Variant
    positive: bool
    refused: str | None = None
    order: float = 0.0


class Filter(Protocol):
    """Judges candidates in batches: sets ``refused`` on those it throws away and leaves the others alone."""

    name: str

    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Judge the candidates of a chunk (all with ``refused is None``), in place."""
        ...
