"""Captions as objects: what hangs together, what is read once, and the graph of several sentences."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import (
    Chain,
    Link,
    LinkForm,
    Mention,
    MentionKind,
    ParsedCaption,
    Quality,
    QualityPosition,
    Scene,
    Sentence,
    Thing,
    Token,
)
from capaug.captions.merged import merged_graph
from capaug.lexicon import Lexicon
from capaug.records import Caption, Span

TEXT = "A red bus near a dog. The dog sleeps."


def token(text: str, start: int, tag: str = "NN", head: int = 0) -> Token:
    return Token(text, text.lower(), tag, "dep", head, start, start + len(text))


def sentences() -> tuple[Sentence, Sentence]:
    caption = Caption("1", TEXT)
    words = [token(*pair) for pair in (("A", 0), ("red", 2), ("bus", 6), ("near", 10), ("a", 15), ("dog", 17))]
    bus = Thing(0, "bus", "bus", 6, 9, 2, (2, 3), (0, 3), (0, 6), 0, False)
    dog = Thing(1, "dog", "dog", 17, 20, 5, (5, 6), (4, 6), (4, 6), 4, False)
    red = Quality(0, bus, "red", "color", 2, 5, (1, 2), QualityPosition.BEFORE)
    near = Link(0, bus, "near", dog, 10, 14, LinkForm.PREPOSITION, None, (), None, (3, 4), False)
    second = [token(*pair) for pair in (("The", 22), ("dog", 26), ("sleeps", 30))]
    sleeper = Thing(0, "dog", "dog", 26, 29, 1, (1, 2), (0, 2), (0, 2), 0, False)
    sleeps = Quality(0, sleeper, "sleep", "action", 30, 36, (2, 3), QualityPosition.VERB)
    return Sentence(caption, words, [bus, dog], [red], [near]), Sentence(caption, second, [sleeper], [sleeps], [])


def test_things_know_what_is_said_of_them() -> None:
    first, _ = sentences()
    bus, dog = first.things
    assert [quality.name for quality in bus.qualities] == ["red"] and not dog.qualities
    assert bus.as_subject == dog.as_object == bus.links == dog.links == first.links
    assert first.thing_at == {2: bus, 5: dog}


def test_words_and_spans_are_those_of_the_caption() -> None:
    first, second = sentences()
    assert first.words(*first.things[0].base) == "A red bus"
    assert second.words(0, 3) == "The dog sleeps"
    assert [first.word(k) for k in (-1, 0, 5, 6)] == ["", "a", "dog", ""]
    assert [first.tag(k) for k in (-1, 0, 6)] == ["", "NN", ""]
    assert TEXT[slice(*second.span(1, 2))] == "dog"


def test_a_thing_whose_noun_stands_twice_is_not_unique() -> None:
    first, _ = sentences()
    assert first.unique_things() == first.things
    twice = Thing(2, "small dog", "dog", 0, 0, 5, (5, 6), (5, 6), (5, 6), None, False)
    both = Sentence(first.caption, first.tokens, [*first.things, twice], [], [])
    assert [thing.name for thing in both.unique_things()] == ["bus"]


def test_the_graph_of_two_sentences_numbers_things_through() -> None:
    parsed = ParsedCaption(Caption("1", TEXT), sentences())
    graph = parsed.graph
    assert [o.name for o in graph.objects] == ["bus", "dog", "dog"]
    assert [(a.object, a.name) for a in graph.attributes] == [(0, "red"), (2, "sleep")]
    assert [(r.subject, r.predicate, r.object) for r in graph.relations] == [(0, "near", 1)]
    assert all(TEXT[o.start : o.end].lower() == o.name for o in graph.objects)


class TwoDogs:
    """Takes the dogs of both sentences for one."""

    def names_again(self, told: Sequence[Sentence]) -> bool:
        return True

    def chains(self, told: Sequence[Sentence]) -> tuple[Chain, ...]:
        first, second = (one.things[-1] for one in told)
        return ((Mention(0, 5, 6, first, MentionKind.NOUN), Mention(1, 1, 2, second, MentionKind.NOUN)),)


def test_the_mentions_of_a_thing_are_one_object() -> None:
    parsed = ParsedCaption(Caption("1", TEXT), sentences(), TwoDogs())
    graph = parsed.graph
    assert [(o.name, o.mentions) for o in graph.objects] == [("bus", ()), ("dog", (Span(26, 29),))]
    assert [(a.object, a.name) for a in graph.attributes] == [(0, "red"), (1, "sleep")]
    assert [(r.subject, r.predicate, r.object) for r in graph.relations] == [(0, "near", 1)]
    assert parsed.chain_of(parsed.sentences[1].things[0]) == parsed.mentions[0]
    assert parsed.chain_of(parsed.sentences[0].things[0]) == ()


def test_what_is_said_twice_of_a_thing_is_said_once() -> None:
    first, second = sentences()
    second.qualities.append(Quality(1, second.things[0], "sleep", "action", 30, 36, (2, 3), QualityPosition.VERB))
    graph = merged_graph([first, second], TwoDogs().chains([first, second]))
    assert [(a.object, a.name) for a in graph.attributes] == [(0, "red"), (1, "sleep")]


def test_other_sentences_and_siblings_are_speakers_too() -> None:
    parsed = ParsedCaption(Caption("1", TEXT), sentences())
    sibling = ParsedCaption(Caption("2", TEXT), sentences()[:1])
    scene = Scene(parsed, parsed.sentences[1], [sibling], Lexicon.load())
    assert scene.others == [parsed.sentences[0], sibling.sentences[0]]
    assert scene.speakers == [parsed.sentences[1], *scene.others]


def test_what_is_read_of_a_scene_or_a_sentence_is_read_once() -> None:
    parsed = ParsedCaption(Caption("1", TEXT), sentences())
    scene = Scene(parsed, parsed.sentences[0], [], Lexicon.load())
    asked = []

    def read(of: object, *rest: object) -> int:
        asked.append((of, *rest))
        return len(asked)

    assert [scene.once(read), scene.once(read)] == [1, 1]
    assert [scene.sentence.once(read, "x"), scene.sentence.once(read, "x")] == [2, 2]
    assert asked == [(scene,), (scene.sentence, "x")]
