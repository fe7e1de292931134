"""The places of a fact: its words that others could stand for, and which of these its picture excludes.

``a man sitting on a bench`` has two: ``sitting``, where he could stand, and ``bench``, where there could be a couch. A
place knows by its ``key`` which words stand in places of its kind, and how often captions state each of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from capaug.captions.scene import Scene
from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Thing
from capaug.english.agreement import replace_noun
from capaug.english.edits import Replacement
from capaug.english.facts import Facts
from capaug.english.inflection import inflect, plural, singular
from capaug.english.predicates import replace_predicate
from capaug.english.tags import NUMBER_AND_DETERMINER_TAGS
from capaug.english.words import words
from capaug.lexicon.exclusive import Exclusive

POSTURE, TRAFFIC, PLACE, DOING = "posture", "traffic", "place", "doing"
GEAR, RIDE, PLAY, BODY, ROOM = "gear", "ride", "play", "body", "room"
# Predicates by the domain of their object. What holds gear may stand anywhere, so "with" asks who has it.
PREDICATES_OF_HOLDING = words("predicates_of_holding")
PREDICATES_OF_STAYING = words("predicates_of_staying")
HAVING = words("predicates_of_having")
DRESSED = words("predicates_of_dress")
RIDING = words("predicates_of_riding")
TOUCHING = words("predicates_of_touching")
THINGS_OF_ONE_COLOR = words("things_of_one_color")
THINGS_OF_ONE_COLOR_IN_THE_PLURAL = words("things_of_one_color_in_the_plural")
HOLDERS = words("categories_that_hold_things")
KINDS = words("categories_by_posture")
ANIMALS = {
    "giraffe": words("giraffes"),
    "elephant": words("elephants"),
    "grazer": words("grazers"),
    "cat": words("cats"),
    "dog": words("dogs"),
    "bear": words("bears"),
    "bird": words("birds"),
}
PREPOSITIONS_OF_A_WAY = words("prepositions_of_a_way")
SITES = words("prepositions_of_postures")
POSTURES_AT_REST = words("postures_at_rest")
VERBS_OF_REST = words("verbs_of_rest")
OPEN_DOINGS = words("verbs_of_any_thing")
PARTICLES_OF_POSTURES = words("particles_of_postures")
ELSEWHERE = words("prepositions_of_going")
TRAFFIC_AT_REST = words("verbs_of_traffic_at_rest")
JOINTS = words("joints")
GOES_ON = words("words_that_go_on_with_a_noun")
ARTICLES = {"a": "a", "an": "a", "the": "the"}
DOING_TAGS = frozenset({"VBG", "VBZ", "VBP"})
END_TAGS = frozenset({"IN", ".", ",", "VBG", "RB"})


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


class Places:
    """Finds the places of the facts of a scene's sentence."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._sentence = scene.sentence
        self._lexicon = scene.lexicon
        self._tables = scene.lexicon.exclusive
        self._said: dict[str, list[frozenset[str]]] = {}

    @property
    def _facts(self) -> Facts:
        return self._scene.once(Facts)

    def of_link(self, link: Link) -> Iterator[Place]:
        """The places of ``link``: its verb, the name of its object, the two in one, the colour of its object."""
        verb, _, rest = link.predicate.partition(" ")
        if link.form in (LinkForm.POSSESSIVE, LinkForm.PLACE):
            return
        if link.form is LinkForm.PASSIVE and verb not in TRAFFIC_AT_REST:
            return
        if link.verb is not None and rest and link.form is not LinkForm.VERB_OBJECT:
            yield from self._posture(
                link.verb,
                verb,
                rest,
                link.subject.name,
                lambda new: replace_predicate(self._sentence, link, f"{new} {rest}"),
            )
        if self._is_joined(link):
            return
        if self._is_plain(link.object, modified=link.predicate in HAVING) and self._is_first(link):
            yield from self._noun(link)
        if link.verb is not None and self._kind(link.subject.name) == "person":
            yield from self._doing(link, link.verb)
        if link.predicate in TOUCHING:
            yield from self._color(link.object)

    def of_quality(self, quality: Quality) -> Iterator[Place]:
        """The place of ``quality``, if it is a verb that stands alone."""
        if quality.position is not QualityPosition.VERB or " " in quality.name:
            return
        word, sentence = quality.words[0], self._sentence
        yield from self._posture(
            word,
            quality.name,
            "",
            quality.thing.name,
            lambda new: [(*sentence.span(word, word + 1), inflect(new, sentence.tokens[word].tag))],
        )

    # -- how somebody is there ---------------------------------------------------------------------------------------

    def _posture(
        self, at: int, verb: str, rest: str, subject: str, edits: Callable[[str], list[Replacement] | None]
    ) -> Iterator[Place]:
        who = self._kind(subject)
        if who == "thing":
            return  # what a thing does where it is says little: it sits, stands and lies there
        token, cells = self._sentence.tokens[at], self._tables.domain(TRAFFIC if who == "vehicle" else POSTURE)
        first, following = rest.partition(" ")[0], self._sentence.word(at + 1)
        if first in ELSEWHERE:
            return
        if following in PARTICLES_OF_POSTURES and first != following:
            return  # "laying down on a bed", "running to a base", "flying by": nobody stands down on one, or to one
        if verb not in cells or not token.tag.startswith("VB"):
            return
        if token.text.lower() not in (inflect(verb, token.tag), f"{verb}ed"):
            return  # "seated"
        where = "way" if rest in PREPOSITIONS_OF_A_WAY else rest if rest in SITES else "site" if rest else "-"
        if where == "way" and cells[verb] & POSTURES_AT_REST:
            return  # "stands around", "parked along"
        key = f"{POSTURE} {where} {who}"
        yield self._place(
            key, verb, cells, lambda new: self._is_free(cells[new], cells, self._verbs(verb, subject)), edits
        )

    def _place(
        self,
        key: str,
        word: str,
        cells: Mapping[str, frozenset[str]],
        is_open: Callable[[str], bool],
        edits: Callable[[str], list[Replacement] | None],
    ) -> Place:
        """A place whose words exclude each other where they share none of ``cells``."""
        return Place(key, word, self._tables.stated.get(key, {}), lambda a, b: not cells[a] & cells[b], is_open, edits)

    @staticmethod
    def _is_free(new: frozenset[str], cells: Mapping[str, frozenset[str]], said: Iterator[str]) -> bool:
        """Whether no word of ``said`` shares a cell with ``new``."""
        return not any(new & cells[word] for word in said if word in cells)

    def _verbs(self, but_one: str, subject: str) -> Iterator[str]:
        """The verbs that captions state of what may be ``subject``, but for ``but_one`` of the sentence itself."""
        related = self._lexicon.objects.related
        for sentence in self._scene.speakers:
            said = [(link.predicate, link.subject) for link in sentence.links]
            said += [(quality.name, quality.thing) for quality in sentence.qualities if quality.type == "action"]
            for predicate, thing in said:
                verb = predicate.partition(" ")[0]
                if (sentence is not self._sentence or verb != but_one) and related(thing.name, subject):
                    yield verb

    def _kind(self, subject: str) -> str:
        """What ``subject`` is, as far as postures go: things of one kind stand, sit and lie about as often."""
        category = self._lexicon.objects.category(subject) or "thing"
        if category == "animal":
            last = subject.rpartition(" ")[2]
            return next((kind for kind, names in ANIMALS.items() if last in names), "animal")
        return category if category in KINDS else "thing"

    # -- what somebody does ------------------------------------------------------------------------------------------

    def _doing(self, link: Link, verb: int) -> Iterator[Place]:
        """What somebody does, verb and object in one: ``ride a wave``, ``eat pizza``."""
        word, doings, tokens = self._named_doing(link), self._tables.domain(DOING), self._sentence.tokens
        if word is None or not self._is_whole(link, verb):
            return
        start, end, tag = tokens[verb].start, tokens[link.object.base[1] - 1].end, tokens[verb].tag

        def is_open(new: str) -> bool:
            return not any(doings[new] & one for one in self._done) and not self._facts.mentions(new.rpartition(" ")[2])

        def edits(new: str) -> list[Replacement]:
            first, _, rest = new.partition(" ")
            return [(start, end, f"{inflect(first, tag)} {rest}")]

        yield self._place(f"{DOING} {self._kind(link.subject.name)}", word, doings, is_open, edits)

    def _is_whole(self, link: Link, verb: int) -> bool:
        """Whether verb and object of ``link`` may give way together: the object stands right behind and ends there."""
        sentence, target = self._sentence, link.object
        if sentence.tokens[verb].tag not in DOING_TAGS or target.base[0] < verb or not self._is_first(link):
            return False
        if any(token.tag == "PRP$" for token in sentence.tokens[verb : target.base[1]]):
            return False  # "talking on his phone": what takes its place is nobody's
        return not target.as_subject and self._ends(target.base[1])

    @cached_property
    def _done(self) -> list[frozenset[str]]:
        """The cells of what captions say is done, and of the things that it may be done with."""
        doings = self._tables.domain(DOING)
        named = (self._named_doing(link) for sentence in self._scene.speakers for link in sentence.links)
        said = [doings[word] for word in named if word]
        for cells in map(self._tables.domain, (GEAR, RIDE, PLAY)):
            said += [cells[name] for name in self._facts.names if name in cells]
        return [cells - {"every"} for cells in said]

    def _named_doing(self, link: Link) -> str | None:
        """The doing of the table that ``link`` tells of; any other "hold" is like holding a phone."""
        verb, name = link.first, link.object.lemma
        named = _doings_by_ends(self._tables).get((verb, name.rpartition(" ")[2]))
        if named is None and verb in OPEN_DOINGS and not any(name in self._tables.domain(d) for d in (GEAR, RIDE)):
            alike = [doing for doing in self._tables.domain(DOING) if doing.startswith(verb + " ")]
            named = alike[zlib.crc32(name.encode()) % len(alike)] if alike else None
        return named

    # -- with what, or where -----------------------------------------------------------------------------------------

    def _noun(self, link: Link) -> Iterator[Place]:
        thing, owner = link.object, self._kind(link.subject.name)
        domain = self._domain(link.predicate, owner, link.subject.name)
        if domain is None:
            return
        cells = self._tables.domain(domain)
        word = thing.name if thing.name in cells else thing.name.rsplit(" ", 1)[-1]
        first = self._sentence.tokens[thing.base[0]]
        article = ARTICLES.get(first.text.lower(), "" if first.tag in NUMBER_AND_DETERMINER_TAGS else "-")
        if word not in cells or not article:
            return
        group = _group(link.predicate) if domain == PLACE else domain
        number = "s" if thing.plural and article != "-" else ""
        yield self._place(
            f"{domain} {group} {article}{number} {owner}",
            word,
            cells,
            lambda new: not any(cells[new] & one for one in self._named(domain)) and not self._facts.mentions(new),
            lambda new: self._renamed(thing, new),
        )

    def _named(self, domain: str) -> list[frozenset[str]]:
        """The cells of what captions name of a domain."""
        if domain not in self._said:
            cells, names = self._tables.domain(domain), self._facts.names
            self._said[domain] = [cells[n] for name in names for n in (name, name.rsplit(" ", 1)[-1]) if n in cells]
        return self._said[domain]

    def _domain(self, predicate: str, owner: str, subject: str) -> str | None:
        """Which words stand as the object of ``predicate``."""
        if predicate in RIDING:
            return RIDE
        if predicate == "play":
            return PLAY
        if predicate in PREDICATES_OF_HOLDING or (predicate in HAVING and owner == "person"):
            return GEAR
        if predicate in DRESSED or (predicate == "in" and owner == "person"):
            return BODY
        if predicate in HAVING and self._lexicon.objects.category(subject) in HOLDERS:
            return ROOM
        return (
            PLACE
            if predicate in PREDICATES_OF_STAYING or predicate.partition(" ")[2] in PREDICATES_OF_STAYING
            else None
        )

    def _renamed(self, thing: Thing, new: str) -> list[Replacement] | None:
        """``thing`` by another name; one without an article is a mass or several."""
        objects = self._lexicon.objects
        if thing.determiner is not None or objects.is_plural_only(new):
            return replace_noun(self._sentence, thing, new, objects)
        if not thing.plural and not objects.is_mass(thing.name):
            return None  # "in bed", "on display"
        return [(*self._sentence.span(*thing.words), new if objects.is_mass(new) else plural(new))]

    def _color(self, thing: Thing) -> Iterator[Place]:
        word = thing.name.rsplit(" ", 1)[-1]
        attributes, mine = self._lexicon.attributes, thing.qualities
        if word not in THINGS_OF_ONE_COLOR or (thing.plural and word not in THINGS_OF_ONE_COLOR_IN_THE_PLURAL):
            return
        if len(mine) != 1 or mine[0].type != "color":
            return
        color = mine[0]
        stated = {
            name: n
            for name, n in self._lexicon.counts.attributes_of(word).items()
            if attributes.type(name) == "color" and n >= 5
        }
        if color.name not in stated:
            return
        yield Place(
            f"color {word}",
            color.name,
            stated,
            attributes.excludes,
            lambda new: new not in self._facts.words and not self._facts.has_attribute(thing.name, new),
            lambda new: [(color.start, color.end, new)],
        )

    # -- what hangs on it --------------------------------------------------------------------------------------------

    def _is_first(self, link: Link) -> bool:
        """Whether no other noun stands between the verb and the object: not "sitting on a bed in a room"."""
        verb, first = link.verb, link.object.base[0]
        return verb is None or not any(verb < thing.head < first for thing in self._sentence.things)

    def _is_joined(self, link: Link) -> bool:
        """Whether the words of ``link`` have another object as well: "wearing a red shirt and a hat"."""
        return self._sentence.word(link.object.base[0] - 1) in JOINTS or any(
            (other.verb, other.preposition) == (link.verb, link.preposition)
            for other in self._sentence.links
            if other is not link
        )

    def _is_plain(self, thing: Thing, modified: bool) -> bool:
        """Whether another noun could take the place of ``thing``: nothing hangs on it, and no adjective stands before
        it, unless it may be ``modified``.
        """
        first = thing.base[0] + (self._sentence.tag(thing.base[0]) == "DT")
        if (first != thing.words[0] and not modified) or thing.as_subject:
            return False
        return self._ends(thing.base[1])

    def _ends(self, k: int) -> bool:
        """Whether nothing hangs on what ends before word ``k``."""
        if k >= len(self._sentence.tokens):
            return True
        return self._sentence.word(k) not in GOES_ON and self._sentence.tag(k) in END_TAGS


def _group(predicate: str) -> str:
    """Predicates whose objects are much the same."""
    verb, _, preposition = predicate.rpartition(" ") if predicate != "on top of" else ("", "", "on")
    preposition = "on" if predicate.endswith("on top of") else preposition
    if preposition in PREPOSITIONS_OF_A_WAY:
        return "way"
    verb = verb.partition(" ")[0]
    return f"{'rest' if verb in VERBS_OF_REST else 'be' if verb in ('', 'stand') else 'move'}-{preposition}"


@cache
def _doings_by_ends(tables: Exclusive) -> dict[tuple[str, str], str]:
    """Doings by their verb and last word, plural or not."""
    found: dict[tuple[str, str], str] = {}
    for doing in tables.domain(DOING):
        words_ = doing.split()
        found[words_[0], words_[-1]] = doing
        found[words_[0], singular(words_[-1])] = doing
    return found
