"""Captions with markup are parsed as they are read, and told as they were given."""

from __future__ import annotations

from capaug.captions import ParsedCaption
from capaug.captions.sentence import Link, Quality, Sentence, Thing, Token
from capaug.english.markup import Reading
from capaug.records import Caption


def as_given(parsed: ParsedCaption, caption: Caption, read: Reading) -> ParsedCaption:
    """What was read of ``caption``, with its spans as they are in the caption as given.

    Words keep the text in which they were read. Placeholders of places and organisations name no thing, and those of
    people are no part of another's name.
    """
    sentences = tuple([_sentence(sentence, caption, read) for sentence in parsed.sentences])
    return ParsedCaption(caption, sentences, parsed.resolver)


def _sentence(sentence: Sentence, caption: Caption, read: Reading) -> Sentence:
    stand_ins = {start: person for start, _, person in read.stand_ins}
    people = {k for k, token in enumerate(sentence.tokens) if stand_ins.get(token.start)}
    names = {k for k, token in enumerate(sentence.tokens) if stand_ins.get(token.start) is False}
    things = sentence.things
    if people or names:
        things = [thing for thing in things if thing.head not in names]
        for index, thing in enumerate(things):
            thing.index = index
            _name_without(thing, people | names)
    kept = {thing.head for thing in things}
    qualities = [one for one in sentence.qualities if one.thing.head in kept]
    links = [one for one in sentence.links if one.subject.head in kept and one.object.head in kept]
    sentence.forget()  # the new one ties its things to their qualities and links
    parts: list[Token | Thing | Quality | Link] = [*sentence.tokens, *things, *qualities, *links]
    for part in parts:
        part.start, part.end = read.given(part.start, part.end)
    for place, quality in enumerate(qualities):
        quality.index = place
    for place, link in enumerate(links):
        link.index = place
    return Sentence(
        caption, sentence.tokens, things, qualities, links, sentence.frozen, sentence.denied, sentence.absent
    )


def _name_without(thing: Thing, stand_ins: set[int]) -> None:
    """Take placeholders out of a name of several words: who "actor <PERSON>" names is an actor."""
    words = thing.name.split()
    first, end = thing.words
    if len(words) == end - first > 1:
        left = [word for k, word in zip(range(first, end), words, strict=True) if k not in stand_ins]
        thing.name = " ".join(left) or words[-1]
        if thing.head in stand_ins and left:
            thing.lemma = left[-1]
