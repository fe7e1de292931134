"""The rows of the sample, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from capaug import Augmenter
from capaug.pipeline import Pipeline
from capaug.sources import open_source

ROWS = 640
GOLDEN = "3bc4c4af5cb0ed41f224846cd181a84c23a154c41976ec6afda102cae795be04"
# Where every kind is asked for all that it has before anything is chosen: laziness alone sets the two apart.
EAGER = "25fc17d4651577895ab9c12939a9f1adc6f62a8fdf6989ece96385be1bfd2512"


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
