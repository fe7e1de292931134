"""What is asked of a place: a thing in its sentence, its links, its qualities, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from capaug.captions import Link, ParsedCaption, Scene, Sentence, Thing
from capaug.english.mentioned_again import all_mentions
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Company, company_of
from capaug.lexicon import Lexicon
from capaug.lexicon.counts import Counts

KIND = "asymmetry_1.object"  # the id of the kind, whose rules these are

PLACES_BESIDE = words("places_beside")
HELPING = words("verbs_that_help")
KEEPS_KIND = words("words_that_keep_the_kind")
NAMED_BEFORE = words("names_in_of")
SUITS_OF_ANYBODY = words("suits_of_anybody")


class Said(NamedTuple):
    """A quality of a thing: its name and type, and how often the old word had it."""

    name: str
    type: str
    had: int


class Use:
    """A link of a thing, and what stands in the thing's place in it how often."""

    __slots__ = ("as_object", "beside", "counts", "had", "last", "object", "other", "predicate", "subject")

    def __init__(self, link: Link, thing: Thing, counts: Counts) -> None:
        predicate = link.predicate
        self.as_object = link.object is thing
        self.other = link.subject if self.as_object else link.object
        self.predicate = predicate
        self.last = predicate.rpartition(" ")[2]
        self.beside = self.as_object and (predicate in ("with", "have") or predicate.partition(" ")[0] in PLACES_BESIDE)
        self.counts: Mapping[str, int] = (counts.objects_of if self.as_object else counts.subjects_of)(predicate)
        self.had = self.counts.get(thing.name, 0)
        # None where the thing itself stands
        self.subject = None if link.subject is thing else link.subject.name
        self.object = None if self.as_object else link.object.name


class Neighbour:
    """A thing beside others, with the names that it goes by in counts."""

    def __init__(self, thing: Thing, lexicon: Lexicon, company: Company) -> None:
        self.thing = thing
        self._lexicon, self._company = lexicon, company
        if thing.lemma == thing.name:
            self._said: Iterable[str] = (thing.name,)
            self.names: Iterable[str] = (company.usual_name[thing.name],)
        elif thing.lemma == "suit" and thing.name.partition(" ")[0] in SUITS_OF_ANYBODY:
            self._said = self.names = (thing.name,)
        else:
            self._said = dict.fromkeys((thing.name, thing.lemma, role_word(thing.name)))
            self.names = dict.fromkeys(company.usual_name[name] for name in self._said)

    @cached_property
    def is_unheard(self) -> bool:
        """Whether nobody knows what goes with it."""
        vague = self._lexicon.objects.is_vague(self.thing.name)
        return not vague and not any(map(self._company.is_heard_of, self._said))


class Place:
    """A thing that may give way, with all that rules ask of it, found once for all that could take its place."""

    # read by look_around, before the first offer is asked about
    uses: list[Use]  # what is to be known of each of its links, in their order
    neighbours: list[Neighbour]  # the other things of the sentence
    said: list[Said]  # its qualities but for numbers

    def __init__(self, scene: Scene, thing: Thing, company: Company) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.thing = thing
        self.name = thing.name
        self.company = company
        self.counts = scene.lexicon.counts

    @cached_property
    def mentions(self) -> list[Place]:
        """Where else the caption names the thing: a place in a scene of its sentence each."""
        mentioned = all_mentions(self.scene, self.thing)[1:]
        return [Place(self.scene.of(sentence), thing, self.company) for sentence, thing in mentioned]

    @cached_property
    def spoken(self) -> list[Thing]:
        """The thing at all its mentions, this one first."""
        return [self.thing, *(mention.thing for mention in self.mentions)]

    def comes_before(self, other: Place) -> bool:
        """Whether this mention of a thing stands before another."""
        return self.thing.start < other.thing.start

    @cached_property
    def held_as(self) -> frozenset[str]:
        """The roles of what it is the object of."""
        return frozenset(role_word(link.predicate) for link in self.thing.as_object)

    @cached_property
    def only_acts(self) -> bool:
        """Whether it is known by what it does (``a dog running``), and by nothing that the graph leaves out."""
        acts = self.thing.as_subject or any(quality.type == "action" for quality in self.thing.qualities)
        return bool(acts) and self.sentence.once(is_told_fully)

    def knows(self, use: Use, new: str) -> bool:
        """Whether ``new`` was seen in the thing's place in a link."""
        return self.company.seen[use.subject or new, use.predicate, use.object or new]

    def knows_beside(self, neighbour: Neighbour, new: str) -> bool:
        """Whether ``new`` was seen in all links of the thing with a neighbour, and there are some."""
        known = False
        for use in self.uses:
            if use.other is neighbour.thing:
                if not self.knows(use, new):
                    return False
                known = True
        return known

    def look_around(self) -> None:
        """Read what the rules of what is offered ask for: ``uses``, ``neighbours`` and ``said``."""
        thing, counts = self.thing, self.counts
        self.uses = [Use(link, thing, counts) for link in thing.links]
        self.neighbours = [one for one in self.scene.once(neighbours) if one.thing is not thing]
        self.said = [
            Said(q.name, q.type, counts.attribute(q.name, self.name)) for q in thing.qualities if q.type != "number"
        ]


def neighbours(scene: Scene) -> list[Neighbour]:
    """All things of the sentence as what stands beside others; asked as ``scene.once(neighbours)``."""
    company = company_of(scene.lexicon)
    return [Neighbour(thing, scene.lexicon, company) for thing in scene.sentence.things]


def conjuncts(place: Place) -> list[Thing]:
    """The things of the sentence that ``and`` joins with it."""
    tokens, head = place.sentence.tokens, place.thing.head
    first = tokens[head].head if tokens[head].dep == "conj" else head
    return [
        thing
        for thing in place.sentence.things
        if thing is not place.thing
        and (thing.head == first or (tokens[thing.head].dep == "conj" and tokens[thing.head].head == first))
    ]


def has_names(place: Place) -> bool:
    """Whether a name or printed text stands in the sentence beside the thing."""
    sentence, (first, end) = place.sentence, place.thing.words
    if sentence.frozen:
        return True
    nouns = (k for k, token in enumerate(sentence.tokens) if k and token.tag.startswith("NN"))
    return not sentence.text.isupper() and any(
        sentence.tokens[k].text[:1].isupper() and not first <= k < end for k in nouns
    )


def caption_words(caption: ParsedCaption) -> frozenset[str]:
    """The words of the whole caption in lower case; asked as ``caption.once(caption_words)``."""
    return frozenset().union(*[sentence.lower for sentence in caption.sentences])


def role_word(predicate: str) -> str:
    """The word of a predicate that tells the role of its object (``top`` for ``on top of``)."""
    before, _, last = predicate.rpartition(" ")
    return before.rpartition(" ")[2] if before and last in NAMED_BEFORE else last


def is_told_fully(sentence: Sentence) -> bool:
    """Whether all that a sentence says of its things stands in its graph."""
    if not KEEPS_KIND.isdisjoint(sentence.lower_set):
        return False
    adjectives = {word for quality in sentence.qualities for word in quality.name.split()}
    told = {link.first for link in sentence.links} | {q.name for q in sentence.qualities}
    told |= HELPING
    for token, word in zip(sentence.tokens, sentence.lower, strict=True):
        if token.tag == "JJ" and word not in adjectives:
            return False
        if token.tag.startswith("VB") and word not in told and token.lemma.lower() not in told:
            return False
    return True
