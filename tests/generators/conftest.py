"""The embedded parser, loaded once, and captions parsed into scenes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from capaug.captions import Scene
from capaug.english.edits import fold
from capaug.kinds import KINDS
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption, Variant

Scenes = Callable[..., Scene]
Variants = Callable[..., list[Variant]]
Texts = Callable[..., list[str]]


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


@pytest.fixture(scope="session")
def scenes(parser: Parser) -> Scenes:
    """``scenes(caption, *siblings)``: the scene of a caption."""

    def read(*captions: str) -> Scene:
        parsed = parser.parse([Caption(str(i), text) for i, text in enumerate(captions)])
        first, *others = parsed
        return Scene(first, first.sentences[0], others, Lexicon.load())

    return read


@pytest.fixture(scope="session")
def variants(scenes: Scenes) -> Variants:
    """``variants(kind, caption, *siblings)``: all candidates of a kind over several draws, edits checked.

    A scene may stand in the place of the captions.
    """

    def run(kind: str, *captions: str | Scene, draws: int = 12) -> list[Variant]:
        generator = KINDS.get(kind)(Lexicon.load())
        first = captions[0]
        scene = first if isinstance(first, Scene) else scenes(*captions)
        found: dict[str, Variant] = {}
        for seed in range(draws):
            for variant in generator.generate(scene, random.Random(seed)):
                assert variant.kind == kind
                found.setdefault(variant.text, variant)
        for variant in found.values():
            text = scene.caption.text
            for edit in sorted(variant.edits, key=lambda e: -e.start):
                assert text[edit.start : edit.end] == edit.old
                text = text[: edit.start] + edit.new + text[edit.end :]
            assert text == variant.text
            assert fold(variant.text) != fold(scene.caption.text)
        return list(found.values())

    return run


@pytest.fixture(scope="session")
def texts(variants: Variants) -> Texts:
    """Like ``variants``, but the texts alone."""
    return lambda *args, **kwargs: [variant.text for variant in variants(*args, **kwargs)]


@pytest.fixture(scope="session")
def refused(scenes: Scenes) -> Callable[..., set[str]]:
    """``refused(kind, caption, *siblings)``: the rules that refused something."""

    def run(kind: str, *captions: str) -> set[str]:
        scene = scenes(*captions)
        for sentence in scene.caption.sentences:
            list(KINDS.get(kind)(Lexicon.load()).generate(scene.of(sentence), random.Random(0)))
        assert all(of == kind for of, _ in scene.refused)
        return {rule for _, rule in scene.refused}

    return run
