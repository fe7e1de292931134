"""An edit of one mention must not leave another that contradicts it."""

from __future__ import annotations

import random

import pytest

from capaug.captions import Scene
from capaug.english.mentioned_again import all_mentions, pronouns_follow
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption
from capaug.registry import KINDS


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def scenes_of(parser: Parser, text: str) -> list[Scene]:
    """A scene of each sentence of a caption."""
    (told,) = parser.parse([Caption("1", text)])
    return [Scene(told, sentence, [], Lexicon.load()) for sentence in told.sentences]


def first_scene(parser: Parser, text: str) -> Scene:
    """The scene of the first sentence of a caption."""
    return scenes_of(parser, text)[0]


@pytest.mark.parametrize(
    ("text", "new", "pronouns"),
    [
        ("A man sits on a bench. He reads.", "woman", ["she"]),
        ("A man sits on a bench. He reads.", "boy", []),
        ("A man sits on a bench. He reads.", "dog", None),
        ("A man sits on a bench. It is red.", "woman", []),
        ("A cat sits on a bench. It is black.", "dog", []),
        ("A cat sits on a bench. It is black.", "woman", None),
        ("A man sits on a bench. A woman reads her book.", "boy", []),
        ("A man sits on a bench. A woman reads her book.", "woman", []),
        ("A man and a boy sit on a bench. He reads.", "woman", None),
        ("A cat and a man sit on a bench. His coat is red.", "girl", []),
        ("A woman holds her hat. Somebody waves to her.", "man", ["his", "him"]),
    ],
)
def test_pronouns_follow_the_new_noun_or_the_noun_stays(parser, text, new, pronouns):
    scene = first_scene(parser, text)
    mentions = [thing for _, thing in all_mentions(scene, scene.sentence.things[0])]
    edits = pronouns_follow(scene, mentions, new)
    assert (edits if edits is None else [word for _, _, word in edits]) == pronouns


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("A pit bull lies on a rug. The dog sleeps.", "A cat lies on a rug. The cat sleeps."),
        ("A pit bull lies on a rug. The animal sleeps.", "A cat lies on a rug. The animal sleeps."),
        (
            "A dog lies on a rug. Another dog is on a couch. The dogs sleep.",
            "A cat lies on a rug. Another cat is on a couch. The cats sleep.",
        ),
        ("A man sits on a bench. He reads his book.", "A woman sits on a bench. She reads her book."),
        ("A dog lies on a rug. A puppy sleeps.", "A cat lies on a rug. A puppy sleeps."),
        ("A dog lies on a rug. The puppy sleeps next to a bowl.", None),
        ("A BMW 501 is on a street. The car is parked on the road.", None),
        ("A dog lies on a rug. There is no food for the dog.", None),
    ],
)
def test_all_mentions_of_a_thing_change_or_none(parser, text, becomes):
    generator = KINDS.get("asymmetry_1.object")(Lexicon.load())
    made = [v.text for scene in scenes_of(parser, text) for v in generator.generate(scene, random.Random(0))]
    if becomes is None:
        assert not [one for one in made if text.split()[1] not in one]
    else:
        assert becomes in made


@pytest.mark.parametrize(
    ("kind", "rule", "text", "twin"),
    [
        (
            "asymmetry_1.object",
            "named_in_another_sentence",
            "A dog lies on a rug. The puppy sleeps.",
            "A dog lies on a rug. A cat sleeps.",
        ),
        (
            "asymmetry_1.object",
            "pronoun_does_not_follow",
            "A cat and a man sit on a bench. His coat is red, and so is her hat.",
            "A man sits on a bench. A cat eats.",
        ),
        (
            "attribute_replace.contrast",
            "said_in_another_sentence",
            "A red car on a street. The red car is old.",
            "A red car on a street. A cat is old.",
        ),
        (
            "attribute_replace.contrast",
            "counted_in_another_sentence",
            "Two dogs on a rug. They sleep.",
            "Two dogs on a rug. A cat sleeps.",
        ),
        (
            "attribute_replace.contrast",
            "said_in_another_sentence",
            "A dog on a rug. The dog sleeps.",
            "A dog on a rug. A cat sleeps.",
        ),
        (
            "attribute_replace.swap",
            "said_again",
            "A black cat and a white dog. The white dog sleeps.",
            "A black cat and a white dog. The dog sleeps.",
        ),
        (
            "attribute_replace.swap",
            "counted_in_another_sentence",
            "A woman and two dogs. The dogs sleep.",
            "A woman and two dogs. A cat sleeps.",
        ),
    ],
)
def test_what_would_contradict_another_mention_is_refused_and_counted(parser, kind, rule, text, twin):
    def refused(caption: str) -> set[str]:
        scene = first_scene(parser, caption)
        list(KINDS.get(kind)(Lexicon.load()).generate(scene, random.Random(0)))
        return {name for owner, name in scene.refused if owner == kind}

    assert rule in refused(text)
    assert rule not in refused(twin)


def test_what_the_caption_goes_on_about_is_not_denied(parser):
    def denials(caption: str) -> set[str]:
        scene = first_scene(parser, caption)
        generator = KINDS.get("asymmetry_1.negate")(Lexicon.load())
        made = [variant for seed in range(100) for variant in generator.generate(scene, random.Random(seed))]
        return {variant.edits[0].new.strip() for variant in made}

    assert not denials("A boy blocking a doodad. The doodad is red.")
    assert denials("A boy blocking a doodad. A cat is red.") == {"not"}
