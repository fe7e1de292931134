"""Captions that nobody would write: nothing raises, nothing is lost, every edit is true (``benchmarks/fuzz.py``)."""

from __future__ import annotations

import runpy
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaug.pipeline import Pipeline
from capaug.sources import open_source

FUZZ = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "fuzz.py"))
CAPTIONS = [caption.text for group in open_source("coco").groups() for caption in group.captions]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(FUZZ["all_kinds"](), "cpu")


@pytest.mark.parametrize("seed", range(3))
def test_mutated_captions(pipeline: Pipeline, seed: int) -> None:
    captions = list(islice(FUZZ["mutated_captions"](CAPTIONS, 100 + seed), 400))
    reasons, wrong = FUZZ["fuzz"](pipeline, captions)
    assert wrong == []
    assert sum(reasons.values()) < len(captions) / 2  # most of them are captions still


WORDS = st.sampled_from(
    sorted({word for text in CAPTIONS for word in text.split()} | {"is", "are", "no", "not", "n't"})
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40), max_size=3))
def test_any_words_in_any_order(pipeline: Pipeline, captions: list[str]) -> None:
    _, wrong = FUZZ["fuzz"](pipeline, captions)
    assert wrong == []


@pytest.mark.parametrize(
    "caption", ["a smiling woman is", "two dogs are", "There is", "a man who", "is", "A dog without"]
)
def test_captions_that_break_off(pipeline: Pipeline, caption: str) -> None:
    _, wrong = FUZZ["fuzz"](pipeline, [caption])
    assert wrong == []
