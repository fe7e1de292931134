"""Refusals of generators as named rules: small functions, each with the example that it is for, counted as they refuse.

RULES = Rules[Change]("relation_swap.predicate")

@RULES.rule("sitting | through an intersection")
def still_on_a_path(change: Change) -> bool:
    return change.words[0] in STILL and change.words[-1] in PATHS

if RULES.refuse(scene, change):
    continue
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from capaug.captions.scene import Scene
from capaug.errors import UsageError

C = TypeVar("C")
Test = Callable[[C], bool]


@dataclass(frozen=True, slots=True)
class Rule(Generic[C]):
    """A reason to refuse a candidate: its name in statistics, an example of what it is for, and the question itself."""

    name: str
    example: str
    holds: Test[C]


class Rules(Generic[C]):
    """The rules of one kind, asked in the order in which they were written down; the first that holds refuses."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._rules: list[Rule[C]] = []

    def rule(self, example: str) -> Callable[[Test[C]], Test[C]]:
        """Decorator: a function of a candidate becomes a rule under its own name.

        Raises:
            UsageError: the kind has a rule of that name.
        """

        def enter(holds: Test[C]) -> Test[C]:
            name = holds.__name__.strip("_")
            if any(rule.name == name for rule in self._rules):
                raise UsageError(f"{self.kind} has two rules called {name!r}")
            self._rules.append(Rule(name, example, holds))
            return holds

        return enter

    def refuse(self, scene: Scene, candidate: C) -> bool:
        """Whether a rule refuses ``candidate``; the first that does is counted in ``scene.refused``."""
        name = self.first(candidate)
        if name is not None:
            scene.refuse(self.kind, name)
        return name is not None

    def first(self, candidate: C) -> str | None:
        """The name of the first rule that refuses ``candidate``, which is not counted; None where none does."""
        for rule in self._rules:
            if rule.holds(candidate):
                return rule.name
        return None

    def __iter__(self) -> Iterator[Rule[C]]:
        return iter(self._rules)
