"""The sibling check."""

from __future__ import annotations

import pytest

from capaug.captions import Scene
from capaug.english.facts import Facts, Told, affirmed, is_of_no_picture
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption, Edit, Variant


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def facts(parser, *captions: str) -> Facts:
    first, *others = parser.parse([Caption(str(i), text) for i, text in enumerate(captions)])
    return Facts(Scene(first, first.sentences[0], others, Lexicon.load()))


def test_mentions_synonyms_and_covers(parser):
    known = facts(parser, "A puppy on a sofa.", "There is a bike near a red car.")
    assert all(known.mentions(name) for name in ("puppy", "dog", "couch", "bicycle", "car", "vehicle"))
    assert not known.mentions("elephant")


def test_several_things_that_could_be_anything_are_no_mention(parser):
    told = facts(parser, "A plate of food.", "A table with many items.")
    assert not told.mentions("bowl", instead_of="plate")
    told = facts(parser, "A dog in a field.", "A field with many animals.")
    assert told.mentions("cat", instead_of="dog")


def test_attributes_of_what_may_be_the_same_thing(parser):
    known = facts(parser, "A dog on a rug.", "A brown puppy on a rug.")
    assert known.has_attribute("dog", "brown")
    assert not known.has_attribute("dog", "white")


def test_what_is_not_there_is_named_as_well(parser):
    known = facts(parser, "A street with no cars.")
    assert known.mentions("car") and known.mentions("taxi")
    assert "car" not in known.names
    assert not facts(parser, "A street with trees.").mentions("car")


def test_a_denial_silences_its_own_words(parser):
    (told,) = parser.parse([Caption("1", "A red bus with no people in it near a tree.")])
    scene = Scene(told, told.sentences[0], [], Lexicon.load())
    made = [
        Variant("", "attribute_replace.contrast", (Edit(start, start + len(old), old, "x"),))
        for old in ("red", "people", "in it", "bus")
        if (start := told.text.index(old)) >= 0
    ]
    left = affirmed(scene, "attribute_replace.contrast", made)
    assert [variant.edits[0].old for variant in left] == ["red", "bus"]
    assert scene.refused["attribute_replace.contrast", "under_a_denial"] == 2


def test_what_will_be_is_not_changed(parser):
    (told,) = parser.parse([Caption("1", "A red bus near a tree that will carry people to a white church.")])
    scene = Scene(told, told.sentences[0], [], Lexicon.load())
    made = [
        Variant("", "attribute_replace.contrast", (Edit(start, start + len(old), old, "x"),))
        for old in ("red", "people", "white", "bus")
        if (start := told.text.index(old)) >= 0
    ]
    left = affirmed(scene, "attribute_replace.contrast", made)
    assert [variant.edits[0].old for variant in left] == ["red", "bus"]
    assert scene.refused["attribute_replace.contrast", "not_sure"] == 2


def test_a_sentence_is_read_once_for_all_captions_of_its_image(parser, monkeypatch):
    told = parser.parse([Caption("1", "A dog on a rug."), Caption("2", "A cat."), Caption("3", "A brown puppy.")])
    read = []
    make = Told.__init__
    monkeypatch.setattr(Told, "__init__", lambda self, sentence: (read.append(sentence), make(self, sentence))[1])
    for mine in told:
        Facts(Scene(mine, mine.sentences[0], [one for one in told if one is not mine], Lexicon.load()))
    assert read == [one.sentences[0] for one in told]


def test_what_others_say_is_related(parser):
    known = facts(parser, "A dog on a rug.", "A man walks a puppy.", "A cat sleeping.")
    assert known.does("walk", "man")
    assert known.does("sleep", "cat")
    assert not known.does("sleep", "bus")
    assert not facts(parser, "A man walks a puppy.").does("walk", "man")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Forget buying a house.", True),
        ("A small house is a better choice.", True),
        ("Dogs are required to stop.", True),
        ("A dog is about to stop.", False),
        ("A girl makes a choice.", False),
        ("Add to it a red cup.", True),
    ],
)
def test_advice_and_rules_show_no_picture(parser, text: str, without: bool) -> None:
    (told,) = parser.parse([Caption("1", text)])
    assert is_of_no_picture(told.sentences[0]) is without


def test_what_others_say_of_other_things_is_not_related(parser):
    known = facts(parser, "A man on a bench.", "A man in front of a church.", "A woman posing next to a motorcycle.")
    assert known.relates("in front of", "man", "building")
    assert not known.relates("in front of", "man", "bench")
    assert known.ends_with("beside", "woman", "moped")
    assert not known.ends_with("beside", "woman", "bench")
