"""The examples on the page of kinds are real."""

from __future__ import annotations

import json
import random
import re
from importlib.resources import files
from pathlib import Path

import pytest

from capaug.captions import Scene
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption
from capaug.registry import KINDS

PAGE = (Path(__file__).parents[1] / "docs" / "kinds.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `(\w+\.\w+)` \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded")


@pytest.fixture(scope="module")
def images() -> list[list[str]]:
    sample = json.loads(files("capaug.sources.sample").joinpath("captions_sample.json").read_text(encoding="utf-8"))
    found: dict[int, list[str]] = {}
    for annotation in sample["annotations"]:
        found.setdefault(annotation["image_id"], []).append(annotation["caption"])
    return list(found.values())


def test_every_kind_is_on_the_page() -> None:
    assert all(f"`{kind}`" in PAGE for kind in KINDS.names())


@pytest.mark.parametrize(("kind", "caption", "text"), EXAMPLES, ids=[f"{k}-{i}" for i, (k, *_) in enumerate(EXAMPLES)])
def test_example(kind: str, caption: str, text: str, parser: Parser, images: list[list[str]]) -> None:
    captions = next(group for group in images if caption in [c.strip() for c in group])
    captions.sort(key=lambda c: c.strip() != caption)
    first, *siblings = parser.parse([Caption(str(i), c) for i, c in enumerate(captions)])
    generator = KINDS.get(kind)(Lexicon.load())
    scene = Scene(first, first.sentences[0], siblings, Lexicon.load())
    made = {variant.text.strip() for seed in range(80) for variant in generator.generate(scene, random.Random(seed))}
    assert text in made
