"""What the parser hands on: a caption, its tokens, its scene graph, and where in the sentence each part stands.

The graph (:class:`capaug.records.SceneGraph`) is what a shard stores. The generators also need to know the
syntax around a node to edit it (its determiner, its whole phrase, its verb); that is what the sites are for:
``object_sites[i]`` belongs to ``graph.objects[i]`` and so on. Sites count in tokens, the graph in characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Sentence, Thing, Token
from capaug.records import Caption, SceneGraph


class AttributePosition(StrEnum):
    """Where an attribute stands."""

    BEFORE = "before"  # "a red bus"
    PREDICATE = "predicate"  # "the bus is red"
    AFTER = "after"  # "a bus full of people", "a man alone"
    NUMBER = "number"  # "two buses"
    COLLECTIVE = "collective"  # "a group of buses": the tokens are "group of"
    VERB = "verb"  # "a man sitting", "the dog is running": the tokens are the verb and its particle


class RelationForm(StrEnum):
    """How a relation is said."""

    VERB_OBJECT = "verb_object"  # "a man riding a horse"
    VERB_PREPOSITION = "verb_preposition"  # "a man sitting on a bench"
    PREPOSITION = "preposition"  # "a cat on a bed", "there is a cat on a bed", "a cat is on a bed"
    PASSIVE = "passive"  # "a horse ridden by a man", "a wall covered in graffiti"
    POSSESSIVE = "possessive"  # "a man's hand"
    PLACE = "place"  # "a man riding a horse on a beach": man on beach, said after the verb's object


@dataclass(slots=True)
class ObjectSite:
    """An object's place: token indices, ends exclusive.

    ``head``: the head noun. ``name``: the words of its name (``tennis racket``).
    ``base``: determiner, premodifiers and name (``a red tennis racket``).
    ``phrase``: the base with everything that hangs on it (``a red tennis racket with a logo on it``).
    ``determiner``: index of the article, possessive pronoun or demonstrative, or None.
    ``plural``: the noun is plural in form or counted with others (``two sheep``).
    """

    head: int
    name: tuple[int, int]
    base: tuple[int, int]
    phrase: tuple[int, int]
    determiner: int | None
    plural: bool


@dataclass(slots=True)
class AttributeSite:
    """An attribute's place: ``words`` are its token indices (end exclusive), ``position`` how it stands there."""

    words: tuple[int, int]
    position: AttributePosition


@dataclass(slots=True)
class RelationSite:
    """A relation's place.

    ``verb``: index of its main verb or None. ``auxiliaries``: indices of ``is``, ``are``, ``being``, ... before it.
    ``particle``: index of the verb's particle (``up``) or None.
    ``preposition``: token range of its preposition (``next to``) or None.
    ``shared``: coordination hands the same words to another relation as well (``a man and a woman riding horses``),
    so an edit of these words changes more than one fact.
    """

    form: RelationForm
    verb: int | None
    auxiliaries: tuple[int, ...]
    particle: int | None
    preposition: tuple[int, int] | None
    shared: bool


@dataclass(slots=True)
class ParsedCaption:
    """A caption with all that the parser knows of it."""

    caption: Caption
    tokens: list[Token]
    graph: SceneGraph
    object_sites: list[ObjectSite]
    attribute_sites: list[AttributeSite]
    relation_sites: list[RelationSite]

    @property
    def text(self) -> str:
        """The caption's text, to the letter."""
        return self.caption.text

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Character span of the tokens ``first`` to ``end`` (exclusive)."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def words(self, first: int, end: int) -> str:
        """Text of the tokens ``first`` to ``end`` (exclusive), to the letter."""
        start, stop = self.span(first, end)
        return self.caption.text[start:stop]


def as_sentence(parsed: ParsedCaption) -> Sentence:
    """The caption as one sentence of things, qualities and links."""
    graph = parsed.graph
    things = [
        Thing(i, o.name, o.lemma, o.start, o.end, s.head, s.name, s.base, s.phrase, s.determiner, s.plural)
        for i, (o, s) in enumerate(zip(graph.objects, parsed.object_sites, strict=True))
    ]
    qualities = [
        Quality(k, things[a.object], a.name, a.type, a.start, a.end, s.words, QualityPosition(s.position.value))
        for k, (a, s) in enumerate(zip(graph.attributes, parsed.attribute_sites, strict=True))
    ]
    links = [
        Link(
            k,
            things[r.subject],
            r.predicate,
            things[r.object],
            r.start,
            r.end,
            LinkForm(s.form.value),
            s.verb,
            s.auxiliaries,
            s.particle,
            s.preposition,
            s.shared,
        )
        for k, (r, s) in enumerate(zip(graph.relations, parsed.relation_sites, strict=True))
    ]
    return Sentence(parsed.caption, parsed.tokens, things, qualities, links)
