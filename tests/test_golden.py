"""The rows of the sample, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from capaug import Augmenter
from capaug.pipeline import Pipeline
from capaug.sources import open_source

ROWS = 640
GOLDEN = "da9a6f47a2096913d328c6c3349c69a70b107bf16507e8a350a2a6a25cdbbb0a"
# Where every kind is asked for all that it has before anything is chosen: laziness alone sets the two apart.
EAGER = "c99101c1c3c3ace563372d3a25b3a56203ef9f4ec0212ac3cf99af86a60e6043"


def test_the_sample_gets_the_rows_it_got() -> None:
    found = hash_of_sample()
    assert found == GOLDEN, (
        f"the sample's rows are others than they were ({found}). If that is meant, put the new hash here and a line "
        'under "Changes output" into CHANGELOG.md, which says what changes; if not, something draws or reads otherwise.'
    )


def test_only_what_is_asked_for_differs_from_all_that_could_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pipeline, "_ask", Pipeline._ask_all)
    assert hash_of_sample() == EAGER


def hash_of_sample() -> str:
    """Of all rows of the sample, as text."""
    result = Augmenter("default", device="cpu").augment(list(open_source("coco").groups()))
    assert (len(result.rows), len(result.rejects)) == (ROWS, 0)
    lines = (json.dumps(row.as_row(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) for row in result.rows)
    return sha256("\n".join(lines).encode()).hexdigest()
