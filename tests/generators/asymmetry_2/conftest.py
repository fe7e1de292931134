"""What a kind of asymmetry_2 makes of a sentence beside its siblings, and which of its rules refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sentences import refusals_of, texts_of

from capaug.captions import Sentence

Asked = Callable[..., set[str]]


@pytest.fixture(scope="session")
def texts() -> Asked:
    """``texts(kind, sentence, *siblings, draws=20)``: all that it makes over several draws."""

    def run(kind: str, told: Sentence, *siblings: Sentence, draws: int = 20) -> set[str]:
        return texts_of(f"asymmetry_2.{kind}", told, *siblings, draws=draws)

    return run


@pytest.fixture(scope="session")
def refusals() -> Asked:
    """``refusals(kind, sentence, *siblings)``: names of the rules that refused something."""

    def run(kind: str, told: Sentence, *siblings: Sentence) -> set[str]:
        return refusals_of(f"asymmetry_2.{kind}", told, *siblings)

    return run
