"""What relations mean: which exclude each other for which objects, and what happens when their ends change places.

The knowledge is in ``data/relations.tsv``, written by hand; how usual a predicate is with its objects comes from
:class:`capaug.lexicon.counts.Counts`. A predicate that the table lacks excludes nothing and has no contrast.

A predicate is read in up to three ways: as a whole (``ride``, ``look at``), as a preposition that a verb may stand
before (``sit`` + ``under``), and as a verb with a preposition that stays (``sit`` + ``under``). A contrast changes
one of them, so that it fits into the place of the words it replaces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from capaug.errors import InputError
from capaug.lexicon.counts import Counts
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.remembered import remembered
from capaug.lexicon.scopes import Scope, Scopes

DATA = Path(__file__).parent / "data" / "relations.tsv"

# Columns of each kind of line, the keyword included; lines without a keyword have ROW_COLUMNS.
COLUMNS = {
    "@same": 3,
    "@symmetric": 2,
    "@converse": 3,
    "@entails": 3,
    "@position": 2,
    "@open": 2,
    "@passive": 2,
    "@prep": 6,
    "@verb": 6,
    "@near": 3,
    "@swap": 4,
}
ROW_COLUMNS = 5
FLAGS = frozenset({"hidden", "rare"})
RARE = 0.1
# What is less likely than this for a subject and object is not offered.
LEAST_WEIGHT = 0.01
# What is counted this often is known well enough that what it was never seen with is odd.
KNOWN = 50
LEAST_SEEN = 2
FAR_RARER = 60
# A triple that was seen says more than its parts.
TRIPLE_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Word:
    """One line of a contrast set: a verb, a preposition, or a whole predicate."""

    name: str
    cell: str
    subjects: Scope
    objects: Scope
    flags: frozenset[str]


@dataclass(slots=True)
class ContrastSet:
    """Words that exclude each other for some subjects and objects.

    ``of_prepositions`` says which half of a predicate its words are; ``with_words`` are the other halves it goes
    with, None for the default: any position verb or none for prepositions, whole predicates for verbs. ``reason`` says
    why they exclude each other, for whoever doubts it.
    """

    name: str
    of_prepositions: bool
    subjects: Scope
    objects: Scope
    with_words: frozenset[str] | None
    reason: str
    words: dict[str, Word] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def prepositions(self) -> Iterable[str]:
        """The prepositions that the set names."""
        return self.words if self.of_prepositions else self.with_words or ()

    def excludes(self, a: str, b: str) -> bool:
        """Whether two words of the set exclude each other."""
        one, other = self.words[a], self.words[b]
        return one.cell != other.cell and b not in self.near.get(a, ()) and a not in self.near.get(b, ())


@dataclass(frozen=True, slots=True)
class Swap:
    """Things that may change places in ``predicates``."""

    scope: Scope
    predicates: frozenset[str]


@dataclass(slots=True)
class Table:
    """``relations.tsv`` as it was read."""

    same: dict[str, str] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    converse: dict[str, str] = field(default_factory=dict)
    entails: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    position: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    passive: set[str] = field(default_factory=set)
    sets: list[ContrastSet] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)


class Change(NamedTuple):
    """A predicate for the place of another: the bits that its subject and its object must have, how often counts have
    each object with it and with its usual name, and whether it is seldom offered.
    """

    predicate: str
    subject: int
    object: int
    objects: Mapping[str, int]
    objects_as_usual: Mapping[str, int]
    rare: bool


class Reading(NamedTuple):
    """A way to read a predicate: the bits that its subject and its object must have, and what it may change to."""

    subject: int
    object: int
    changes: tuple[Change, ...]


class RelationLexicon:
    """The relations of captions: what excludes what, what is symmetric, and which ends may change places."""

    def __init__(self, table: Table, objects: ObjectTaxonomy, counts: Counts) -> None:
        self._table = table
        self._objects = objects
        self._counts = counts
        self._sets_of: dict[str, list[ContrastSet]] = defaultdict(list)
        for group in table.sets:
            for name in group.words:
                self._sets_of[name].append(group)
        words = [word for group in table.sets for word in group.words.values()]
        scopes = [scope for group in table.sets for scope in (group.subjects, group.objects)]
        scopes += [scope for word in words for scope in (word.subjects, word.objects)]
        self._scopes = Scopes([*scopes, *(swap.scope for swap in table.swaps)], objects)
        self._prepositions = {name for group in table.sets for name in group.prepositions()}
        self._places = {
            name for group in table.sets if group.of_prepositions and group.with_words is None for name in group.words
        }

    @staticmethod
    @lru_cache(maxsize=1)
    def load(objects: ObjectTaxonomy) -> RelationLexicon:
        """The relations that ship with the package; read once a process.

        Raises:
            InputError: the table has a line with the wrong number of columns, an unknown keyword or flag.
        """
        return RelationLexicon(_read(DATA), objects, Counts.load())

    @remembered
    def same(self, a: str, b: str) -> bool:
        """Whether the predicates are equal or other words for each other (``near``, ``by``; ``lay on``, ``lie on``)."""
        return self.canonical(a) == self.canonical(b)

    @remembered
    def is_symmetric(self, predicate: str) -> bool:
        """Whether the predicate holds both ways (``next to``, ``stand next to``, ``kiss``)."""
        if self._active(predicate):
            return False
        verb, preposition = self._parts(predicate)
        names = {predicate, self.canonical(predicate)}
        if not verb or verb in self._table.position:
            names |= {preposition, self._table.same.get(preposition, preposition)}
        return not names.isdisjoint(self._table.symmetric)

    @remembered
    def knows(self, predicate: str) -> bool:
        """Whether the table names the predicate, its halves (verb and preposition), or all of its words."""
        table = self._table
        named = {
            *table.same, *table.same.values(), *table.symmetric, *table.converse, *table.entails, *table.position,
            *table.open, *table.passive, *self._sets_of, *self._prepositions,
        }  # fmt: skip
        verb, _, rest = predicate.partition(" ")
        parts = [part for part in self._parts(predicate) if part]
        halves = all(part in named for part in parts) or (verb in named and rest in named)
        return predicate in named or halves or all(word in named for word in predicate.split())

    def converse(self, predicate: str) -> str | None:
        """What the object is to the subject (``left of`` -> ``to the right of``): itself if symmetric, or None."""
        if predicate in self._table.converse:
            return self._table.converse[predicate]
        if self.is_symmetric(predicate):
            return predicate
        return self._table.converse.get(self.canonical(predicate))

    @remembered
    def entails(self, predicate: str) -> tuple[str, ...]:
        """What is true whenever ``predicate`` is (``sit on`` -> ``on``, ``ride`` -> ``on``)."""
        found = dict.fromkeys(self._table.entails.get(predicate, ()))
        verb, preposition = self._parts(predicate)
        if verb in self._table.position and preposition in self._places:
            found |= dict.fromkeys((preposition, *self._table.entails.get(preposition, ())))
        return tuple(found)

    @remembered
    def excludes(self, a: str, b: str) -> bool:
        """Whether one subject cannot be in both relations to one object, for some kinds of subject and object; False
        when in doubt. Symmetric. For a given subject and object ask :meth:`contrasts`.
        """
        if self.same(a, b) or a in self.entails(b) or b in self.entails(a):
            return False
        if (active_a := self._active(a)) and (active_b := self._active(b)):
            return self.excludes(active_a, active_b)
        return any(
            rest_a == rest_b and name_b in group.words and group.excludes(name_a, name_b)
            for group, name_a, rest_a in self._readings(a)
            for other, name_b, rest_b in self._readings(b)
            if group is other
        )

    @remembered
    def contrasts(self, predicate: str, subject: str, object: str) -> tuple[tuple[str, float], ...]:
        """Predicates that exclude ``predicate`` between these two and are plausible for them, each with its weight,
        the most usual first. Weights are positive and sum to 1.

        A passive gives passives (``ride by`` -> ``feed by``). Other predicates are lemmas that do not tell their form:
        whether ``seated at`` may become ``standing at`` is for the caller to see.
        """
        if active := self._active(predicate):
            turned = [
                (verb, weight) for verb, weight in self.contrasts(active, object, subject) if self.passive_ok(verb)
            ]
            whole = sum(weight for _, weight in turned)
            return tuple((f"{verb} by", weight / whole) for verb, weight in turned)
        weights: dict[str, float] = defaultdict(float)
        of_subject, of_object = self._scopes.of(subject), self._scopes.of(object)
        for reading in self._changes(predicate):
            if of_subject & reading.subject != reading.subject or of_object & reading.object != reading.object:
                continue
            found = {
                change.predicate: self._usual(change, subject, object) * (RARE if change.rare else 1.0)
                for change in reading.changes
                if of_subject & change.subject == change.subject and of_object & change.object == change.object
            }
            # Each way to change the predicate counts the same, or "on" would drown all that verbs have to offer.
            whole = sum(found.values())
            for other, weight in found.items():
                weights[other] += weight / whole
        total = sum(weights.values())
        kept = {name: weight for name, weight in weights.items() if weight >= LEAST_WEIGHT * total}
        total = sum(kept.values())
        return tuple(sorted(((name, w / total) for name, w in kept.items()), key=lambda item: (-item[1], item[0])))

    @remembered
    def swappable(self, predicate: str, subject: str, object: str) -> bool:
        """Whether subject and object may change places, and the result is false and plausible.

        True of a dog that chases a cat; not of a man riding a horse, nor of a symmetric predicate.
        """
        if self.is_symmetric(predicate) or self._objects.same(subject, object):
            return False
        return bool(self._scopes.of(subject) & self._scopes.of(object) & self._swapping(predicate))

    @remembered
    def _swapping(self, predicate: str) -> int:
        """The bits of which subject and object must share one to change places."""
        verb, _, rest = predicate.partition(" ")
        names = {predicate, f"{self._table.same.get(verb, verb)} {rest}".strip()}
        bits = 0
        for swap in self._table.swaps:
            if names & swap.predicates:
                bits |= self._scopes.held(swap.scope)
        return bits

    @remembered
    def is_usual(self, predicate: str, object: str, instead_of: str) -> bool:
        """Whether counts know ``predicate`` with ``object``, or know too little of either to say that it is odd.

        What is far rarer than ``instead_of`` with the object (``beside a field`` than ``in a field``) is odd too.
        A verb with a preposition that was hardly counted is judged by its preposition: ``crouch behind`` by ``behind``.
        """
        if max(map(self._counts.noun, self._names(object))) < KNOWN:
            return True
        if sum(map(self._said, self._asked(predicate))) < KNOWN:
            return True
        seen = self.seen(predicate, object)
        before = sum(self._counts.object(instead_of, name) for name in self._names(object))
        return seen >= LEAST_SEEN and seen * FAR_RARER >= before

    @remembered
    def is_strange(self, subject: str, predicate: str, object: str) -> bool:
        """Whether the two often share a picture and yet were never seen so (a cow on a fence)."""
        if max(self._counts.together(subject, name) for name in self._names(object)) < KNOWN:
            return False
        preposition = self._parts(predicate)[1]
        asked = self._asked(predicate) | ({preposition, self.canonical(preposition)} if preposition else set())
        of_people = ("person", "man", "woman", "people") if self._objects.is_person(subject) else ()
        triple, turned = self._counts.triple, self.is_symmetric(preposition)
        return not any(
            triple(one, name, other) or (turned and triple(other, name, one))
            for one in (subject, *of_people)
            for name in asked
            for other in self._names(object)
        )

    @remembered
    def seen(self, predicate: str, object: str) -> int:
        """How often ``predicate``, or another word for it, was counted with ``object`` or a synonym."""
        return sum(self._counts.object(one, name) for one in self._asked(predicate) for name in self._names(object))

    @remembered
    def _said(self, predicate: str) -> int:
        """How often it was counted, whatever its object."""
        return sum(self._counts.objects_of(predicate).values())

    @remembered
    def _asked(self, predicate: str) -> frozenset[str]:
        """The names under which counts may have the predicate; its preposition where it was hardly counted itself."""
        verb, preposition = self._parts(predicate)
        names = {predicate, self.canonical(predicate)}
        if verb and preposition and self._said(predicate) < KNOWN:
            names |= {preposition, self.canonical(preposition)}
        return frozenset(names)

    @remembered
    def _names(self, object: str) -> frozenset[str]:
        """The object, its last word, and synonyms of both."""
        names = {object, object.rsplit(" ", 1)[-1]}
        return frozenset(names.union(*[self._objects.synonyms(name) for name in names]))

    def is_placing(self, predicate: str) -> bool:
        """Whether the verb of ``predicate`` says little more than where something is (``sit on``, ``park at``)."""
        verb, preposition = self._parts(predicate)
        return bool(preposition) and verb in self._table.position

    def passive_ok(self, verb: str) -> bool:
        """Whether ``verb`` makes a good passive (``a horse ridden by a man``); ``verb`` is a lemma."""
        return verb in self._table.passive

    def _active(self, predicate: str) -> str | None:
        """The verb of a passive (``ride by`` -> ``ride``); None if it is no passive."""
        verb = predicate.removesuffix(" by")
        return verb if verb != predicate and self.passive_ok(verb) else None

    @remembered
    def _parts(self, predicate: str) -> tuple[str, str]:
        """Verb and preposition; either may be empty. A verb whose rest is no preposition is all verb (``pick up``)."""
        if predicate in self._prepositions:
            return "", predicate
        words = predicate.split(" ")
        for cut in range(1, len(words)):
            if (rest := " ".join(words[cut:])) in self._prepositions:
                return " ".join(words[:cut]), rest
        return predicate, ""

    @remembered
    def canonical(self, predicate: str) -> str:
        """The first of all words for the same (``lay beside`` -> ``lie next to``)."""
        same = self._table.same
        if predicate in same:
            return same[predicate]
        verb, preposition = self._parts(predicate)
        return f"{same.get(verb, verb)} {same.get(preposition, preposition)}".strip()

    def _readings(self, predicate: str) -> Iterator[tuple[ContrastSet, str, str]]:
        """The sets that ``predicate`` belongs to, its word there, and the rest that stays."""
        verb, preposition = self._parts(predicate)
        for group in self._sets_of.get(predicate, ()):
            if not group.of_prepositions and group.with_words is None:
                yield group, predicate, ""
        for group in self._sets_of.get(preposition, ()):
            if group.of_prepositions and self._takes(group, verb):
                yield group, preposition, verb
        for group in self._sets_of.get(verb, ()):
            if not group.of_prepositions and group.with_words is not None and preposition in group.with_words:
                yield group, verb, preposition

    def _takes(self, group: ContrastSet, verb: str) -> bool:
        """Whether a preposition of the set may follow ``verb`` (empty for none)."""
        if group.with_words is None:
            return not verb or verb in self._table.position
        return (verb or "-") in group.with_words

    @remembered
    def _changes(self, predicate: str) -> tuple[Reading, ...]:
        """The readings of ``predicate``, and what excludes it in each."""
        readings = []
        for group, name, rest in self._readings(predicate):
            changes = []
            for word in group.words.values():
                if "hidden" in word.flags or not group.excludes(name, word.name):
                    continue
                other = (f"{rest} {word.name}" if group.of_prepositions else f"{word.name} {rest}").strip()
                if self.excludes(predicate, other):
                    usual = self.canonical(other)  # what is laying was counted as lying
                    rows = self._counts.objects_of(other), self._counts.objects_of(usual)
                    changes.append(Change(other, *self._needs(group, word), *rows, "rare" in word.flags))
            readings.append(Reading(*self._needs(group, group.words[name]), tuple(changes)))
        return tuple(readings)

    def _needs(self, group: ContrastSet, word: Word) -> tuple[int, int]:
        """The bits that the subject and the object of a word must have."""
        held, narrowed = self._scopes.held, self._scopes.narrowed
        subject = held(group.subjects) | narrowed(word.subjects)
        return subject, held(group.objects) | narrowed(word.objects)

    def _usual(self, change: Change, subject: str, object: str) -> float:
        own, usual, last = change.objects, change.objects_as_usual, object.rsplit(" ", 1)[-1]
        seen = own.get(object) or usual.get(object) or own.get(last) or usual.get(last) or 0
        return 1.0 + seen + TRIPLE_WEIGHT * self._counts.triple(subject, change.predicate, object)


def _read(path: Path) -> Table:
    table = Table()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            wanted = COLUMNS.get(cells[0], 0) if line.startswith("@") else ROW_COLUMNS
            if len(cells) != wanted:
                raise InputError(f"{path}, line {number}: {len(cells)} columns after {cells[0]!r}, expected {wanted}")
            try:
                _enter(table, cells)
            except ValueError as error:
                raise InputError(f"{path}, line {number}: {error}") from None
    return table


def _enter(table: Table, cells: list[str]) -> None:
    """Put one line into the table; ValueError says what is wrong with it."""
    match cells:
        case ["@same", word, others]:
            table.same.update(dict.fromkeys(_words(others), word))
        case ["@symmetric", predicates]:
            table.symmetric.update(_words(predicates))
        case ["@converse", one, other]:
            table.converse.setdefault(one, other)
            table.converse.setdefault(other, one)
        case ["@entails", predicate, others]:
            table.entails[predicate].extend(_words(others))
        case ["@position", verbs]:
            table.position.update(_words(verbs))
        case ["@open", predicates]:
            table.open.update(_words(predicates))
        case ["@passive", verbs]:
            table.passive.update(_words(verbs))
        case ["@prep" | "@verb" as kind, name, subjects, objects, others, reason]:
            if not reason.strip():
                raise ValueError(f"the set {name} has no reason")
            scopes = Scope.parse(_words(subjects)), Scope.parse(_words(objects))
            with_words = None if others == "-" else frozenset(_words(others))
            table.sets.append(ContrastSet(name, kind == "@prep", *scopes, with_words, reason))
        case ["@swap", _, scope, predicates]:
            table.swaps.append(Swap(Scope.parse(_words(scope)), frozenset(_words(predicates))))
        case [_, *_] if not table.sets:
            raise ValueError("a line with a word belongs below @prep or @verb")
        case ["@near", word, others]:
            table.sets[-1].near[word].update(_words(others))
        case [word, cell, subjects, objects, flags]:
            if unknown := set(_words(flags)) - FLAGS:
                raise ValueError(f"unknown flag {min(unknown)!r}; known: {', '.join(sorted(FLAGS))}")
            scopes = Scope.parse(_words(subjects)), Scope.parse(_words(objects))
            table.sets[-1].words[word] = Word(word, cell, *scopes, frozenset(_words(flags)))


def _words(cell: str) -> tuple[str, ...]:
    """The names in a cell; a dash stands for none."""
    return () if cell == "-" else tuple(cell.split(", "))
