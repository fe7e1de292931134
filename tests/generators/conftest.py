"""The embedded parser, loaded once, and captions parsed into scenes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from capaug.generators import Generator, Scene, make_generator
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.english.edits import fold
from capaug.records import Caption, Variant

Texts = Callable[..., list[str]]


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


@pytest.fixture(scope="session")
def variants(parser: Parser) -> Callable[..., list[Variant]]:
    """``variants(kind, caption, *siblings)``: all candidates of a kind over several draws, edits checked."""
    made: dict[str, Generator] = {}

    def run(kind: str, caption: str, *siblings: str, draws: int = 12) -> list[Variant]:
        family = kind.partition(".")[0]
        generator = made.setdefault(family, make_generator(family, Lexicon.load()))
        first, *others = parser.parse([Caption(str(i), text) for i, text in enumerate((caption, *siblings))])
        found: dict[str, Variant] = {}
        for seed in range(draws):
            for variant in generator.generate(Scene(first, others), random.Random(seed)):
                if variant.kind == kind:
                    found.setdefault(variant.text, variant)
        for variant in found.values():
            text = caption
            for edit in sorted(variant.edits, key=lambda e: -e.start):
                assert text[edit.start : edit.end] == edit.old
                text = text[: edit.start] + edit.new + text[edit.end :]
            assert text == variant.text
            assert fold(variant.text) != fold(caption)
        return list(found.values())

    return run


@pytest.fixture(scope="session")
def texts(variants: Callable[..., list[Variant]]) -> Texts:
    """Like ``variants``, but the texts alone."""
    return lambda *args, **kwargs: [variant.text for variant in variants(*args, **kwargs)]
