from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from capaug.calibration.bands import (
    FEWEST,
    LabelledPair,
    precision_bands,
    quantile_bands,
    read_labels,
    sample_similarities,
    with_bands,
)
from capaug.errors import InputError, UsageError
from capaug.recipes import load_recipe, write_recipe
from capaug.records import Caption, CaptionGroup

OBJECT, CONTRAST = "asymmetry_1.object", "attribute_replace.contrast"


class CosineEncoder:
    """A fake encoder: the cosine of "x" and a text that is a number is that number."""

    name = "cosine"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cosines = np.array([1.0 if text == "x" else float(text) for text in texts])
        return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float32)


def pairs(cosines: Sequence[float], right: Sequence[bool], kind: str = OBJECT) -> list[LabelledPair]:
    return [LabelledPair("x", str(c), kind, r) for c, r in zip(cosines, right, strict=True)]


@given(st.lists(st.floats(-1, 1), min_size=FEWEST, max_size=200), st.floats(0, 0.4), st.floats(0.6, 1))
def test_a_quantile_band_keeps_its_share(values: list[float], low: float, high: float) -> None:
    band = quantile_bands({OBJECT: values}, low, high)[OBJECT]
    assert band.pairs == len(values)
    inside = sum(band.band[0] <= value <= band.band[1] for value in values)
    assert band.kept == inside / len(values) >= high - low - 2 / len(values)


def test_open_ends_and_kinds_with_too_few() -> None:
    bands = quantile_bands({OBJECT: [0.1] * FEWEST, CONTRAST: [0.5] * (FEWEST - 1)}, 0, 1)
    assert {kind: found.band for kind, found in bands.items()} == {OBJECT: (-1.0, 1.0)}
    with pytest.raises(UsageError, match="quantiles must be"):
        quantile_bands({}, 0.9, 0.1)


def test_the_band_of_a_precision_leaves_the_wrong_ends_out() -> None:
    cosines = np.linspace(0, 0.99, 100).round(4).tolist()
    right = [0.2 <= c <= 0.8 for c in cosines]
    band = precision_bands(pairs(cosines, right), CosineEncoder(), 1.0)[OBJECT]
    assert band.precision == 1.0
    assert 0.2 <= band.band[0] < 0.23
    assert 0.77 < band.band[1] <= 0.801  # rounded outwards
    looser = precision_bands(pairs(cosines, right), CosineEncoder(), 0.9)[OBJECT]
    assert looser.kept > band.kept
    assert looser.precision is not None
    assert looser.precision >= 0.9


def test_a_precision_that_cannot_be_met_is_told() -> None:
    cosines = np.linspace(0, 0.99, 100).round(4).tolist()
    band = precision_bands(pairs(cosines, [k % 2 == 0 for k in range(100)]), CosineEncoder(), 0.95)[OBJECT]
    assert band.precision is not None
    assert 0.5 <= band.precision < 0.95
    with pytest.raises(UsageError, match="precision"):
        precision_bands([], CosineEncoder(), 0)


def test_labels_are_read_and_faults_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f'{{"caption": "a dog", "text": "a cat", "kind": "{OBJECT}", "right": true}}\n\n', "utf-8")
    assert read_labels(path) == [LabelledPair("a dog", "a cat", OBJECT, True)]
    for line, told in (
        ("[]", "expected an object"),
        ('{"caption": "a", "text": "b", "kind": "x.y", "right": true}', "unknown kind 'x.y'"),
        (f'{{"caption": "a", "text": "b", "kind": "{OBJECT}", "right": 1}}', "true or false"),
    ):
        path.write_text(line, "utf-8")
        with pytest.raises(InputError, match=f"labels.jsonl:1: .*{told}"):
            read_labels(path)
    path.write_text("")
    with pytest.raises(InputError, match="no labelled pair"):
        read_labels(path)
    with pytest.raises(InputError, match="cannot read"):
        read_labels(tmp_path / "none.jsonl")


def test_bands_of_a_sample_go_into_a_recipe_that_loads(tmp_path: Path) -> None:
    texts = [
        f"A {colour} dog sitting on a {thing}."
        for colour in ("brown", "black", "white")
        for thing in ("bench", "couch", "bed", "chair", "blanket", "boat", "surfboard", "table")
    ]
    groups = [CaptionGroup(str(i), (Caption(str(i), text),), "test", "all") for i, text in enumerate(texts)]
    recipe = load_recipe("default")
    similarities = sample_similarities(groups, recipe, "cpu")
    assert set(similarities) <= set(recipe.kinds)
    bands = quantile_bands(similarities, 0.05, 0.95)
    assert CONTRAST in bands
    mine = with_bands(recipe, bands)
    write_recipe(tmp_path / "mine.yaml", mine, "measured\nhere")
    assert (tmp_path / "mine.yaml").read_text().startswith("# measured\n# here\n")
    assert load_recipe(tmp_path / "mine.yaml") == mine
    assert mine.kinds[CONTRAST].band == bands[CONTRAST].band
    assert mine.kinds["relation_swap.objects"].band is None


def test_a_recipe_that_is_balanced_loosely_is_measured_as_well() -> None:
    groups = [CaptionGroup("1", (Caption("1", "A man riding a brown horse on a beach."),), "x", "y")]
    for recipe in (load_recipe("fam"), replace(load_recipe("default"), fill=True)):
        assert sample_similarities(groups, recipe, "cpu")
