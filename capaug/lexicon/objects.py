"""What things are: kinds, synonyms, what excludes what, and what a scene is unlikely to hold.

The knowledge is in two tables written by hand, ``data/objects.tsv`` and ``data/scenes.tsv``; nouns that they do not
name are looked up in WordNet, and are then never said to exclude anything.

All names are graph names: lower case and singular. A compound that the table lacks (``police dog``) counts as a kind
of its last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.remembered import remembered
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data"

OBJECT_COLUMNS = ("name", "category", "sets", "hypernyms", "synonyms", "near", "part_of", "flags")
SCENE_COLUMNS = ("scene", "names", "cues", "foreign")
FLAGS = {"mass", "plural_only", "male", "female", "vague", "ambiguous", "unseen", "described"}

# Nothing is of two of these kinds at once. Food stays out: a chicken, a fish or a pumpkin is food to one writer only.
EXCLUSIVE = {
    "person": "person",
    "animal": "animal",
    "vehicle": "vehicle",
    "furniture": "furniture",
    "clothing": "clothing",
    "instrument": "instrument",
    "building": "site",
    "room": "site",
}
# What a vague word may stand for: "area" and "scene" for places, "item" and "object" for lifeless things.
SITES = frozenset({"place", "terrain", "room", "building", "structure", "water"})
THINGS = frozenset({
    "accessory", "appliance", "clothing", "container", "drink", "electronics", "fixture", "food", "furniture",
    "household", "instrument", "kitchenware", "light", "material", "part", "plant", "sign", "sports_gear", "text",
    "tool", "toy", "vehicle",
})  # fmt: skip

# WordNet's lexicographer classes of things that a camera sees, and the category of those that have one.
WORDNET_CATEGORIES = {
    "noun.animal": "animal",
    "noun.body": "body_part",
    "noun.food": "food",
    "noun.person": "person",
    "noun.plant": "plant",
    "noun.substance": "material",
}
WORDNET_VISIBLE = {*WORDNET_CATEGORIES, "noun.artifact", "noun.object", "noun.location", "noun.group", "noun.shape"}

# A toy dog is no dog: before another noun these words make an imitation of it.
IMITATIONS = {"toy", "model", "stuffed", "plush", "lego", "cardboard", "gingerbread", "inflatable"}

CARDS = 1 << 14  # names of which what they are is kept, some kilobytes each

# The role of a thing of which something is said (``placed@^``), beside those of what it is the object of.
SUBJECT = "^"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``objects.tsv``, or what stands in for it.

    ``sure`` is False for a noun that only WordNet knows.
    """

    name: str
    category: str | None
    sets: tuple[str, ...]
    hypernyms: tuple[str, ...]
    synonyms: tuple[str, ...]
    near: tuple[str, ...]
    part_of: tuple[str, ...]
    flags: frozenset[str]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """One line of ``scenes.tsv``: one of ``names`` or two of ``cues`` tell the scene."""

    scene: str
    names: frozenset[str]
    cues: frozenset[str]
    foreign: tuple[str, ...]


class Card:
    """What the questions about a name and another are answered from, found once.

    Attributes:
        name: the name.
        above: the name and its hypernyms, nearest first.
        covers: these, and the synonyms of all of them.
        reach: ``covers``, and what the name is near to with its synonyms.
        near: what it is near to.
        bridges: what of ``above`` may be said of it loosely; see :meth:`ObjectTaxonomy.related`.
        part_of: wholes that it usually belongs to.
        category: its category.
        kind: of those that nothing is two of (:data:`EXCLUSIVE`), or None.
        sexes: the sum of 1 if it or what it is is male, and 2 if female.
        certain: whether the table knows it in one sense.
        stands_for: categories of what it may stand for, if it is vague.
        number: whether it is a mass noun, and whether it is always plural unlike other plurals.
        groups: contrast sets of ``above``.
        excluding: names of ``above`` with those of their sets in which something excludes them.
        excluded_in: all these sets.
    """

    __slots__ = (
        "above", "bridges", "category", "certain", "covers", "excluded_in", "excluding", "groups", "kind", "name",
        "near", "number", "part_of", "reach", "sexes", "stands_for",
    )  # fmt: skip

    def __init__(self, entry: Entry, above: list[Entry], near: Collection[str], near_synonyms: Iterable[str]) -> None:
        self.name = entry.name
        self.above = tuple(one.name for one in above)
        self.covers = frozenset([word for one in above for word in (one.name, *one.synonyms)])
        self.near = frozenset(near)
        self.reach = self.covers.union(near, near_synonyms)
        # A hypernym as wide as its category (``vehicle``) is no bridge, but people and animals may be of any kind.
        self.bridges = frozenset(
            [one.name for one in above if one.name in ("person", "animal") or one.name != one.category]
        )
        self.part_of = frozenset(entry.part_of)
        self.category = entry.category
        self.kind = EXCLUSIVE.get(entry.category or "")
        flags = frozenset[str]().union(*[one.flags for one in above])
        self.sexes = ("male" in flags) + 2 * ("female" in flags)
        self.certain = entry.sure and entry.flags.isdisjoint(("ambiguous", "vague"))
        self.stands_for = (SITES if entry.category in SITES else THINGS) if "vague" in entry.flags else frozenset[str]()
        self.number = "mass" in entry.flags, "plural_only" in entry.flags and not _is_people(entry.name)
        sets = [(one.name, one.sets) for one in above if one.sets and "ambiguous" not in one.flags]
        self.groups = frozenset([group for _, own in sets for group in own])
        self.excluding = [(name, frozenset([group for group in own if not group.endswith("~")])) for name, own in sets]
        self.excluded_in = frozenset([group for _, own in self.excluding for group in own])


