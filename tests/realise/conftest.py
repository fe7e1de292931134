"""Parsed captions made by hand: the tests of the realiser need no parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from capaug.parsing.parsed import AttributePosition, AttributeSite, ObjectSite, ParsedCaption, Token
from capaug.english.inflection import lemma
from capaug.records import Attribute, Caption, SceneGraph, SceneObject

Parse = Callable[..., ParsedCaption]


def parse(
    annotated: str, objects: Sequence[tuple[int, int]], collectives: Sequence[tuple[int, int, int]] = ()
) -> ParsedCaption:
    """A caption from ``word/TAG/label/head`` tokens, with its objects as (first token of the base, head).

    A token that begins with ``+`` follows the one before without a space. Names take in ``compound`` children,
    numbers become attributes, ``collectives`` are (object, first token, end).
    """
    tokens: list[Token] = []
    text = ""
    for item in annotated.split():
        word, tag, dep, head = item.rsplit("/", 3)
        glued = word.startswith("+")
        word = word.removeprefix("+")
        text += "" if glued or not text else " "
        tokens.append(Token(word, lemma(word, tag), tag, dep, int(head), len(text), len(text) + len(word)))
        text += word
    nodes, sites, attributes, attribute_sites = [], [], [], []
    for i, (base, head) in enumerate(objects):
        inside = range(base, head)
        name = min([k for k in inside if tokens[k].dep == "compound"], default=head)
        numbers = [k for k in inside if tokens[k].dep == "nummod"]
        determiner = next((k for k in inside if tokens[k].dep == "det"), None)
        counted = any(tokens[k].text.lower() != "one" for k in numbers)
        plural = tokens[head].tag == "NNS" or counted
        start, end = tokens[name].start, tokens[head].end
        words = " ".join([*(t.text.lower() for t in tokens[name:head]), tokens[head].lemma])
        nodes.append(SceneObject(words, tokens[head].lemma, start, end))
        sites.append(ObjectSite(head, (name, head + 1), (base, head + 1), (base, head + 1), determiner, plural))
        for k in numbers:
            attributes.append(Attribute(i, tokens[k].lemma, "number", tokens[k].start, tokens[k].end))
            attribute_sites.append(AttributeSite((k, k + 1), AttributePosition.NUMBER))
    for i, first, end in collectives:
        span = tokens[first].start, tokens[end - 1].end
        attributes.append(Attribute(i, text[slice(*span)].lower(), "number", *span))
        attribute_sites.append(AttributeSite((first, end), AttributePosition.COLLECTIVE))
    graph = SceneGraph(tuple(nodes), tuple(attributes), ())
    return ParsedCaption(Caption("1", text), tokens, graph, sites, attribute_sites, [])


@pytest.fixture(name="parse")
def parse_fixture() -> Parse:
    return parse
