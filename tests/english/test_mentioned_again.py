"""An edit of one mention must not leave another that contradicts it."""

from __future__ import annotations

import random
import re

import pytest

from capaug.captions import ParsedCaption, Scene
from capaug.english.mentioned_again import pronoun_clashes
from capaug.english.mentions import Mentions
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption
from capaug.registry import KINDS


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def first_scene(parser: Parser, text: str) -> Scene:
    """The scene of the first sentence of a caption."""
    parts = parser.parse([Caption("1", one) for one in re.split(r"(?<=\.) ", text)])
    told = ParsedCaption(Caption("1", text), tuple(part.sentences[0] for part in parts), Mentions(Lexicon.load()))
    return Scene(told, told.sentences[0], [], Lexicon.load())


@pytest.mark.parametrize(
    ("text", "new", "clashes"),
    [
        ("A man sits on a bench. He reads.", "woman", True),
        ("A man sits on a bench. He reads.", "boy", False),
        ("A man sits on a bench. He reads.", "dog", True),
        ("A man sits on a bench. It is red.", "woman", False),
        ("A cat sits on a bench. It is black.", "dog", False),
        ("A cat sits on a bench. It is black.", "woman", True),
        ("A man sits on a bench. A woman reads her book.", "boy", False),
        ("A man sits on a bench. A woman reads her book.", "dog", False),
    ],
)
def test_a_pronoun_that_cannot_mean_the_new_noun(parser, text, new, clashes):
    scene = first_scene(parser, text)
    assert pronoun_clashes(scene, scene.sentence.things[0], new) is clashes


@pytest.mark.parametrize(
    ("kind", "rule", "text", "twin"),
    [
        (
            "asymmetry_1.object",
            "named_again",
            "A pit bull and a cat are next to the dog's bed.",
            "A pit bull and a cat are next to a bed.",
        ),
        (
            "asymmetry_1.object",
            "sex_said_in_another_sentence",
            "A man sits on a bench. He reads.",
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
    def denials(caption: str) -> list[str]:
        made = KINDS.get("asymmetry_1.negate")(Lexicon.load()).generate(first_scene(parser, caption), random.Random(2))
        return [variant.edits[0].new.strip() for variant in made]

    assert not denials("A gizmo blocking a doodad. The doodad is red.")
    assert denials("A gizmo blocking a doodad. A cat is red.") == ["not"]