class ObjectTaxonomy:
    """The objects of captions: what they are, what they are not, and where they hardly occur."""

    def __init__(self, entries: Iterable[Entry], scenes: Iterable[SceneEntry]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._scenes = {scene.scene: scene for scene in scenes}
        self._members: dict[str, list[str]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries.values():
            for group in entry.sets:
                self._members[group].append(entry.name)
            for other in entry.near:
                self._near[entry.name].add(other)
                self._near[other].add(entry.name)
        self._roles = {group: _roles(group) for group in self._members}
        self._card = lru_cache(maxsize=CARDS)(self._make_card)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> ObjectTaxonomy:
        """The taxonomy that ships with the package; read once a process.

        Raises:
            InputError: a table has a line with the wrong number of columns or an unknown flag.
        """
        return ObjectTaxonomy(_read_objects(DATA / "objects.tsv"), _read_scenes(DATA / "scenes.tsv"))

    def names(self) -> list[str]:
        """All names of the table, in its order."""
        return list(self._entries)

    def known(self, name: str) -> bool:
        """Whether the table names ``name``, or at least the last word of a compound."""
        return self._entry(name).sure and self._entry(name).category is not None

    def is_entry(self, name: str) -> bool:
        """Whether the table names ``name`` itself (no falling back on its last word)."""
        return name in self._entries

    def is_kind(self, name: str) -> bool:
        """Whether the table names ``name`` as a kind of its own (``polar bear``), not described (``wooden spoon``)."""
        entry = self._entries.get(name)
        return entry is not None and "described" not in entry.flags

    def category(self, name: str) -> str | None:
        """Coarse kind (``person``, ``vehicle``, ...); None if neither the table nor WordNet can tell."""
        return self._entry(name).category

    def hypernyms(self, name: str) -> tuple[str, ...]:
        """What every ``name`` also is, in words natural in a caption, nearest first."""
        return self._card(name).above[1:]

    def synonyms(self, name: str) -> tuple[str, ...]:
        """Names that may replace ``name`` in a caption; not always the other way (``bicycle`` -> ``bike``)."""
        return self._entry(name).synonyms

    def same(self, a: str, b: str) -> bool:
        """Whether the two names are equal or synonyms."""
        return a == b or b in self._entry(a).synonyms or a in self._entry(b).synonyms

    def is_a(self, a: str, b: str) -> bool:
        """Whether every ``a`` is a ``b``; true of a name and itself or its synonym."""
        return b in self._card(a).covers

    def covers(self, name: str) -> frozenset[str]:
        """All that every ``name`` is (:meth:`is_a`)."""
        return self._card(name).covers

    @remembered
    def contrasts(self, name: str) -> tuple[str, ...]:
        """Names of things that exclude ``name`` and could stand where it stands; first those of its own sets,
        then those of the nearest hypernym that has any (a kitten's are a cat's).

        All are mass nouns if ``name`` is one, and plural if it is; ``people`` counts as the plural of ``person``.
        """
        if "ambiguous" in self._entry(name).flags:
            return ()
        card = self._card(name)
        inherited = next((sets for above in card.above[1:] if (sets := self._sets(above))), ())
        members = dict.fromkeys(
            member for group in (*self._entry(name).sets, *inherited) for member in self._members[group]
        )
        others = map(self._card, members)
        return tuple([other.name for other in others if other.number == card.number and self._exclude(card, other)])

    def excludes(self, a: str, b: str) -> bool:
        """Whether surely no thing is both an ``a`` and a ``b``; False when in doubt."""
        return self._exclude(self._card(a), self._card(b))

    @remembered
    def related(self, a: str, b: str) -> bool:
        """Whether a caption that says ``b`` may mean, cover or include an ``a``, or the other way round.

        True of synonyms, hypernyms and hyponyms, names used for the same thing (``man``, ``boy``), part and whole,
        and a vague word with what it may stand for; and loosely of what is used for a hypernym (``blonde`` for a bride,
        who is a woman).
        """
        one, other = self._card(a), self._card(b)
        if self._directly_related(one, other):
            return True
        if self._disjoint(one, other):
            return False
        return not (one.near.isdisjoint(other.bridges) and other.near.isdisjoint(one.bridges))

    def often_together(self, a: str, b: str) -> bool:
        """Whether two things of one contrast set tend to share a picture (a toilet and a sink), so that finding
        the one says little against the other."""
        shared = self._card(a).groups & self._card(b).groups
        return any(group.endswith("*") for group in shared)

    def only_as(self, a: str, b: str) -> frozenset[str]:
        """The roles in which alone the one stands in the other's place; empty if they share a contrast set of no role.

        A role is the last word of a predicate whose object the thing is (a cat ``on`` a table is on no bed, though a
        room can have both; who ``ride``s a horse rides no bicycle), or :data:`SUBJECT`.
        """
        shared = self._card(a).groups & self._card(b).groups
        found = [self._roles[group] for group in shared]
        if len(found) == 1:
            return found[0]
        return frozenset[str]().union(*found) if all(found) else frozenset()

    def is_part(self, part: str, whole: str) -> bool:
        """Whether a ``part`` usually belongs to a ``whole`` or to what that is (a head to a horse, an animal)."""
        wholes, card = self._card(part).part_of, self._card(whole)
        return card.kind in wholes or not wholes.isdisjoint(card.covers)

    def is_mass(self, name: str) -> bool:
        """Whether the noun takes no article and no number (``some water``)."""
        return "mass" in self._entry(name).flags

    def is_plural_only(self, name: str) -> bool:
        """Whether the noun is always plural (``scissors``, ``people``)."""
        return "plural_only" in self._entry(name).flags

    def is_person(self, name: str) -> bool:
        """Whether it names a person or people."""
        return self._entry(name).category == "person"

    def is_animate(self, name: str) -> bool:
        """Whether it names people or animals."""
        return self._entry(name).category in ("person", "animal")

    def is_vague(self, name: str) -> bool:
        """Whether the word could be used of nearly anything (``thing``, ``area``)."""
        return "vague" in self._entry(name).flags

    def is_visible(self, name: str) -> bool:
        """Whether the noun names something that could be seen in a picture; unknown words (typos) do."""
        entry = self._entry(name)
        return entry.category != "abstract" and "unseen" not in entry.flags

    def scene_of(self, names: Iterable[str]) -> str | None:
        """The scene (``kitchen``, ``beach``, ...) that the objects of a caption tell of.

        None if they tell of no scene, or of two equally.
        """
        return self._scene_of(tuple(sorted(set(names))))

    def foreign_objects(self, scene: str) -> tuple[str, ...]:
        """Countable things that hardly anybody would photograph in ``scene``, yet could; empty for an unknown scene."""
        return self._scenes[scene].foreign if scene in self._scenes else ()

    @remembered
    def _scene_of(self, names: tuple[str, ...]) -> str | None:
        covers = [self._card(name).covers for name in names]
        best, best_score = None, 1
        for scene in self._scenes.values():
            score = sum(3 if cover & scene.names else 1 if cover & scene.cues else 0 for cover in covers)
            if score > best_score:
                best, best_score = scene.scene, score
            elif score == best_score:
                best = None
        return best

    @remembered
    def _entry(self, name: str) -> Entry:
        if name in self._entries:
            return self._entries[name]
        head = name.rsplit(" ", 1)[-1]
        if head in self._entries:
            of = self._entries[head]
            if name.split(" ", 1)[0] in IMITATIONS:
                return Entry(name, "toy", (), (), (), (head,), (), frozenset({"ambiguous"}))
            return Entry(name, of.category, (), (head,), (), (), (), of.flags)
        return self._from_wordnet(name)

    def _from_wordnet(self, name: str) -> Entry:
        from capaug.lexicon import wordnet

        kind = wordnet.lexname(name, "n")
        if kind is None and " " in name:
            return replace(self._from_wordnet(name.rsplit(" ", 1)[-1]), name=name)
        if kind is not None and kind not in WORDNET_VISIBLE:
            return Entry(name, "abstract", (), (), (), (), (), frozenset(), sure=False)
        category = WORDNET_CATEGORIES.get(kind or "")
        above = next((noun for noun in wordnet.hypernym_closure(name) if self._tells(noun, category)), None)
        if above is None:
            return Entry(name, category, (), (), (), (), (), frozenset(), sure=False)
        return Entry(name, self._entries[above].category, (), (above,), (), (), (), frozenset(), sure=False)

    def _tells(self, noun: str, category: str | None) -> bool:
        """Whether a hypernym out of WordNet may stand above a noun of ``category``: the table has it in that sense."""
        entry = self._entries.get(noun)
        if entry is None or entry.flags & {"vague", "ambiguous"} or entry.category in ("abstract", "part"):
            return False
        return category not in ("person", "animal", "plant", "body_part") or entry.category == category

    def _make_card(self, name: str) -> Card:
        entry = self._entry(name)
        above = [entry]
        names = {name}
        for one in above:
            for hypernym in one.hypernyms:
                if hypernym not in names:
                    names.add(hypernym)
                    above.append(self._entry(hypernym))
        near: Collection[str] = self._near.get(name, entry.near)
        return Card(entry, above, near, (word for one in near for word in self._entry(one).synonyms))

    def _sets(self, name: str) -> tuple[str, ...]:
        entry = self._entry(name)
        return () if "ambiguous" in entry.flags else entry.sets

    def _exclude(self, a: Card, b: Card) -> bool:
        return self._disjoint(a, b) and not self._directly_related(a, b)

    def _disjoint(self, a: Card, b: Card) -> bool:
        """Whether the two differ in sex, in kind, or within one contrast set; relations between them aside."""
        if not (a.certain and b.certain):
            return False
        if a.kind and b.kind and a.kind != b.kind:
            return True
        if a.sexes ^ b.sexes == 3:
            return True
        if a.excluded_in.isdisjoint(b.excluded_in):
            return False
        return any(
            not of_x.isdisjoint(of_y) and not self._directly_related(self._card(x), self._card(y))
            for x, of_x in a.excluding
            for y, of_y in b.excluding
        )

    @staticmethod
    def _directly_related(a: Card, b: Card) -> bool:
        if a.name in b.reach or b.name in a.reach:
            return True
        if not (a.part_of.isdisjoint(b.covers) and b.part_of.isdisjoint(a.covers)):
            return True
        if a.stands_for and (b.category is None or b.category in a.stands_for):
            return True
        return bool(b.stands_for) and (a.category is None or a.category in b.stands_for)


def _read_objects(path: Path) -> Iterator[Entry]:
    for number, (name, category, *lists, flags) in rows(path, OBJECT_COLUMNS):
        unknown = set(_words(flags)) - FLAGS
        if unknown:
            raise InputError(f"{path}, line {number}: unknown flag {min(unknown)!r}; known: {', '.join(sorted(FLAGS))}")
        sets, hypernyms, synonyms, near, part_of = map(_words, lists)
        yield Entry(name, category, sets, hypernyms, synonyms, near, part_of, frozenset(_words(flags)))


def _read_scenes(path: Path) -> Iterator[SceneEntry]:
    for _, (scene, names, cues, foreign) in rows(path, SCENE_COLUMNS):
        yield SceneEntry(scene, frozenset(_words(names)), frozenset(_words(cues)), _words(foreign))


def _roles(group: str) -> frozenset[str]:
    """The roles in which alone the members of a set exclude each other; empty for those that always do."""
    if "@" in group:
        return frozenset(group.partition("@")[2].split("+"))
    return frozenset((SUBJECT,) if group.endswith("~") else ())


def _is_people(name: str) -> bool:
    """Whether ``name`` is a plural like any other, though it has a stem of its own."""
    return name.rsplit(" ", 1)[-1] == "people"


def _words(cell: str) -> tuple[str, ...]:
    """The names in a cell; a dash stands for none."""
    return () if cell == "-" else tuple(cell.split(", "))
