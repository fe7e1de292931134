"""Scenes, candidates and setups for the tests of filters, without a parser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from capaug.captions import ParsedCaption, Scene, Sentence
from capaug.encoders.base import TextEncoder
from capaug.filters.base import Candidate
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.recipes import KindSettings, Recipe
from capaug.records import Caption, Variant


@dataclass
class FakeSetup:
    """What a filter is built from."""

    recipe: Recipe
    encoder: TextEncoder


@pytest.fixture
def make_scene() -> Callable[..., Scene]:
    """``make_scene("A dog.", "A cat.", caption_id="1")``: captions of one image that nobody has parsed."""

    def made(text: str, *siblings: str, caption_id: str | None = None) -> Scene:
        captions = []
        for k, one in enumerate((text, *siblings)):
            caption = Caption(one if caption_id is None else f"{caption_id}.{k}" if k else caption_id, one)
            captions.append(ParsedCaption(caption, (Sentence(caption, [], [], [], []),)))
        return Scene(captions[0], captions[0].sentences[0], captions[1:], Lexicon.load())

    return made


@pytest.fixture
def make_candidate() -> Callable[..., Candidate]:
    """``make_candidate(scene, "A cat.", "asymmetry_1.object")``: a negative without edits."""

    def made(scene: Scene, text: str, kind: str = "asymmetry_1.object") -> Candidate:
        return Candidate(scene, Variant(text, kind, ()), Kind(kind, true=False))

    return made


@pytest.fixture
def make_setup() -> Callable[..., FakeSetup]:
    """``make_setup(encoder, {"asymmetry_1.object": (0, 1)})``: a setup whose recipe has these bands."""

    def made(encoder: TextEncoder | None = None, bands: object = None, seed: int = 0) -> FakeSetup:
        kinds = {kind: KindSettings(band=band) for kind, band in dict(bands or {}).items()}  # type: ignore[call-overload]
        recipe = Recipe("test", kinds or {"asymmetry_1.object": KindSettings()}, seed=seed)
        return FakeSetup(recipe, encoder)  # type: ignore[arg-type]

    return made
