"""What a run would make, told from a sample."""

from __future__ import annotations

import pytest

from capaug.augmenter import Augmenter, AugmentWork
from capaug.errors import InputError
from capaug.forecast import forecast
from capaug.recipes import load_recipe
from capaug.sources import open_source

RECIPE = load_recipe("negclip")


def test_a_sample_tells_of_the_whole() -> None:
    source = open_source("coco")
    found = forecast(source, AugmentWork(RECIPE), images=6)
    groups = list(source.groups())[:6]
    rows = Augmenter(RECIPE).augment(groups).rows
    assert (found.captions, found.images) == (640, 128)
    assert (found.sample_images, found.sample_captions, found.rows) == (6, 30, 30)
    assert found.negatives == sum(len(row.negatives) for row in rows) > found.positives == 0
    assert found.bytes > sum(len(row.caption) for row in rows)
    assert found.time(60, 2) == found.load_seconds + 30 / found.speed


def test_a_source_that_cannot_count(tmp_path) -> None:
    (tmp_path / "one.jsonl").write_text('{"caption": "a red bus"}\n' * 2)
    source = open_source(str(tmp_path / "one.jsonl"))
    source.count = lambda: None  # type: ignore[method-assign]
    found = forecast(source, AugmentWork(RECIPE), images=1)
    assert (found.captions, found.images, found.sample_captions) == (None, None, 1)
    found = forecast(source, AugmentWork(RECIPE), images=2)  # all that there are
    assert (found.captions, found.images, found.sample_captions) == (2, 2, 2)


def test_nothing_to_read() -> None:
    source = open_source("coco")
    source.groups = lambda: iter(())  # type: ignore[method-assign]
    with pytest.raises(InputError, match="no captions"):
        forecast(source, AugmentWork(RECIPE))
