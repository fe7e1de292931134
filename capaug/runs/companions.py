"""The files beside the shards that readers need: the card, and what ``datasets.load_from_disk`` is steered by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.formats.arrow import read_rows
from capaug.records import AugmentedCaption
from capaug.runs.card import card
from capaug.runs.findings import REMAKE
from capaug.runs.layout import CARD, DATASET_DICT, DATASET_INFO, SPLIT, STATE
from capaug.runs.manifest import Manifest
from capaug.runs.shards import ShardFile, is_intact


def companions(out: Path, manifest: Manifest) -> dict[str, bytes]:
    """The files by their names below ``out``: they follow from the manifest and the first rows.

    Raises:
        InputError: a shard of the first rows is missing or broken.
    """
    # Without features, readers take them from the Arrow schema.
    info = {"citation": "", "description": "Made by capaug; see README.md.", "homepage": "", "license": ""}
    return {
        STATE: state(manifest),
        DATASET_INFO: json.dumps(info, indent=1).encode(),
        DATASET_DICT: json.dumps({"splits": [SPLIT]}).encode(),
        CARD: card(manifest, examples(out, manifest)).encode("utf-8"),
    }


def state(manifest: Manifest) -> bytes:
    """The file that lists the shards; it has a hash of theirs in it."""
    fingerprint = hashlib.sha256("".join(shard.sha256 for shard in manifest.shards).encode()).hexdigest()[:16]
    values: dict[str, Any] = {
        "_data_files": [{"filename": Path(shard.file).name} for shard in manifest.shards],
        "_fingerprint": fingerprint,
        "_format_columns": None,
        "_format_kwargs": {},
        "_format_type": None,
        "_output_all_columns": False,
        "_split": SPLIT,
    }
    return json.dumps(values, indent=1).encode()


def examples(out: Path, manifest: Manifest) -> list[AugmentedCaption]:
    """Three rows that have something to show, out of the first thousand.

    Raises:
        InputError: a shard of those rows is missing or broken.
    """
    rows = (row for shard in manifest.shards for row in _intact_rows(out, shard))
    return list(islice((row for row in islice(rows, 1000) if row.positives and row.negatives), 3))


def _intact_rows(out: Path, shard: ShardFile) -> Iterator[AugmentedCaption]:
    if not is_intact(out, shard):
        raise InputError(f"{out / shard.file}: missing, or not the bytes that were written; {REMAKE}")
    yield from read_rows(out / shard.file)
