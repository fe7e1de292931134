"""What things are: kinds, synonyms, what excludes what, and what a scene is unlikely to hold.

The knowledge is in two tables written by hand, ``data/objects.tsv`` and ``data/scenes.tsv``; nouns that they do not
name are looked up in WordNet, and are then never said to exclude anything.

All names are graph names: lower case and singular. A compound that the table lacks (``police dog``) counts as a kind
of its last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.remembered import remembered

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
SITES = {"place", "terrain", "room", "building", "structure", "water"}
THINGS = {
    "accessory", "appliance", "clothing", "container", "drink", "electronics", "fixture", "food", "furniture",
    "household", "instrument", "kitchenware", "light", "material", "part", "plant", "sign", "sports_gear", "text",
    "tool", "toy", "vehicle",
}  # fmt: skip

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
        return self._above(name)[1:]

    def synonyms(self, name: str) -> tuple[str, ...]:
        """Names that may replace ``name`` in a caption; not always the other way (``bicycle`` -> ``bike``)."""
        return self._entry(name).synonyms

    def same(self, a: str, b: str) -> bool:
        """Whether the two names are equal or synonyms."""
        return a == b or b in self._entry(a).synonyms or a in self._entry(b).synonyms

    @remembered
    def is_a(self, a: str, b: str) -> bool:
        """Whether every ``a`` is a ``b``; true of a name and itself or its synonym."""
        return b in self._covers(a)

    @remembered
    def contrasts(self, name: str) -> tuple[str, ...]:
        """Names of things that exclude ``name`` and could stand where it stands; first those of its own sets,
        then those of the nearest hypernym that has any (a kitten's are a cat's).

        All are mass nouns if ``name`` is one, and plural if it is; ``people`` counts as the plural of ``person``.
        """
        if "ambiguous" in self._entry(name).flags:
            return ()
        number = self.is_mass(name), self.is_plural_only(name) and not _is_people(name)
        own = self._entry(name).sets
        inherited = next((sets for above in self.hypernyms(name) if (sets := self._sets(above))), ())
        members = dict.fromkeys(member for group in (*own, *inherited) for member in self._members[group])
        return tuple(
            member
            for member in members
            if (self.is_mass(member), self.is_plural_only(member) and not _is_people(member)) == number
            and self.excludes(name, member)
        )

    @remembered
    def excludes(self, a: str, b: str) -> bool:
        """Whether surely no thing is both an ``a`` and a ``b``; False when in doubt."""
        return self._disjoint(a, b) and not self._directly_related(a, b)

    @remembered
    def related(self, a: str, b: str) -> bool:
        """Whether a caption that says ``b`` may mean, cover or include an ``a``, or the other way round.

        True of synonyms, hypernyms and hyponyms, names used for the same thing (``man``, ``boy``), part and whole,
        and a vague word with what it may stand for.
        """
        if self._directly_related(a, b):
            return True
        if self._disjoint(a, b):
            return False
        return self._loosely_near(a, b) or self._loosely_near(b, a)

    @remembered
    def often_together(self, a: str, b: str) -> bool:
        """Whether two things of one contrast set tend to share a picture (a toilet and a sink), so that finding
        the one says little against the other."""
        sets = {group for above in self._above(a) for group in self._sets(above)}
        return any(group.endswith("*") and group in sets for above in self._above(b) for group in self._sets(above))

    @remembered
    def only_as(self, a: str, b: str) -> frozenset[str]:
        """The roles in which alone the one stands in the other's place; empty if they share a contrast set of no role.

        A role is the last word of a predicate whose object the thing is (a cat ``on`` a table is on no bed, though a
        room can have both; who ``ride``s a horse rides no bicycle), or :data:`SUBJECT`.
        """
        of_a, of_b = ({group for name in self._above(x) for group in self._sets(name)} for x in (a, b))
        shared = of_a & of_b
        if any("@" not in group and not group.endswith("~") for group in shared):
            return frozenset()
        roles = (group.partition("@")[2].split("+") if "@" in group else [SUBJECT] for group in shared)
        return frozenset(role for group in roles for role in group)

    @remembered
    def is_part(self, part: str, whole: str) -> bool:
        """Whether a ``part`` usually belongs to a ``whole`` or to what that is (a head to a horse, an animal)."""
        above = {*self._covers(whole), EXCLUSIVE.get(self._entry(whole).category or "")}
        return any(name in above for name in self._entry(part).part_of)

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
        covers = [self._covers(name) for name in names]
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
            return self._from_wordnet(name.rsplit(" ", 1)[-1])
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

    @remembered
    def _above(self, name: str) -> tuple[str, ...]:
        """The name and its hypernyms, nearest first."""
        found = [name]
        for above in found:
            found.extend(hypernym for hypernym in self._entry(above).hypernyms if hypernym not in found)
        return tuple(found)

    @remembered
    def _covers(self, name: str) -> frozenset[str]:
        """The name, its hypernyms, and the synonyms of all of them."""
        return frozenset(word for above in self._above(name) for word in (above, *self._entry(above).synonyms))

    def _near_to(self, name: str) -> Collection[str]:
        return self._near[name] if name in self._near else self._entry(name).near

    def _is_near(self, a: str, b: str) -> bool:
        """Whether ``b`` is near ``a`` in the table, or a synonym of what is (``guy`` near ``boy``, as ``man`` is)."""
        return any(b == near or b in self._entry(near).synonyms for near in self._near_to(a))

    def _sets(self, name: str) -> tuple[str, ...]:
        entry = self._entry(name)
        return () if "ambiguous" in entry.flags else entry.sets

    def _disjoint(self, a: str, b: str) -> bool:
        """Whether the two differ in sex, in kind, or within one contrast set; relations between them aside."""
        one, other = self._entry(a), self._entry(b)
        if not (one.sure and other.sure) or (one.flags | other.flags) & {"ambiguous", "vague"}:
            return False
        if self._differ_in_kind(a, b):
            return True
        if {"male", "female"} <= self._sexes(a) ^ self._sexes(b):
            return True
        return any(
            any(group in self._sets(y) for group in self._sets(x) if not group.endswith("~"))
            and not self._directly_related(x, y)
            for x in self._above(a)
            for y in self._above(b)
        )

    def _differ_in_kind(self, a: str, b: str) -> bool:
        """Whether the two are of kinds that nothing is both of."""
        kinds = EXCLUSIVE.get(self._entry(a).category or ""), EXCLUSIVE.get(self._entry(b).category or "")
        return None not in kinds and kinds[0] != kinds[1]

    def _sexes(self, name: str) -> set[str]:
        return {sex for above in self._above(name) for sex in self._entry(above).flags & {"male", "female"}}

    def _directly_related(self, a: str, b: str) -> bool:
        above_a, above_b = self._covers(a), self._covers(b)
        if a in above_b or b in above_a or self.same(a, b) or self._is_near(a, b) or self._is_near(b, a):
            return True
        if any(whole in above_b for whole in self._entry(a).part_of):
            return True
        if any(whole in above_a for whole in self._entry(b).part_of):
            return True
        return self._stands_for(a, b) or self._stands_for(b, a)

    def _stands_for(self, vague: str, name: str) -> bool:
        if not self.is_vague(vague):
            return False
        category = self.category(name)
        return category is None or category in (SITES if self.category(vague) in SITES else THINGS)

    def _loosely_near(self, a: str, b: str) -> bool:
        """Whether ``a`` may be used for what some hypernym of ``b`` names (``blonde`` for a bride, who is a woman).

        A hypernym as wide as its category (``vehicle``) is no bridge, but people and animals may be of any kind.
        """
        near = self._near_to(a)
        return any(
            above in near and (above in ("person", "animal") or above != self._entry(above).category)
            for above in self._above(b)
        )


def _read_objects(path: Path) -> Iterator[Entry]:
    for number, (name, category, *lists, flags) in _rows(path, OBJECT_COLUMNS):
        unknown = set(_words(flags)) - FLAGS
        if unknown:
            raise InputError(f"{path}, line {number}: unknown flag {min(unknown)!r}; known: {', '.join(sorted(FLAGS))}")
        sets, hypernyms, synonyms, near, part_of = map(_words, lists)
        yield Entry(name, category, sets, hypernyms, synonyms, near, part_of, frozenset(_words(flags)))


def _read_scenes(path: Path) -> Iterator[SceneEntry]:
    for _, (scene, names, cues, foreign) in _rows(path, SCENE_COLUMNS):
        yield SceneEntry(scene, frozenset(_words(names)), frozenset(_words(cues)), _words(foreign))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The data lines of a table with their numbers: no comments, no header."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != len(columns):
                raise InputError(f"{path}, line {number}: {len(cells)} columns, expected {len(columns)}")
            if tuple(cells) != columns:
                yield number, cells


def _is_people(name: str) -> bool:
    """Whether ``name`` is a plural like any other, though it has a stem of its own."""
    return name.rsplit(" ", 1)[-1] == "people"


def _words(cell: str) -> tuple[str, ...]:
    """The names in a cell; a dash stands for none."""
    return () if cell == "-" else tuple(cell.split(", "))
