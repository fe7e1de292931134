"""A sentence of a caption: its words, the things it names, their qualities, and the links between them.

The graph of a shard (:class:`capaug.records.SceneGraph`) holds names and character spans. To edit a sentence one has
to know as well where each part stands in it: its determiner, its whole phrase, its verb. A :class:`Thing`, a
:class:`Quality` and a :class:`Link` hold both. They count in words of the sentence (``head``, ``base``, ``verb``) and
in characters of the caption (``start``, ``end``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from capaug.records import Attribute, Caption, Relation, SceneGraph, SceneObject

T = TypeVar("T")
Range = tuple[int, int]
"""Indices of words, the end exclusive."""


@dataclass(slots=True)
class Token:
    """One word: surface text, lemma, Penn Treebank tag, Universal Dependencies label, head index, character span.

    The root's ``head`` is its own index. Labels of spaCy's English pipelines have been turned into Universal
    Dependencies, so ``obj``, ``obl``, ``nmod`` and ``case`` are the only names a reader needs to know.
    """

    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


class QualityPosition(StrEnum):
    """Where a quality stands."""

    BEFORE = "before"  # "a red bus"
    PREDICATE = "predicate"  # "the bus is red"
    AFTER = "after"  # "a bus full of people", "a man alone"
    NUMBER = "number"  # "two buses"
    COLLECTIVE = "collective"  # "a group of buses": the words are "group of"
    VERB = "verb"  # "a man sitting", "the dog is running": the words are the verb and its particle


class LinkForm(StrEnum):
    """How a link is said."""

    VERB_OBJECT = "verb_object"  # "a man riding a horse"
    VERB_PREPOSITION = "verb_preposition"  # "a man sitting on a bench"
    PREPOSITION = "preposition"  # "a cat on a bed", "there is a cat on a bed", "a cat is on a bed"
    PASSIVE = "passive"  # "a horse ridden by a man", "a wall covered in graffiti"
    POSSESSIVE = "possessive"  # "a man's hand"
    PLACE = "place"  # "a man riding a horse on a beach": man on beach, said after the verb's object


@dataclass(slots=True, eq=False)
class Thing:
    """A thing that a sentence names.

    ``index``: its place among the things of its sentence. ``name``: as graphs have it (lower case, singular);
    ``lemma``: its head noun alone. ``head``: index of the head noun. ``words``: those of the name (``tennis racket``).
    ``base``: determiner, premodifiers and name (``a red tennis racket``). ``phrase``: the base with everything that
    hangs on it (``a red tennis racket with a logo on it``). ``determiner``: index of the article, possessive pronoun or
    demonstrative, or None. ``plural``: the noun is plural in form or counted with others (``two sheep``).
    """

    index: int
    name: str
    lemma: str
    start: int
    end: int
    head: int
    words: Range
    base: Range
    phrase: Range
    determiner: int | None
    plural: bool
    qualities: list[Quality] = field(default_factory=list, repr=False)
    as_subject: list[Link] = field(default_factory=list, repr=False)
    as_object: list[Link] = field(default_factory=list, repr=False)

    @property
    def links(self) -> list[Link]:
        """The links that it is the subject or the object of, in the order of the sentence's links."""
        if not (self.as_subject and self.as_object):
            return [*self.as_subject, *self.as_object]
        return sorted({*self.as_subject, *self.as_object}, key=lambda link: link.index)


@dataclass(slots=True, eq=False)
class Quality:
    """What a sentence says of one thing: ``red``, ``two``, ``group of``, ``sitting``.

    ``type`` is the lexicon's (``color``, ``number``, ``action``, ...); ``words`` and ``position`` say where it stands.
    """

    index: int
    thing: Thing
    name: str
    type: str
    start: int
    end: int
    words: Range
    position: QualityPosition


