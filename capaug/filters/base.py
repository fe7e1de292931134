"""The protocol that every filter follows, and what it judges."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from capaug.captions import Scene
from capaug.encoders.base import TextEncoder
from capaug.kinds import Kind
from capaug.recipes import Recipe
from capaug.records import Variant


@dataclass(slots=True, eq=False)
class Candidate:
    """A variant on its way through the filters.

    ``scores`` are what filters measured of it. ``refused`` is None, or the short reason (``similarity_low``) of the
    filter that threw it away. Of all kinds, candidates of lower ``level`` are taken first; of one kind and level those
    of lower ``order``, and those of the same in the order they came.
    """

    scene: Scene
    variant: Variant
    kind: Kind
    refused: str | None = None
    level: int = 0
    order: float = 0.0
    scores: dict[str, float] = field(default_factory=dict)


class Setup(Protocol):
    """What a registered filter is built from: its recipe, and the text encoder, loaded when it is first asked for."""

    recipe: Recipe

    @property
    def encoder(self) -> TextEncoder:
        """The recipe's encoder."""
        ...


class Filter(ABC):
    """Judges candidates in batches: sets ``refused`` on those it throws away and leaves the others alone.

    ``name``: what recipes call it. ``needs``: scores that an earlier filter must have given. ``gives``: scores that it
    measures, which become columns of the rows. ``costly``: it is asked about the candidates that can still be chosen
    and a spare, not about all.
    """

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    gives: ClassVar[tuple[str, ...]] = ()
    costly: ClassVar[bool] = False

    @abstractmethod
    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Judge candidates (all with ``refused is None``) in place; those of one caption stand together."""

    def pool(self, kind: str) -> int:
        """How many candidates of ``kind`` it wants to choose among; 0 where it has no wish."""
        return 0
