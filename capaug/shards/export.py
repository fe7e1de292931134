"""Rows as JSON lines for other programs: pairs of a text and a negative, triplets, or the rows as they are.

Rows of one image stand together in a folder, as groups are never cut; one image is in memory at a time.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from capaug.records import AugmentedCaption
from capaug.shards.atomic import unwritable
from capaug.shards.reader import iter_rows

# Kinds that always lengthen a text, and the positives that lengthen one in the same way. A negative of such a kind is
# set against such a positive: else "the longer text is false" would be right every time.
SAME_FORM = {"asymmetry_1.insert": "asymmetry_3.merge", "asymmetry_1.negate": "asymmetry_3.absence"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A true text and a negative of the same image.

    ``caption`` is the control of the negative: its own caption, or for a kind of :data:`SAME_FORM` a positive of the
    same form. ``group`` is the image.
    """

    group: str
    caption: str
    negative: str
    kind: str


def iter_pairs(path: str | Path) -> Iterator[Pair]:
    """Yield each negative of an output folder with its control; a negative that has none is left out.

    Raises:
        InputError: as :func:`capaug.shards.reader.iter_rows`.
    """
    for _, rows in groupby(iter_rows(path), key=lambda row: row.image_id):
        yield from pairs_of_image(list(rows))


def pairs_of_image(rows: Sequence[AugmentedCaption]) -> Iterator[Pair]:
    """The pairs of the rows of one image.

    The control of a negative that needs one of its form is a positive of its own caption, else of the next caption of
    the image that has one, so that one text does not serve all.
    """
    for place, row in enumerate(rows):
        in_turn = [*rows[place:], *rows[:place]]
        for negative in row.negatives:
            control: str | None = row.caption
            if form := SAME_FORM.get(negative.kind):
                control = next((p.text for other in in_turn for p in other.positives if p.kind == form), None)
            if control is not None:
                yield Pair(row.image_id, control, negative.text, negative.kind)


def write_json_lines(path: Path, objects: Iterable[dict[str, Any]]) -> None:
    """Write ``objects`` to ``path``, a JSON line each; the file appears whole or not at all.

    Raises:
        OutputError: the folder cannot be written or the disk is full.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(value) + "\n" for value in objects)
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _pairs(path: Path) -> Iterator[dict[str, Any]]:
    return (asdict(pair) for pair in iter_pairs(path))


def _triplets(path: Path) -> Iterator[dict[str, Any]]:
    """Caption, positive, negative; the last of the shorter list again and again; rows without either are left out."""
    for row in iter_rows(path):
        if row.positives and row.negatives:
            for k in range(max(len(row.positives), len(row.negatives))):
                positive, negative = (side[min(k, len(side) - 1)] for side in (row.positives, row.negatives))
                yield {"anchor": row.caption, "positive": positive.text, "negative": negative.text}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (row.as_row() for row in iter_rows(path))


FORMATS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    "pairs": _pairs,
    "triplets": _triplets,
    "jsonl": _rows,
}
"""What ``capaug export`` can write: for each format, the JSON objects of an output folder, one a line."""
