"""What a kind makes of a sentence beside its siblings, and which of its rules refuse."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from sentences import scene

from capaug.captions import Sentence
from capaug.english.edits import fold
from capaug.kinds import KINDS
from capaug.lexicon import Lexicon

Texts = Callable[..., set[str]]
Refusals = Callable[..., set[str]]


@pytest.fixture(scope="session")
def texts() -> Texts:
    """``texts(kind, sentence, *siblings)``: all that a kind makes of a sentence over several draws, edits checked."""

    def run(kind: str, told: Sentence, *siblings: Sentence, draws: int = 20) -> set[str]:
        generator = KINDS.get(f"asymmetry_3.{kind}")(Lexicon.load())
        found = set()
        for seed in range(draws):
            for variant in generator.generate(scene(told, *siblings), random.Random(seed)):
                text = told.text
                for edit in reversed(variant.edits):
                    assert text[edit.start : edit.end] == edit.old
                    text = text[: edit.start] + edit.new + text[edit.end :]
                assert text == variant.text
                assert fold(text) != fold(told.text)
                assert variant.kind == f"asymmetry_3.{kind}"
                found.add(text)
        return found

    return run


@pytest.fixture(scope="session")
def refusals() -> Refusals:
    """``refusals(kind, sentence, *siblings)``: names of the rules that refused something of a sentence."""

    def run(kind: str, told: Sentence, *siblings: Sentence) -> set[str]:
        here = scene(told, *siblings)
        list(KINDS.get(f"asymmetry_3.{kind}")(Lexicon.load()).generate(here, random.Random(0)))
        return {rule for (owner, rule) in here.refused if owner == f"asymmetry_3.{kind}"}

    return run
