"""What excludes a stated fact, drawn so that every word is denied as often where it is stated as where it is not.

``a man sitting on a bench`` -> ``a man not sitting on a bench`` is false, ``a man not standing on a bench`` and ``a man
not sitting on a couch`` are true. A reader of the words alone must not tell which is which. So a fact is denied, either
way, only after a draw of what excludes it, in which sitting gives way to standing as often as standing to sitting,
whatever their shares (:func:`flows`).
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capaug.english.edits import Replacement
from capaug.english.inflection import inflect, plural, singular
from capaug.errors import InputError
from capaug.generators.facts import Facts
from capaug.generators.old import Scene
from capaug.generators.relation_swap import replace_predicate
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption, RelationForm
from capaug.realise.agreement import replace_noun

DATA = Path(__file__).parents[1] / "lexicon" / "data"
POSTURE, TRAFFIC, PLACE, DOING = "posture", "traffic", "place", "doing"
# Predicates by the domain of their object. What holds gear may stand anywhere, so "with" asks who has it.
HOLDING = frozenset({"hold", "carry", "hold up"})
STAYING = frozenset({"on", "in", "at", "down", "on top of", "through", "along", "across", "under", "over", "up"})
# Things of which one does not have two colours about: what is worn, ridden and sat on, and what somebody holds.
COLORED = frozenset(
    "shirt t-shirt jacket coat suit dress hat cap helmet tie uniform outfit wetsuit sweater skirt vest umbrella horse "
    "motorcycle surfboard skateboard snowboard bench couch sofa chair bike bicycle kite frisbee toilet sink bathtub "
    "bed table tablecloth collar hair wall tile cabinet appliance floor counter curtain blanket rug refrigerator stove "
    "bag backpack suitcase box vase plate bowl truck car elephant bear".split()
)
# What brings one so near a thing that it is not another of its kind.
TOUCHING = frozenset(
    "with|have|wear|in|dress in|hold|carry|swing|use|ride|ride on|on|sit on|sit in|lie on|lay on|stand on|fly".split(
        "|"
    )
)
# What has things in, on or around it.
HOLDERS = frozenset({"room", "kitchenware", "food", "furniture", "place", "terrain", "building", "structure"})
KINDS = frozenset({"person", "animal", "toy", "vehicle"})
# Animals that stand, lie and walk about as often as each other.
ANIMALS = {
    "giraffe": frozenset({"giraffe"}),
    "elephant": frozenset({"elephant"}),
    "grazer": frozenset("zebra horse cow sheep goat deer cattle pony bull lamb calf donkey antelope".split()),
    "cat": frozenset({"cat", "kitten", "kitty"}),
    "dog": frozenset({"dog", "puppy"}),
    "bear": frozenset({"bear", "cub", "panda"}),
    "bird": frozenset("bird seagull duck goose pigeon parrot owl hawk eagle gull swan pelican".split()),
}
WAYS = frozenset("down along through across past up over into toward towards around".split())
# Prepositions that go with some postures far more often than with others.
SITES = frozenset({"on", "in", "at", "next to", "on top of", "in front of", "with"})
STILL = frozenset({"sit", "stand", "lie", "still"})
RESTING = frozenset("sit lie lay sleep rest relax perch nap".split())
# Verbs that go with many things, of which the table names a few: one of these stands for each other.
OPEN_DOINGS = frozenset({"hold", "eat", "use"})
PARTICLES = frozenset("down up out off to into from by".split())
STEPS = 60  # of the scaling of flows
# Those of which what has several has them in one colour.
ALIKE = frozenset("wall tile cabinet appliance curtain floor uniform suit jacket shirt".split())
ARTICLES = {"a": "a", "an": "a", "the": "the"}


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a fact that others could stand for.

    ``stated`` is how often captions state each word in such a place; ``excludes`` says which exclude each other,
    ``is_open`` which of them no caption of the image speaks for, ``edits`` puts one in.
    """

    key: str
    word: str
    stated: Mapping[str, int]
    excludes: Callable[[str, str], bool]
    is_open: Callable[[str], bool]
    edits: Callable[[str], list[Replacement] | None]


@dataclass(frozen=True, slots=True)
class Tables:
    """Cells of words by domain, and how often captions state each word in each kind of place."""

    cells: Mapping[str, Mapping[str, frozenset[str]]]
    stated: Mapping[str, Mapping[str, int]]


