"""What a line of a table holds for: categories, kinds and words, and those that it does not hold for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from capaug.lexicon.objects import ObjectTaxonomy

NOUNS = 1 << 14  # of which what holds for them is kept
ANYTHING = "*"


@dataclass(frozen=True, slots=True, eq=False)  # equal cells give one scope; hashing it costs nothing
class Scope:
    """What a set or a value holds for, as the table says it."""

    categories: frozenset[str]
    kinds: tuple[str, ...]
    words: frozenset[str]
    usual_categories: frozenset[str]
    not_categories: frozenset[str]
    not_kinds: tuple[str, ...]
    not_words: frozenset[str]

    @staticmethod
    @cache
    def parse(cell: tuple[str, ...]) -> Scope:
        """Read a cell: ``animal``, ``=sky``, ``==food``, ``~drink``, ``-person``, ``-=snow``, ``-==cattle``, ``*``."""

        def named(mark: str) -> list[str]:
            return [item[len(mark) :] for item in cell if item[: len(item) - len(item.lstrip("-=~"))] == mark]

        return Scope(
            frozenset(named("")),
            tuple(named("=")),
            frozenset(named("==")),
            frozenset(named("~")),
            frozenset(named("-")),
            tuple(named("-=")),
            frozenset(named("-==")),
        )

    @property
    def is_open(self) -> bool:
        """Whether nothing is named that it holds for, only what it does not hold for."""
        return not (self.categories or self.kinds or self.words or self.usual_categories)


class Scopes:
    """Which of many scopes hold for a noun: all of them asked at once, as the bits of one number.

    A noun's number (:meth:`of`) has the bit :meth:`held` of each scope that names it, whatever counts may say; the bit
    :meth:`narrowed` of each in which it is left where the scope narrows another (named, or not ruled out if nothing is
    named); the bit :meth:`usual` of each that holds for it where counts say that it is usual. No scope that rules the
    noun out has a bit in it.
    """

    def __init__(self, scopes: Iterable[Scope], objects: ObjectTaxonomy) -> None:
        self._objects = objects
        self._bits = {scope: 1 << i for i, scope in enumerate(dict.fromkeys(scopes))}
        self._width = len(self._bits)
        self._open = sum(bit for scope, bit in self._bits.items() if scope.is_open)
        self._named: dict[tuple[str, str | None], int] = defaultdict(int)
        self._ruled_out: dict[tuple[str, str | None], int] = defaultdict(int)
        self._usual: dict[str | None, int] = defaultdict(int)
        for scope, bit in self._bits.items():
            for by, names in (("category", scope.categories), ("kind", scope.kinds), ("word", scope.words)):
                for name in names:
                    self._named[by, name] |= bit
            for by, names in (("category", scope.not_categories), ("kind", scope.not_kinds), ("word", scope.not_words)):
                for name in names:
                    self._ruled_out[by, name] |= bit
            for name in scope.usual_categories:
                self._usual[name] |= bit
        self.of = lru_cache(maxsize=NOUNS)(self._of)

    def held(self, scope: Scope) -> int:
        """The bit of nouns that ``scope`` names."""
        return self._bits[scope]

    def narrowed(self, scope: Scope) -> int:
        """The bit of nouns that ``scope`` leaves where it narrows another."""
        return self._bits[scope] << self._width

    def usual(self, scope: Scope) -> int:
        """The bit of nouns for which ``scope`` holds where they are usual."""
        return self._bits[scope] << 2 * self._width

    def _of(self, noun: str) -> int:
        category = self._objects.category(noun)
        named, ruled_out = self._matches(self._named, noun, category), self._matches(self._ruled_out, noun, category)
        named = 0 if category is None else named | self._named.get(("category", ANYTHING), 0)
        usual = self._usual.get(ANYTHING, 0) | self._usual.get(category, 0)
        width = self._width
        left = named & ~self._open | self._open
        return (named | left << width | usual << 2 * width) & ~(ruled_out * (1 | 1 << width | 1 << 2 * width))

    def _matches(self, table: dict[tuple[str, str | None], int], noun: str, category: str | None) -> int:
        found = table.get(("category", category), 0) | table.get(("word", noun), 0)
        for kind in self._objects.covers(noun):
            found |= table.get(("kind", kind), 0)
        return found
