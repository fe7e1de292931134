"""What attributes mean: their types, which values exclude each other, and what they are usual with.

The knowledge is in ``data/attributes.tsv``, written by hand; how usual a value is comes from
:class:`capaug.lexicon.counts.Counts`. A value that the table lacks has the type ``other`` and excludes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.counts import Counts
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.remembered import remembered

DATA = Path(__file__).parent / "data" / "attributes.tsv"

# "light blue", "dark-brown": the color, seen in some light.
SHADES = frozenset("light dark bright pale deep dull pastel baby royal sky neon medium bluish greenish".split())
COLORED = (" colored", "-colored", " coloured", " color")
FLAGS = frozenset({"hidden", "rare", "singular"})
GRADABLE = frozenset(
    "size length height age temperature quality light emotion fullness cleanliness wetness texture weight".split()
)
# A value is usual with a noun when it was seen so often, and makes up so much of what was seen of its set.
USUAL = ((3, 0.05), (20, 0.01))
# What is less likely than this with a noun is not offered.
LEAST_WEIGHT = 0.01
# How many observations the distribution of the wider class (category, everything) counts for.
PRIOR = 10.0
RARE = 0.1

# How many of 10,000 captions say a quantity: scene graphs, and so the counts, seldom have one.
QUANTITIES = {
    "two": 810, "group of": 330, "three": 190, "several": 160, "couple of": 135, "many": 110, "bunch of": 85,
    "herd of": 60, "four": 60, "pair of": 40, "crowd of": 24, "five": 20, "flock of": 12, "six": 10, "seven": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
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

    def refuses(self, noun: str, objects: ObjectTaxonomy) -> bool:
        """Whether ``noun`` is ruled out."""
        if noun in self.not_words or objects.category(noun) in self.not_categories:
            return True
        return any(objects.is_a(noun, kind) for kind in self.not_kinds)

    def holds(self, noun: str, objects: ObjectTaxonomy) -> bool:
        """Whether ``noun`` is named, whatever counts may say."""
        category = objects.category(noun)
        if category is None or self.refuses(noun, objects):
            return False
        if noun in self.words or category in self.categories or "*" in self.categories:
            return True
        return any(objects.is_a(noun, kind) for kind in self.kinds)

    def narrows(self, noun: str, objects: ObjectTaxonomy) -> bool:
        """Whether ``noun`` is left where the scope narrows another: named, or not ruled out if nothing is named."""
        return not self.refuses(noun, objects) if self.is_open else self.holds(noun, objects)


@dataclass(frozen=True, slots=True)
class Value:
    """One line of the table."""

    name: str
    cell: str
    same: tuple[str, ...]
    near: frozenset[str]
    entails: tuple[str, ...]
    scope: Scope
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class ContrastSet:
    """The values of one set; ``lookup`` finds a value by its name and by its other words."""

    name: str
    type: str
    scope: Scope
    values: tuple[Value, ...]
    lookup: dict[str, Value]

    def excludes(self, a: Value, b: Value) -> bool:
        """Whether the two values exclude each other."""
        if self.scope.is_open or a.cell == b.cell:
            return False
        above_a, above_b = {a.name, *a.entails}, {b.name, *b.entails}
        return not (above_a & above_b or self._near(above_a) & above_b or self._near(above_b) & above_a)

    def seen(self, value: Value, counts: Mapping[str, int]) -> int:
        """How often ``value`` was counted, under its name and under the words that have no line of their own."""
        return sum(counts.get(name, 0) for name in (value.name, *value.same) if self.lookup[name] is value)

    def _near(self, names: set[str]) -> set[str]:
        return {near for name in names if name in self.lookup for near in self.lookup[name].near}


class AttributeLexicon:
    """The attributes of captions: their types, what excludes what, and what goes with which noun."""

    def __init__(self, sets: Iterable[ContrastSet], objects: ObjectTaxonomy, counts: Counts) -> None:
        self._objects = objects
        self._counts = counts
        self._sets_of: dict[str, list[ContrastSet]] = defaultdict(list)
        self._values: dict[str, list[str]] = defaultdict(list)
        for group in sets:
            for name in group.lookup:
                self._sets_of[name].append(group)
            self._values[group.type].extend(value.name for value in group.values)
        self._by_category: dict[str | None, Counter[str]] | None = None

    @staticmethod
    @lru_cache(maxsize=1)
    def load(objects: ObjectTaxonomy) -> AttributeLexicon:
        """The attributes that ship with the package; read once a process.

        Raises:
            InputError: the table has a line with the wrong number of columns or an unknown flag.
        """
        return AttributeLexicon(_read(DATA), objects, Counts.load())

    def values(self, type: str) -> tuple[str, ...]:
        """The values of a type in the order of the table; empty for an unknown type."""
        return tuple(dict.fromkeys(self._values.get(type, ())))

    @remembered
    def type(self, value: str) -> str:
        """The type of ``value`` (``color``, ``material``, ``number``, ...); ``other`` if it is unknown."""
        if sets := self._sets_of.get(value):
            return sets[0].type
        if self._base_color(value):
            return "color"
        if value.isdigit():
            return "number"
        return "other"

    @remembered
    def same(self, a: str, b: str) -> bool:
        """Whether the two values are equal or other words for each other (``gray``, ``grey``; ``large``, ``big``)."""
        if a == b:
            return True
        for group in self._sets_of.get(a, ()):
            one, other = group.lookup[a], group.lookup.get(b)
            if other is not None and (one is other or one.name in other.same or other.name in one.same):
                return True
        return False

    @remembered
    def entails(self, value: str) -> tuple[str, ...]:
        """The values that are true of whatever has ``value`` (``crimson`` -> ``red``, ``dark blue`` -> ``blue``)."""
        found = dict.fromkeys(name for group in self._sets_of.get(value, ()) for name in group.lookup[value].entails)
        if not found and value not in self._sets_of and (color := self._base_color(value)):
            found = dict.fromkeys((color, *self.entails(color)))
        return tuple(found)

    @remembered
    def excludes(self, a: str, b: str) -> bool:
        """Whether nothing can have both values at once, as one whole; False when in doubt. Symmetric."""
        a, b = self._plain(a), self._plain(b)
        if self.same(a, b) or a in self.entails(b) or b in self.entails(a):
            return False
        return any(
            group.excludes(group.lookup[a], group.lookup[b]) for group in self._sets_of.get(a, ()) if b in group.lookup
        )

    @remembered
    def near(self, a: str, b: str) -> bool:
        """Whether two values of one set may be said of the same thing (``tan``, ``brown``; ``gray``, ``silver``).

        True of equal values; False of values of different sets, which say different things.
        """
        if self.same(a, b):
            return True
        a, b = self._plain(a), self._plain(b)
        return any(
            not group.scope.is_open and b in group.lookup and not group.excludes(group.lookup[a], group.lookup[b])
            for group in self._sets_of.get(a, ())
        )

    @remembered
    def suits(self, value: str, noun: str) -> bool:
        """Whether ``value`` is said of a ``noun`` in a sense that the table knows; False for unknown values."""
        value = self._plain(value)
        return any(self._holds(group, group.lookup[value], noun) for group in self._sets_of.get(value, ()))

    @remembered
    def contrasts(self, value: str, noun: str) -> tuple[tuple[str, float], ...]:
        """Values that exclude ``value`` and suit ``noun``, each with its weight, the most usual first.

        Weights are positive and sum to 1. Values stand in the same form as ``value``: a lemma for a lemma, a
        participle for a participle. Numbers are offered as words, and ``one`` neither gives nor is a contrast,
        because it changes the noun.
        """
        original, value = value, self._plain(value)
        weights: dict[str, float] = {}
        for group in self._sets_of.get(value, ()):
            known = group.lookup[value]
            if "singular" in known.flags or not self._holds(group, known, noun):
                continue
            offered = [
                other
                for other in group.values
                if not other.flags & {"hidden", "singular"}
                and (group.type != "action" or _is_participle(other.name) == _is_participle(value))
                and group.excludes(known, other)
                and self.excludes(original, other.name)
                and self._holds(group, other, noun)
            ]
            for other in offered:
                weight = self._usual(group, other, offered, noun) * (RARE if "rare" in other.flags else 1.0)
                weights[other.name] = max(weight, weights.get(other.name, 0.0))
        total = sum(weights.values())
        kept = {name: weight for name, weight in weights.items() if weight >= LEAST_WEIGHT * total}
        total = sum(kept.values())
        return tuple(sorted(((name, w / total) for name, w in kept.items()), key=lambda item: (-item[1], item[0])))

    def is_privative(self, value: str) -> bool:
        """Whether a thing with ``value`` need not be what its noun says (``fake``, ``toy``, ``painted``).

        Materials of animals and people (``a bronze horse``) do the same; see :meth:`type`.
        """
        return any(group.type == "privative" for group in self._sets_of.get(value, ()))

    def is_gradable(self, value: str) -> bool:
        """Whether things have more or less of it (``tall``), so that people may disagree on it."""
        return self.type(value) in GRADABLE

    def _base_color(self, value: str) -> str | None:
        """The color in ``light blue``, ``dark-brown`` or ``orange colored``; None if there is none."""
        for ending in COLORED:
            if value.endswith(ending):
                value = value.removesuffix(ending)
                if self._is_color(value):
                    return value
        first, _, color = value.replace("-", " ").partition(" ")
        return color if first in SHADES and self._is_color(color) else None

    def _is_color(self, value: str) -> bool:
        return any(group.name == "color" for group in self._sets_of.get(value, ()))

    def _plain(self, value: str) -> str:
        """The value itself if the table has it, else the color in it, else the value."""
        return value if value in self._sets_of else self._base_color(value) or value

    def _holds(self, group: ContrastSet, value: Value, noun: str) -> bool:
        if group.type in ("number", "collective") and self._has_no_number(noun):
            return False
        if not value.scope.narrows(noun, self._objects):
            return False
        scope = group.scope
        if scope.holds(noun, self._objects):
            return True
        usual = bool(scope.usual_categories & {"*", self._objects.category(noun)})
        return usual and not scope.refuses(noun, self._objects) and self._is_usual(value, group, noun)

    def _has_no_number(self, noun: str) -> bool:
        """Whether ``two`` cannot stand before the noun: ``water``, ``scissors``; but ``two people``."""
        if self._objects.is_mass(noun):
            return True
        return self._objects.is_plural_only(noun) and self._objects.category(noun) not in ("person", "animal")

    def _is_usual(self, value: Value, group: ContrastSet, noun: str) -> bool:
        counts = self._attributes_of(noun)
        seen = group.seen(value, counts)
        total = sum(group.seen(other, counts) for other in group.values)
        return any(seen >= count and seen >= share * total for count, share in USUAL)

    def _attributes_of(self, noun: str) -> Mapping[str, int]:
        """Counts of the noun's attributes; those of its last word if the compound was never seen."""
        return self._counts.attributes_of(noun) or self._counts.attributes_of(noun.rsplit(" ", 1)[-1])

    def _usual(self, group: ContrastSet, value: Value, offered: list[Value], noun: str) -> float:
        """Share of ``value`` among ``offered`` with the noun, leaning on its category and on all nouns."""
        if group.type in ("number", "collective"):
            return QUANTITIES.get(value.name, 1) / sum(QUANTITIES.get(other.name, 1) for other in offered)
        wider = (self._category_counts(None), self._category_counts(self._objects.category(noun)))
        share = 1 / len(offered)
        for counts in (*wider, self._attributes_of(noun)):
            total = sum(group.seen(other, counts) for other in offered)
            share = (group.seen(value, counts) + PRIOR * share) / (total + PRIOR)
        return share

    def _category_counts(self, category: str | None) -> Counter[str]:
        """Counts of attributes over the nouns of a category; over all nouns of the taxonomy for None."""
        if self._by_category is None:
            tables: dict[str | None, Counter[str]] = defaultdict(Counter)
            for noun in self._objects.names():
                for value, count in self._counts.attributes_of(noun).items():
                    tables[self._objects.category(noun)][value] += count
                    tables[None][value] += count
            self._by_category = tables
        return self._by_category[category]


