"""Captions of a webdataset shard: a tar file in which a picture and its texts have one name and other endings."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import IO

from capaug.errors import InputError
from capaug.sources.columns import Columns
from capaug.sources.grouping import Missing, Row
from capaug.sources.inputs import Input, first_line
from capaug.sources.json_records import JsonRecords
from capaug.sources.reader import Reader

TEXTS = ("txt", "caption", "text")
WANTED = (*TEXTS, "json")


class TarFile(Reader):
    """A shard of webdataset; the image id is the key of a sample, the id of a row its place in the file (from 0).

    The caption is the sample's ``.txt`` or ``.caption``, or else a field of its ``.json``, which may hold a list; with
    a choice of the column it is that field.
    """

    kind = "webdataset shard"

    def __init__(self, input: Input, columns: Columns) -> None:
        """Read captions with a choice of the JSON's fields; an image that is chosen is a field too."""
        self.input, self.columns = input, columns

    def rows(self) -> Iterator[Row]:
        """Yield the rows of each sample; a picture without a text is a row without a caption.

        Raises:
            InputError: no tar file, or a text or JSON in it that cannot be read.
        """
        records = JsonRecords(self.columns)
        for index, (key, members) in enumerate(groupby(self._members(), key=lambda member: member[0])):
            texts = {ending: content for _, ending, content in members}
            where = f"{self.input.location}: {key}"
            text = next((ending for ending in TEXTS if ending in texts), None)
            if "json" in texts and (self.columns != Columns() or text is None):
                yield from self._of_json(records, texts["json"], str(index), key, where)
            elif text is not None:
                yield Row(str(index), key, _decoded(texts[text], f"{where}.{text}").strip(), where)
            else:
                yield Row(str(index), key, Missing("no .txt, .caption or .json beside the picture"), where)

    def _of_json(self, records: JsonRecords, content: bytes, row_id: str, key: str, where: str) -> Iterator[Row]:
        try:
            record = json.loads(_decoded(content, f"{where}.json"))
        except ValueError as error:
            raise InputError(f"{where}.json: not JSON ({error})") from None
        if not isinstance(record, Mapping):
            raise InputError(f"{where}.json: a JSON {type(record).__name__} where an object is expected")
        for row in records.rows(record, row_id, f"{where}.json"):
            if self.columns.image is None:
                row.image = key
            yield row

    def _members(self) -> Iterator[tuple[str, str, bytes]]:
        """Key, ending and content of each file; of pictures and the like no content."""
        with self.input.open() as stream:
            try:
                yield from _files(stream)
            except tarfile.TarError as error:
                raise InputError(f"cannot read {self.input.location}: {first_line(error)}") from None


def _files(stream: IO[bytes]) -> Iterator[tuple[str, str, bytes]]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # which would hold the names of all files
            if not member.isfile():
                continue
            folder, slash, name = member.name.rpartition("/")
            stem, _, ending = name.partition(".")
            key, ending = folder.removeprefix("./") + slash + stem, ending.lower()
            file = archive.extractfile(member) if ending in WANTED else None
            yield key.removeprefix("./"), ending, b"" if file is None else file.read()


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: byte {error.start} is not UTF-8") from None
