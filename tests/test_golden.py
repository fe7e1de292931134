"""The rows of the sample, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from capaug import Augmenter
from capaug.pipeline import Pipeline
from capaug.sources import open_source

ROWS = 640
GOLDEN = "8e835b9c50dd9084bfe550e70f34da1758cd5ae62aed073469e013dd19fd592a"
# Where every kind is asked for all that it has before anything is chosen: laziness alone sets the two apart.
EAGER = "76c846c1f1c4a61cd4207ca4281e5c44d1278523008640fcd70a1a0e5ef0a235"


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