class Exclusions:
    """Finds the places of a caption's facts and draws what excludes what stands there."""

    def __init__(self, lexicon: Lexicon, tables: Tables | None = None) -> None:
        self.lexicon = lexicon
        self.tables = _load() if tables is None else tables
        # doings by verb and last word, plural or not; any other "hold" is like holding a phone
        self._flows: dict[str, dict[str, dict[str, float]]] = {}  # by the kind of place
        self._by_ends: dict[tuple[str, str], str] = {}
        for doing in self._doings:
            words = doing.split()
            self._by_ends[words[0], words[-1]] = doing
            self._by_ends[words[0], singular(words[-1])] = doing

    def of_relation(self, scene: Scene, k: int, facts: Facts, rng: random.Random) -> Iterator[list[Replacement]]:
        """Replacements that make relation ``k`` one that the caption's facts exclude; at most one a place."""
        for place in self.places_of_relation(scene, k, facts):
            yield from self._drawn(place, rng)

    def of_attribute(self, scene: Scene, k: int, facts: Facts, rng: random.Random) -> Iterator[list[Replacement]]:
        """The same of attribute ``k``."""
        for place in self.places_of_attribute(scene, k, facts):
            yield from self._drawn(place, rng)

    def _drawn(self, place: Place, rng: random.Random) -> Iterator[list[Replacement]]:
        flow = self._flows.get(place.key)
        if flow is None:
            flow = self._flows[place.key] = flows(place.stated, place.excludes)
        new = draw(place.word, place.stated, flow, place.is_open, rng)
        edits = place.edits(new) if new is not None else None
        if edits:
            yield edits

    # -- where -------------------------------------------------------------------------------------------------------

    def places_of_relation(self, scene: Scene, k: int, facts: Facts) -> Iterator[Place]:
        """The places of relation ``k``: its verb, the name of its object, the object's colour."""
        caption = scene.caption
        relation, site = caption.graph.relations[k], caption.relation_sites[k]
        verb, _, rest = relation.predicate.partition(" ")
        if site.form in (RelationForm.POSSESSIVE, RelationForm.PLACE) or (
            site.form is RelationForm.PASSIVE and verb not in ("park", "dock")
        ):
            return
        if site.verb is not None and rest and site.form is not RelationForm.VERB_OBJECT:
            subject = caption.graph.objects[relation.subject].name
            yield from self._posture(
                scene, site.verb, verb, rest, subject, lambda new: replace_predicate(caption, k, f"{new} {rest}")
            )
        if self._is_joined(caption, k):
            return
        had = relation.predicate in ("with", "have")
        if self._is_plain(caption, relation.object, modified=had) and self._is_first(caption, k):
            yield from self._noun(caption, k, facts)
        if site.verb is not None and self._kind(caption.graph.objects[relation.subject].name) == "person":
            yield from self._doing(scene, k, facts)
        if relation.predicate in TOUCHING:
            yield from self._color(caption, relation.object, facts)

    def places_of_attribute(self, scene: Scene, k: int, facts: Facts) -> Iterator[Place]:
        """The place of attribute ``k``, if it is a verb that stands alone."""
        caption = scene.caption
        attribute, site = caption.graph.attributes[k], caption.attribute_sites[k]
        if site.position is not AttributePosition.VERB or " " in attribute.name:
            return
        word = site.words[0]
        subject = caption.graph.objects[attribute.object].name
        yield from self._posture(
            scene,
            word,
            attribute.name,
            "",
            subject,
            lambda new: [(*caption.span(word, word + 1), inflect(new, caption.tokens[word].tag))],
        )

    def _posture(
        self,
        scene: Scene,
        at: int,
        verb: str,
        rest: str,
        subject: str,
        edits: Callable[[str], list[Replacement] | None],
    ) -> Iterator[Place]:
        who = self._kind(subject)
        token, cells = scene.caption.tokens[at], self.tables.cells[TRAFFIC if who == "vehicle" else POSTURE]
        if who == "thing":
            return  # what a thing does where it is says little: it sits, stands and lies there
        if rest.partition(" ")[0] in ("out", "from", "off", "for", "to", "after"):
            return
        following = scene.caption.tokens[at + 1].text.lower() if at + 1 < len(scene.caption.tokens) else ""
        if (
            following in ("down", "up", "out", "off", "to", "into", "from", "by")
            and rest.partition(" ")[0] != following
        ):
            return  # "laying down on a bed", "running to a base", "flying by": nobody stands down on one, or to one
        if verb not in cells or token.text.lower() not in (inflect(verb, token.tag), f"{verb}ed"):
            return  # "seated"
        said = [cells[v] for v in self._verbs(scene, verb, subject) if v in cells]
        where = "way" if rest in WAYS else rest if rest in SITES else "site" if rest else "-"
        if where == "way" and cells[verb] & STILL:
            return  # "stands around", "parked along"
        key = f"{POSTURE} {where} {who}"
        yield Place(
            key,
            verb,
            self.tables.stated.get(key, {}),
            lambda a, b: not cells[a] & cells[b],
            lambda new: all(not cells[new] & one for one in said),
            edits,
        )

    def _verbs(self, scene: Scene, but_one: str, subject: str) -> Iterator[str]:
        """The verbs that captions state of what may be ``subject``, but for ``but_one`` of the caption itself."""
        related = self.lexicon.objects.related
        for caption in (scene.caption, *scene.siblings):
            said = [(r.predicate, r.subject) for r in caption.graph.relations]
            said += [(a.name, a.object) for a in caption.graph.attributes if a.type == "action"]
            for words, i in said:
                verb = words.partition(" ")[0]
                if (caption is not scene.caption or verb != but_one) and related(
                    caption.graph.objects[i].name, subject
                ):
                    yield verb

    def _kind(self, subject: str) -> str:
        objects = self.lexicon.objects
        category = objects.category(subject) or "thing"
        if category == "animal":
            last = subject.rpartition(" ")[2]
            return next((kind for kind, names in ANIMALS.items() if last in names), "animal")
        return category if category in KINDS else "thing"

    def _doing(self, scene: Scene, k: int, facts: Facts) -> Iterator[Place]:
        """What somebody does, verb and object in one: ``ride a wave``, ``eat pizza``."""
        caption, doings = scene.caption, self.tables.cells.get(DOING, {})
        graph, tokens = caption.graph, caption.tokens
        relation, verb = graph.relations[k], caption.relation_sites[k].verb
        target = caption.object_sites[relation.object]
        word = self._named_doing(caption, k)
        if verb is None or word is None or tokens[verb].tag not in ("VBG", "VBZ", "VBP") or target.base[0] < verb:
            return
        if any(verb < site.head < target.base[0] for site in caption.object_sites):
            return
        if any(token.tag == "PRP$" for token in tokens[verb : target.base[1]]):
            return  # "talking on his phone": what takes its place is nobody's
        if any(r.subject == relation.object for r in graph.relations) or not self._ends(caption, target.base[1]):
            return
        said = [
            self._doings[w]
            for c in (caption, *scene.siblings)
            for m in range(len(c.graph.relations))
            if (w := self._named_doing(c, m))
        ]
        said += [
            cells[n]
            for domain in ("gear", "ride", "play")
            for n in facts.names
            if n in (cells := self.tables.cells[domain])
        ]
        said = [one - {"every"} for one in said]
        key = f"{DOING} {self._kind(graph.objects[relation.subject].name)}"
        start, end, tag = tokens[verb].start, tokens[target.base[1] - 1].end, tokens[verb].tag

        def edits(new: str) -> list[Replacement]:
            first, _, rest = new.partition(" ")
            return [(start, end, f"{inflect(first, tag)} {rest}")]

        yield Place(
            key,
            word,
            self.tables.stated.get(key, {}),
            lambda a, b: not doings[a] & doings[b],
            lambda new: all(not doings[new] & one for one in said) and not facts.mentions(new.rpartition(" ")[2]),
            edits,
        )

    @property
    def _doings(self) -> Mapping[str, frozenset[str]]:
        return self.tables.cells.get(DOING, {})

    def _named_doing(self, caption: ParsedCaption, k: int) -> str | None:
        """The doing of the table that relation ``k`` tells of."""
        relation = caption.graph.relations[k]
        verb, name = relation.predicate.partition(" ")[0], caption.graph.objects[relation.object].lemma
        named = self._by_ends.get((verb, name.rpartition(" ")[2]))
        if named is None and verb in OPEN_DOINGS and not any(name in self.tables.cells[d] for d in ("gear", "ride")):
            alike = [doing for doing in self._doings if doing.startswith(verb + " ")]
            named = alike[zlib.crc32(name.encode()) % len(alike)]
        return named

    @staticmethod
    def _ends(caption: ParsedCaption, k: int) -> bool:
        """Whether nothing hangs on what ends before word ``k``."""
        after = caption.tokens[k] if k < len(caption.tokens) else None
        if after is None:
            return True
        return after.text.lower() not in ("of", "and", "or", "&", "that", "which", "with") and after.tag in (
            "IN",
            ".",
            ",",
            "VBG",
            "RB",
        )

    def _noun(self, caption: ParsedCaption, k: int, facts: Facts) -> Iterator[Place]:
        relation = caption.graph.relations[k]
        i = relation.object
        owner = self._kind(caption.graph.objects[relation.subject].name)
        domain = self._domain(relation.predicate, owner, caption.graph.objects[relation.subject].name)
        cells = self.tables.cells.get(domain or "", {})
        name = caption.graph.objects[i].name
        word = name if name in cells else name.rsplit(" ", 1)[-1]
        site = caption.object_sites[i]
        first = caption.tokens[site.base[0]]
        article = ARTICLES.get(first.text.lower(), "" if first.tag in ("DT", "PDT", "PRP$", "CD") else "-")
        if word not in cells or not article:
            return
        said = [cells[n] for n in facts.names if n in cells]
        said += [cells[n.rsplit(" ", 1)[-1]] for n in facts.names if n.rsplit(" ", 1)[-1] in cells]
        group = self._group(relation.predicate) if domain == PLACE else domain
        number = "s" if site.plural and article != "-" else ""
        key = f"{domain} {group} {article}{number} {owner}"
        yield Place(
            key,
            word,
            self.tables.stated.get(key, {}),
            lambda a, b: not cells[a] & cells[b],
            lambda new: all(not cells[new] & one for one in said) and not facts.mentions(new),
            lambda new: self._renamed(caption, i, new),
        )

    def _domain(self, predicate: str, owner: str, subject: str) -> str | None:
        """Which words stand as the object of ``predicate``."""
        rest = predicate.partition(" ")[2]
        if predicate in ("ride", "ride on"):
            return "ride"
        if predicate == "play":
            return "play"
        if predicate in HOLDING or (predicate in ("with", "have") and owner == "person"):
            return "gear"
        if predicate in ("wear", "dress in") or (predicate == "in" and owner == "person"):
            return "body"
        if predicate in ("with", "have") and self.lexicon.objects.category(subject) in HOLDERS:
            return "room"
        return PLACE if predicate in STAYING or rest in STAYING else None

    @staticmethod
    def _is_first(caption: ParsedCaption, k: int) -> bool:
        """Whether no other noun stands between the verb and the object: not "sitting on a bed in a room"."""
        verb, target = caption.relation_sites[k].verb, caption.object_sites[caption.graph.relations[k].object]
        return verb is None or not any(verb < site.head < target.base[0] for site in caption.object_sites)

    @staticmethod
    def _is_joined(caption: ParsedCaption, k: int) -> bool:
        """Whether the words of relation ``k`` have another object as well: "wearing a red shirt and a hat"."""
        mine, i = caption.relation_sites[k], caption.graph.relations[k].object
        before = caption.object_sites[i].base[0] - 1
        return (before >= 0 and caption.tokens[before].text.lower() in (",", "and", "or", "&")) or any(
            (site.verb, site.preposition) == (mine.verb, mine.preposition)
            for m, site in enumerate(caption.relation_sites)
            if m != k
        )

    def _renamed(self, caption: ParsedCaption, i: int, new: str) -> list[Replacement] | None:
        """Object ``i`` by another name; one without an article is a mass or several."""
        site, objects = caption.object_sites[i], self.lexicon.objects
        if site.determiner is not None or objects.is_plural_only(new):
            return replace_noun(caption, i, new, objects)
        mass = objects.is_mass(caption.graph.objects[i].name)
        if not site.plural and not mass:
            return None  # "in bed", "on display"
        return [(*caption.span(*site.name), new if objects.is_mass(new) else plural(new))]

    @staticmethod
    def _group(predicate: str) -> str:
        """Predicates whose objects are much the same."""
        verb, _, preposition = predicate.rpartition(" ") if predicate != "on top of" else ("", "", "on")
        preposition = "on" if predicate.endswith("on top of") else preposition
        if preposition in WAYS:
            return "way"
        verb = verb.partition(" ")[0]
        return f"{'rest' if verb in RESTING else 'be' if verb in ('', 'stand') else 'move'}-{preposition}"

    def _is_plain(self, caption: ParsedCaption, i: int, modified: bool) -> bool:
        """Whether another noun could take the place of object ``i``: nothing hangs on it, and no adjective
        stands before it, unless it may be ``modified``.
        """
        site, graph, tokens = caption.object_sites[i], caption.graph, caption.tokens
        first = site.base[0] + (tokens[site.base[0]].tag == "DT")
        if (first != site.name[0] and not modified) or any(r.subject == i for r in graph.relations):
            return False
        return self._ends(caption, site.base[1])

    def _color(self, caption: ParsedCaption, i: int, facts: Facts) -> Iterator[Place]:
        noun = caption.graph.objects[i].name
        word = noun.rsplit(" ", 1)[-1]
        attributes = self.lexicon.attributes
        mine = [a for a in caption.graph.attributes if a.object == i]
        if caption.object_sites[i].plural and word not in ALIKE:
            return
        if word not in COLORED or len(mine) != 1 or mine[0].type != "color":
            return
        color = mine[0].name
        stated = {
            c: n for c, n in self.lexicon.counts.attributes_of(word).items() if attributes.type(c) == "color" and n >= 5
        }
        if color not in stated:
            return
        yield Place(
            f"color {word}",
            color,
            stated,
            attributes.excludes,
            lambda new: new not in facts.words and not facts.has_attribute(noun, new),
            lambda new: [(mine[0].start, mine[0].end, new)],
        )


