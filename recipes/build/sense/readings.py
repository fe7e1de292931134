"""Readings of changed captions: what readers said of candidates, by the place where their caption stands in the data.

``readings.tsv.gz`` holds no caption: ``source`` and ``caption`` say where it stands (COCO's annotation id, the row of
FACTUAL's train.csv, ``file.line`` of Flickr30k, the line of a file of ``styles``), ``edits`` what was changed of it.
The readers were language models, who saw the caption, up to four others of its image and the text, and not the
filter's score; each text was read once. ``truth`` is ``f`` (false), ``o`` (open) or ``t`` (true), ``grammar`` and
``sense`` ``ok`` or not.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from capaug.errors import InputError
from capaug.records import Edit

READINGS = Path(__file__).parent / "readings.tsv.gz"
# The sources whose licences let weights ship that are made from them.
FITTED = frozenset({"coco", "factual"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate that was read, and whether the reader would keep it: false, grammatical and sensible."""

    source: str
    caption: str
    kind: str
    has_siblings: bool
    edits: tuple[Edit, ...]
    kept: bool


def read(data: Path, file: Path = READINGS) -> list[Reading]:
    """All readings whose captions lie in ``data``, a folder as recipes/build/Makefile describes it.

    Raises:
        InputError: captions of :data:`FITTED` are not there; those of other styles may be missing.
    """
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts: dict[str, Mapping[str, str]] = {}
    found = []
    for row in rows:
        source = row["source"]
        if source not in texts:
            texts[source] = _captions(data, source)
            if source in FITTED and not texts[source]:
                raise InputError(f"{data}: the captions of {source} are not there, to which the weights are fitted")
        text = texts[source].get(row["caption"])
        if text is None:
            continue
        edits = tuple(Edit(start, end, text[start:end], new) for start, end, new in json.loads(row["edits"]))
        kept = (row["truth"], row["grammar"], row["sense"]) == ("f", "ok", "ok")
        found.append(Reading(source, text, row["kind"], row["siblings"] == "1", edits, kept))
    return found


def _captions(data: Path, source: str) -> dict[str, str]:
    """The captions of a source by the keys of readings; none where it is not there."""
    if source == "coco":
        file = data / "coco" / "captions_val2017.json"
        annotations = json.loads(file.read_text(encoding="utf-8"))["annotations"] if file.is_file() else []
        return {str(one["id"]): one["caption"].strip() for one in annotations}
    if source == "factual":
        file = data / "factual" / "train.csv"
        if not file.is_file():
            return {}
        with file.open(encoding="utf-8", newline="") as rows:
            return _numbered(row["caption"] for row in csv.DictReader(rows))
    if source == "flickr30k":
        files = sorted((data / "flickr30k").glob("train.*.en.gz"))
        return {
            f"{file.name.split('.')[1]}.{number}": text
            for file in files
            for number, text in _numbered(gzip.decompress(file.read_bytes()).decode("utf-8").split("\n")).items()
        }
    file = data / "styles" / f"{source}.jsonl"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8") as lines:
        return _numbered(json.loads(line)["caption"] for line in lines)


def _numbered(texts: Iterable[str]) -> dict[str, str]:
    return {str(number): text for number, text in enumerate(texts)}
