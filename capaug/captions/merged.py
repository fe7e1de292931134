"""The graph of a caption: what its sentences say, in which a thing is one object wherever it is mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from capaug.captions.mentions import Chain
from capaug.captions.sentence import Sentence, Thing
from capaug.records import Attribute, Relation, SceneGraph, SceneObject, Span


def merged_graph(sentences: Sequence[Sentence], chains: Iterable[Chain] = ()) -> SceneGraph:
    """One graph of several sentences: the things of a chain are one object, and what is said twice is said once.

    Objects stand in the order of their first mention, and have its name.
    """
    first_of = _first_mentions(chains)
    if len(sentences) == 1 and not first_of:
        return sentences[0].graph
    number: dict[Thing, int] = {}
    objects: list[SceneObject] = []
    attributes: dict[tuple[int, str], Attribute] = {}
    relations: dict[tuple[int, str, int], Relation] = {}
    for sentence in sentences:
        for thing in sentence.things:
            first = first_of.get(thing, thing)
            if first is thing:
                number[thing] = len(objects)
                objects.append(SceneObject(thing.name, thing.lemma, thing.start, thing.end))
            else:
                at = number[thing] = number[first]
                objects[at] = replace(objects[at], mentions=(*objects[at].mentions, Span(thing.start, thing.end)))
        for q in sentence.qualities:
            at = number[q.thing]
            attributes.setdefault((at, q.name), Attribute(at, q.name, q.type, q.start, q.end))
        for link in sentence.links:
            key = number[link.subject], link.predicate, number[link.object]
            if key[0] != key[2]:
                relations.setdefault(key, Relation(*key, link.start, link.end))
    return SceneGraph(tuple(objects), tuple(attributes.values()), tuple(relations.values()))


def _first_mentions(chains: Iterable[Chain]) -> dict[Thing, Thing]:
    """For each thing that is mentioned by nouns more than once, the thing that mentions it first."""
    found: dict[Thing, Thing] = {}
    for chain in chains:
        things = [mention.thing for mention in chain if mention.thing is not None]
        if len(things) > 1:
            found.update(dict.fromkeys(things, things[0]))
    return found