def draw(
    word: str,
    stated: Mapping[str, int],
    flow: Mapping[str, Mapping[str, float]],
    is_open: Callable[[str], bool],
    rng: random.Random,
) -> str | None:
    """A word that excludes ``word``, drawn so that the flow from each word to each other equals the flow back.

    ``flow`` is of words in their frequencies ``stated``; None where the draw is refused.
    """
    options = {other: n for other, n in flow.get(word, {}).items() if n > 0}
    if not options or rng.random() * stated[word] > sum(options.values()):
        return None
    # What is not open is refused after the draw: were it left out before, rare words would be drawn in its stead.
    drawn = rng.choices(list(options), list(options.values()))[0]
    return drawn if is_open(drawn) else None


def flows(stated: Mapping[str, int], excludes: Callable[[str, str], bool]) -> dict[str, dict[str, float]]:
    """Symmetric flows between words that exclude each other, as large as their frequencies allow.

    A symmetric matrix scaled towards given sums of its rows (Sinkhorn 1967), and cut to them where they are not
    reached.
    """
    options = {word: [other for other in stated if excludes(word, other)] for word in stated}
    scale = {word: n**0.5 for word, n in stated.items()}
    for _ in range(STEPS):
        sums = {word: scale[word] * sum(scale[other] for other in options[word]) for word in stated}
        scale = {word: scale[word] * (stated[word] / sums[word]) ** 0.5 if sums[word] else 0.0 for word in stated}
    sums = {word: scale[word] * sum(scale[other] for other in options[word]) for word in stated}
    share = {word: min(1.0, n / sums[word]) if sums[word] else 0.0 for word, n in stated.items()}
    return {
        word: {other: scale[word] * scale[other] * min(share[word], share[other]) for other in options[word]}
        for word in stated
    }


@lru_cache(maxsize=1)
def _load() -> Tables:
    cells: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for domain, word, within in _rows(DATA / "exclusive.tsv"):
        cells[domain][word] = frozenset(within.split(", "))
    stated: dict[str, dict[str, int]] = defaultdict(dict)
    for key, word, count in _rows(DATA / "stated.tsv"):
        stated[key][word] = int(count)
    return Tables(cells, stated)


def _rows(path: Path) -> Iterator[list[str]]:
    """The lines of a table of three columns, without comments and header."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    for number, row in rows[1:]:
        if len(row) != 3:
            raise InputError(f"{path}, line {number}: {len(row)} columns, expected 3")
        yield row
