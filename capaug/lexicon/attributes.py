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
from typing import NamedTuple

from capaug.errors import InputError
from capaug.lexicon.counts import Counts
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.remembered import remembered
from capaug.lexicon.scopes import Scope, Scopes

DATA = Path(__file__).parent / "data" / "attributes.tsv"

# "light blue", "dark-brown": the color, seen in some light.
SHADES = frozenset("light dark bright pale deep dull pastel baby royal sky neon medium bluish greenish".split())
ENDS_OF_SHADES = {"dark": "black", "deep": "black", "light": "white", "pale": "white", "off": "white"}
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
    """The values of one set.

    ``lookup`` finds a value by its name and by its other words, ``counted`` the words under which counts have a value:
    its name, and those that have no line of their own.
    """

    name: str
    type: str
    scope: Scope
    values: tuple[Value, ...]
    lookup: dict[str, Value]
    counted: dict[str, tuple[str, ...]]

    def excludes(self, a: Value, b: Value) -> bool:
        """Whether the two values exclude each other."""
        if self.scope.is_open or a.cell == b.cell:
            return False
        above_a, above_b = {a.name, *a.entails}, {b.name, *b.entails}
        return not (above_a & above_b or self._near(above_a) & above_b or self._near(above_b) & above_a)

    def seen(self, values: Iterable[Value], counts: Mapping[str, int]) -> list[int]:
        """How often each of ``values`` was counted, under its name and under other words."""
        get, counted = counts.get, self.counted
        return [sum([get(name, 0) for name in counted[value.name]]) for value in values]

    def _near(self, names: set[str]) -> set[str]:
        return {near for name in names if name in self.lookup for near in self.lookup[name].near}


class Sense(NamedTuple):
    """A value in one of its sets, and what may be offered in its place there, noun aside."""

    group: ContrastSet
    known: Value
    offered: tuple[Value, ...]


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
        groups = {id(group): group for of_name in self._sets_of.values() for group in of_name}.values()
        scopes = [scope for group in groups for scope in (group.scope, *(value.scope for value in group.values))]
        self._scopes = Scopes(scopes, objects)
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
        if _is_shade(a, b) or _is_shade(b, a):
            return False
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
        if self.same(a, b) or _is_shade(a, b) or _is_shade(b, a):
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
        return any(self._suiting(group, (group.lookup[value],), noun) for group in self._sets_of.get(value, ()))

    @remembered
    def contrasts(self, value: str, noun: str) -> tuple[tuple[str, float], ...]:
        """Values that exclude ``value`` and suit ``noun``, each with its weight, the most usual first.

        Weights are positive and sum to 1. Values stand in the same form as ``value``: a lemma for a lemma, a
        participle for a participle. Numbers are offered as words, and ``one`` neither gives nor is a contrast,
        because it changes the noun.
        """
        weights: dict[str, float] = {}
        for group, known, values in self._senses(value):
            if not (self._suiting(group, (known,), noun) and (offered := self._suiting(group, values, noun))):
                continue
            for other, share in zip(offered, self._shares(group, offered, noun), strict=True):
                weight = share * (RARE if "rare" in other.flags else 1.0)
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

    @remembered
    def _senses(self, value: str) -> tuple[Sense, ...]:
        """The sets in which ``value`` has contrasts, and those."""
        plain, senses = self._plain(value), []
        for group in self._sets_of.get(plain, ()):
            known = group.lookup[plain]
            if "singular" in known.flags:
                continue
            offered = tuple(
                other
                for other in group.values
                if not other.flags & {"hidden", "singular"}
                and (group.type != "action" or _is_participle(other.name) == _is_participle(plain))
                and group.excludes(known, other)
                and self.excludes(value, other.name)
            )
            senses.append(Sense(group, known, offered))
        return tuple(senses)

    def _suiting(self, group: ContrastSet, values: Iterable[Value], noun: str) -> list[Value]:
        """Those of some values of a set that are said of ``noun``."""
        if group.type in ("number", "collective") and self._has_no_number(noun):
            return []
        scopes = self._scopes
        holding = scopes.of(noun)
        if not holding & (scopes.held(group.scope) | scopes.usual(group.scope)):
            return []
        left = [value for value in values if holding & scopes.narrowed(value.scope)]
        if not left or holding & scopes.held(group.scope):
            return left
        counts = self._attributes_of(noun)
        total = sum(group.seen(group.values, counts))
        return [value for value, seen in zip(left, group.seen(left, counts), strict=True) if _is_usual(seen, total)]

    def _has_no_number(self, noun: str) -> bool:
        """Whether ``two`` cannot stand before the noun: ``water``, ``scissors``; but ``two people``."""
        if self._objects.is_mass(noun):
            return True
        return self._objects.is_plural_only(noun) and self._objects.category(noun) not in ("person", "animal")

    def _attributes_of(self, noun: str) -> Mapping[str, int]:
        """Counts of the noun's attributes; those of its last word if the compound was never seen."""
        return self._counts.attributes_of(noun) or self._counts.attributes_of(noun.rsplit(" ", 1)[-1])

    def _shares(self, group: ContrastSet, offered: list[Value], noun: str) -> list[float]:
        """Share of each of ``offered`` among them with the noun, leaning on its category and on all nouns."""
        if group.type in ("number", "collective"):
            said = [QUANTITIES.get(value.name, 1) for value in offered]
            total = sum(said)
            return [count / total for count in said]
        wider = (self._category_counts(None), self._category_counts(self._objects.category(noun)))
        shares = [1 / len(offered)] * len(offered)
        for counts in (*wider, self._attributes_of(noun)):
            seen = group.seen(offered, counts)
            total = sum(seen)
            shares = [(count + PRIOR * share) / (total + PRIOR) for count, share in zip(seen, shares, strict=True)]
        return shares

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


def _is_usual(seen: int, total: int) -> bool:
    """Whether a value is usual with a noun that was seen ``total`` times with a value of its set."""
    return any(seen >= count and seen >= share * total for count, share in USUAL)


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
    counted = {v.name: tuple(name for name in (v.name, *v.same) if lookup[name] is v) for v in values}
    return ContrastSet(*opened, tuple(values), lookup, counted)


def _words(cell: str) -> tuple[str, ...]:
    """The names in a cell; a dash stands for none."""
    return () if cell == "-" else tuple(cell.split(", "))


def _is_shade(color: str, extreme: str) -> bool:
    """Whether a colour in two words may be seen as black or as white (``dark brown``, ``light gray``)."""
    return ENDS_OF_SHADES.get(color.replace("-", " ").partition(" ")[0]) == extreme and color != extreme
