"""A source and a format of one's own: a text file for each picture, and tab-separated values.

capaug generate --dataset texts:FOLDER --plugin source_of_ones_own.py --out mine
capaug export mine --format tsv --plugin source_of_ones_own.py
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from capaug.errors import InputError
from capaug.formats import FORMATS
from capaug.records import AugmentedCaption, Caption, CaptionGroup
from capaug.sources import SOURCES, Source
from capaug.sources.files import file_fingerprint, read_lines
from capaug.sources.options import Options


@SOURCES.register("texts")
class TextFolder(Source):
    """A folder with a file NAME.txt for each picture NAME, a caption a line."""

    @classmethod
    def open(cls, rest: str, options: Options) -> TextFolder:
        options.refuse_layout("a folder of texts: they have no columns")
        return cls(Path(rest), options.split or "all")

    def __init__(self, folder: Path, split: str) -> None:
        self.files = sorted(folder.glob("*.txt"))
        if not self.files:
            raise InputError(f"{folder}: no such folder, or no .txt file is in it")
        self.name, self.split = folder.name, split

    def describe(self) -> str:
        return f"captions of {len(self.files):,} text files in {self.files[0].parent}"

    def fingerprint(self) -> dict[str, object]:
        return {"source": self.name, "split": self.split, "files": [file_fingerprint(file) for file in self.files]}

    def count(self) -> int | None:
        return None

    def groups(self) -> Iterator[CaptionGroup]:
        for file in self.files:
            captions = (Caption(f"{file.stem}.{number}", line.rstrip("\n")) for number, line in read_lines(file))
            yield CaptionGroup(file.stem, tuple(captions), self.name, self.split)


@FORMATS.register("tsv")
class Tabs:
    """Image, caption and negative, separated by tabs."""

    binary = False

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        lines = csv.writer(text, delimiter="\t", lineterminator="\n")
        for row in rows:
            lines.writerows((row.image_id, row.caption, negative.text) for negative in row.negatives)
        text.detach()
