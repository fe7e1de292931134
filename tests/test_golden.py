"""The rows of the sample, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256

from capaug import Augmenter
from capaug.sources import open_source

ROWS = 640
GOLDEN = "27c59343e9a8c106c9520ca567d3bdd00af5eddcb96f9d0f6b4064ae1d46ce63"


def test_the_sample_gets_the_rows_it_got() -> None:
    result = Augmenter("default", device="cpu").augment(list(open_source("coco").groups()))
    assert (len(result.rows), len(result.rejects)) == (ROWS, 0)
    lines = (json.dumps(row.as_row(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) for row in result.rows)
    found = sha256("\n".join(lines).encode()).hexdigest()
    assert found == GOLDEN, (
        f"the sample's rows are others than they were ({found}). If that is meant, put the new hash here and a line "
        'under "Changes output" into CHANGELOG.md, which says what changes; if not, something draws or reads otherwise.'
    )