@dataclass(slots=True, eq=False)
class Link:
    """What a sentence says of two things: ``subject`` ``predicate`` ``object``.

    ``verb``: index of its main verb or None. ``auxiliaries``: indices of ``is``, ``are``, ``being``, ... before it.
    ``particle``: index of the verb's particle (``up``) or None. ``preposition``: the words of its preposition
    (``next to``) or None. ``shared``: coordination hands the same words to another link as well (``a man and a woman
    riding horses``), so an edit of these words changes more than one fact.
    """

    index: int
    subject: Thing
    predicate: str
    object: Thing
    start: int
    end: int
    form: LinkForm
    verb: int | None
    auxiliaries: tuple[int, ...]
    particle: int | None
    preposition: Range | None
    shared: bool

    @property
    def first(self) -> str:
        """The first word of its predicate: its verb's base form where it has a verb (``sit`` of ``sit on``)."""
        return self.predicate.partition(" ")[0]


@dataclass(eq=False)
class Sentence:
    """A sentence with all that the parser knows of it; spans count in the text of the whole ``caption``.

    ``lower``: its words in lower case; ``lower_set``: the same, to ask whether one is there; ``thing_at``: its things
    by the index of their head nouns; ``frozen``: words that name nothing in the picture and that no edit may touch
    (printed text, names, codes). What is frozen is in ``lower`` and not in ``lower_set``. ``denied``: indices of words
    under a denial (``without a hat``), none of which may be changed; ``absent``: names of what it says is not there.
    """

    caption: Caption
    tokens: list[Token]
    things: list[Thing]
    qualities: list[Quality]
    links: list[Link]
    frozen: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()
    absent: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._known: dict[object, Any] = {}
        self.lower = [token.text.lower() for token in self.tokens]
        self.lower_set = frozenset(self.lower)
        if self.frozen:
            self.lower_set = frozenset([word for k, word in enumerate(self.lower) if k not in self.frozen])
        self.thing_at = {thing.head: thing for thing in self.things}
        for quality in self.qualities:
            quality.thing.qualities.append(quality)
        for link in self.links:
            link.subject.as_subject.append(link)
            link.object.as_object.append(link)

    @property
    def text(self) -> str:
        """The text of the whole caption, to the letter: it is what is edited."""
        return self.caption.text

    @property
    def own_text(self) -> str:
        """The text of the sentence, to the letter."""
        return self.words(0, len(self.tokens)) if self.tokens else ""

    @cached_property
    def graph(self) -> SceneGraph:
        """What the sentence says, as a shard stores it."""
        return SceneGraph(
            tuple(SceneObject(t.name, t.lemma, t.start, t.end) for t in self.things),
            tuple(Attribute(q.thing.index, q.name, q.type, q.start, q.end) for q in self.qualities),
            tuple(Relation(k.subject.index, k.predicate, k.object.index, k.start, k.end) for k in self.links),
        )

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Character span of the words ``first`` to ``end`` (exclusive)."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def words(self, first: int, end: int) -> str:
        """Text of the words ``first`` to ``end`` (exclusive), to the letter."""
        start, stop = self.span(first, end)
        return self.caption.text[start:stop]

    def word(self, k: int) -> str:
        """Word ``k`` in lower case; an empty text before the first and behind the last one."""
        return self.lower[k] if 0 <= k < len(self.lower) else ""

    def tag(self, k: int) -> str:
        """Tag of word ``k``; an empty text before the first and behind the last one."""
        return self.tokens[k].tag if 0 <= k < len(self.tokens) else ""

    def children(self, head: int) -> list[int]:
        """Indices of the words that hang on word ``head``."""
        return [k for k, token in enumerate(self.tokens) if token.head == head and k != head]

    def unique_things(self) -> list[Thing]:
        """Things whose head noun stands once, so that changing it changes every mention."""
        lemmas = [thing.lemma for thing in self.things]
        return [thing for thing in self.things if lemmas.count(thing.lemma) == 1]

    def once(self, read: Callable[..., T], *arguments: object) -> T:
        """``read(self, *arguments)``, done at the first call and kept: what is read off a sentence is read once."""
        if read not in self._known:
            self._known[read] = read(self, *arguments)
        known: T = self._known[read]
        return known

    def forget(self) -> None:
        """Let go of what was read off the sentence, and take its things apart from their qualities and links.

        Each of these holds the others: only a search for rings would free them.
        """
        self._known.clear()
        for thing in self.things:
            thing.qualities.clear()
            thing.as_subject.clear()
            thing.as_object.clear()
