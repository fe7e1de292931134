"""Refusals of generators as named rules: small functions, each with the example that it is for, counted as they refuse.

RULES = Rules[Change]("relation_swap.predicate")

@RULES.rule("sitting | through an intersection")
def still_on_a_path(change: Change) -> bool:
    return change.words[0] in STILL and change.words[-1] in PATHS

if RULES.refuse(scene, change):
    continue

Where many candidates are judged for one place, a rule is given them all and gives back those that it lets through:

RULES = Sieve[Place, str]("asymmetry_1.object")

@RULES.rule("a man riding a horse | sheep")
def never_ridden(place: Place, names: Sequence[str]) -> Sequence[str]:
    return [name for name in names if name in RIDDEN] if place.verb == "ride" else names

left = RULES.left(place, names, refused)

A kind with many rules has a file for each subject, with rules of its own there, and names them in the order in which
they are asked:

RULES = Sieve[Place, str]("asymmetry_1.object", PARTS, SPORTS, ANIMALS)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from capaug.captions.scene import Scene
from capaug.errors import UsageError

C = TypeVar("C")
P = TypeVar("P")
T = TypeVar("T", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A reason to refuse: its name in statistics, an example of what it is for, and the question itself."""

    name: str
    example: str
    asks: T


class _Named(Generic[T]):
    """The rules of one kind in the order in which they were written down.

    Args:
        kind: its id.
        parts: rules of the kind that were written down elsewhere, and are asked first, in their order.

    Raises:
        UsageError: the parts have two rules of one name.
    """

    def __init__(self, kind: str, *parts: Iterable[Rule[T]]) -> None:
        self.kind = kind
        self._rules: list[Rule[T]] = []
        self._asks: list[T] = []  # of the rules, in their order: what is called most
        for rule in chain.from_iterable(parts):
            self._enter(rule)

    def rule(self, example: str) -> Callable[[T], T]:
        """Decorator: a function becomes a rule under its own name.

        Raises:
            UsageError: the kind has a rule of that name.
        """

        def enter(asks: T) -> T:
            self._enter(Rule(asks.__name__.strip("_"), example, asks))
            return asks

        return enter

    def _enter(self, rule: Rule[T]) -> None:
        if any(other.name == rule.name for other in self._rules):
            raise UsageError(f"{self.kind} has two rules called {rule.name!r}")
        self._rules.append(rule)
        self._asks.append(rule.asks)

    def __iter__(self) -> Iterator[Rule[T]]:
        return iter(self._rules)


class Rules(_Named[Callable[[C], bool]], Generic[C]):
    """Rules that are asked about one candidate at a time: the first that holds refuses it."""

    def refuse(self, scene: Scene, candidate: C) -> bool:
        """Whether a rule refuses ``candidate``; the first that does is counted in ``scene.refused``."""
        reason = self.first(candidate)
        if reason is None:
            return False
        scene.refused[self.kind, reason] += 1
        return True

    def first(self, candidate: C) -> str | None:
        """The name of the first rule that refuses ``candidate``, which is not counted; None where none does."""
        for at, asks in enumerate(self._asks):
            if asks(candidate):
                return self._rules[at].name
        return None


class Sieve(_Named[Callable[[P, Sequence[C]], Sequence[C]]], Generic[P, C]):
    """Rules that are given all candidates for a place that the rules before them left, and give back what they leave.

    Named after what they refuse, like all rules.
    """

    def left(self, place: P, candidates: Sequence[C], refused: dict[str, int]) -> Sequence[C]:
        """What no rule refuses, in its order; ``refused`` counts the others by rule."""
        for rule in self._rules:
            if not candidates:
                break
            left = rule.asks(place, candidates)
            if len(left) < len(candidates):
                refused[rule.name] = refused.get(rule.name, 0) + len(candidates) - len(left)
            candidates = left
        return candidates