def _is_participle(verb: str) -> bool:
    return verb.split(" ", 1)[0].endswith(("ing", "ed"))


def _read(path: Path) -> Iterator[ContrastSet]:
    opened: tuple[str, str, Scope] | None = None
    values: list[Value] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            wanted = 3 if line.startswith("@") else 7
            if len(cells) != wanted or (wanted == 7 and opened is None):
                raise InputError(f"{path}, line {number}: {len(cells)} columns, expected {wanted}, below a line with @")
            if wanted == 3:
                if opened is not None:
                    yield _contrast_set(opened, values)
                opened, values = (cells[0][1:], cells[1], Scope.parse(_words(cells[2]))), []
                continue
            name, cell, same, near, entails, suits, flags = cells
            unknown = set(_words(flags)) - FLAGS
            if unknown:
                known = ", ".join(sorted(FLAGS))
                raise InputError(f"{path}, line {number}: unknown flag {min(unknown)!r}; known: {known}")
            values.append(
                Value(
                    name,
                    name if cell == "-" else cell,
                    _words(same),
                    frozenset(_words(near)),
                    _words(entails),
                    Scope.parse(_words(suits)),
                    frozenset(_words(flags)),
                )
            )
    if opened is not None:
        yield _contrast_set(opened, values)


def _contrast_set(opened: tuple[str, str, Scope], values: list[Value]) -> ContrastSet:
    lookup = {value.name: value for value in values}
    for value in values:
        for name in value.same:
            lookup.setdefault(name, value)
    return ContrastSet(*opened, tuple(values), lookup)


def _words(cell: str) -> tuple[str, ...]:
    """The names in a cell; a dash stands for none."""
    return () if cell == "-" else tuple(cell.split(", "))
