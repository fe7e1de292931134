"""What a JSON record holds, a line of JSON Lines or an item of a list: a caption, or an image with many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from capaug.errors import InputError
from capaug.sources.columns import Columns, Found
from capaug.sources.conversations import answers, is_conversation
from capaug.sources.delimited import columns_read, named
from capaug.sources.grouping import Row

LAYOUTS = frozenset({"sentences", "regions", "conversations"})
"""Fields that tell a record with captions inside from a flat one."""


class JsonRecords:
    """Turns records into rows: those of Karpathy's splits, Visual Genome's regions, conversations, and flat ones.

    Flat records are read by :class:`~capaug.sources.columns.Columns`; a field that some of them lack is null there, but
    all of them have their caption in the same field, and their image.
    """

    def __init__(self, columns: Columns, split: str | None = None) -> None:
        """Read captions.

        Args:
            columns: the user's choice; a choice of the caption reads every record as a flat one.
            split: the split of Karpathy's that is wanted; None is all.
        """
        self.columns = columns
        self.split = split
        self.splits: set[str] = set()
        self.found: Found | None = None
        self._found: dict[tuple[str, ...], Found] = {}

    def rows(self, record: object, row_id: str, where: str) -> Iterator[Row]:
        """Yield the rows of a record.

        Raises:
            InputError: it is neither an object nor a text, or lacks its caption.
        """
        if isinstance(record, str):
            yield Row(row_id, None, record, where)
        elif not isinstance(record, dict):
            raise InputError(f"{where}: a JSON {type(record).__name__}; one JSON object a caption or image is expected")
        elif self.columns.caption is not None or LAYOUTS.isdisjoint(record):
            yield self._flat(record, row_id, where)
        elif isinstance(record.get("sentences"), list) and "split" in record:
            yield from self._karpathy(record, where)
        elif isinstance(record.get("regions"), list):
            yield from self._regions(record, where)
        elif is_conversation(record):
            yield Row(row_id, _picture(record, self.columns), answers(record), where)
        else:
            yield self._flat(record, row_id, where)

    def layout(self) -> str:
        """The columns that were found, once a flat record was read."""
        return "" if self.found is None else columns_read(self.found.caption, self.found.image)

    def _flat(self, record: Mapping[str, Any], row_id: str, where: str) -> Row:
        names = tuple(record)
        found = self._found.get(names)
        if found is None:
            if self.found is None:
                found = self.columns.resolve(names, where)
            else:
                found = self._as_before(record, self.found, where)
            self._found[names] = found
            if self.found is None or self.found.image is None:
                self.found = found
        row = Row(row_id, None if found.image is None else record.get(found.image), record[found.caption], where)
        if found.caption_id is not None:
            row.id, row.named = named(record[found.caption_id], where), True
        return row

    def _as_before(self, record: Mapping[str, Any], before: Found, where: str) -> Found:
        """The columns of a record of other fields than those before: it must have the same caption and image."""
        for name in (before.caption, before.caption_id):
            if name is not None and name not in record:
                raise InputError(f"{where}: no field {name!r}, in which those before have what is read")
        if before.image is not None:
            return before
        chosen = Columns(self.columns.image, before.caption, before.caption_id)
        return chosen.resolve(tuple(record), where)

    def _karpathy(self, record: Mapping[str, Any], where: str) -> Iterator[Row]:
        """An image of Karpathy's splits: ``sentences`` with ``raw`` and ``sentid``, ``filepath``, ``filename``."""
        split = str(record["split"])
        self.splits.add(split)
        if self.split not in (None, split):
            return
        image = record.get(self.columns.image or "filename")
        if self.columns.image is None and image is None:
            image = record.get("cocoid", record.get("imgid"))
        elif self.columns.image is None and record.get("filepath"):
            image = f"{record['filepath']}/{image}"
        for k, sentence in enumerate(record["sentences"]):
            place = f"{where}, sentence {k}"
            if not isinstance(sentence, dict) or "raw" not in sentence or "sentid" not in sentence:
                raise InputError(f"{place} has no 'raw' and 'sentid'; is this a dataset_*.json file of Karpathy's?")
            yield Row(named(sentence["sentid"], place), image, sentence["raw"], place, split, named=True)

    def _regions(self, record: Mapping[str, Any], where: str) -> Iterator[Row]:
        """An image of Visual Genome: ``regions`` with ``region_id``, ``image_id`` and ``phrase``."""
        for k, region in enumerate(record["regions"]):
            place = f"{where}, region {k}"
            if not isinstance(region, dict) or "phrase" not in region or "region_id" not in region:
                raise InputError(f"{place} has no 'phrase' and 'region_id'; is this Visual Genome's descriptions?")
            image = region.get("image_id", record.get("id"))
            yield Row(named(region["region_id"], place), image, region["phrase"], place, named=True)


def _picture(record: Mapping[str, Any], columns: Columns) -> object:
    image = record.get(columns.image or "image")
    return image[0] if isinstance(image, list) and len(image) == 1 else image
