"""Captions of a JSON document: a list of records, or an object that holds such a list, as COCO's and Karpathy's do."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.errors import InputError, UsageError
from capaug.sources.columns import Columns
from capaug.sources.grouping import Row, identifier
from capaug.sources.inputs import Input
from capaug.sources.json_items import items
from capaug.sources.json_records import JsonRecords
from capaug.sources.reader import Reader


class JsonDocument(Reader):
    """A JSON document, an item in memory at a time.

    Of a list the id of a row is its index (from 0). Captions of COCO's, Karpathy's and Visual Genome's files have ids
    of their own, which they keep.
    """

    kind = "JSON file"

    def __init__(self, input: Input, columns: Columns, split: str | None = None) -> None:
        """See :class:`~capaug.sources.json_records.JsonRecords`."""
        self.input = input
        self.records = JsonRecords(columns, split)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of each item.

        Raises:
            InputError: not JSON, or no list of captions is in it.
            UsageError: no image is of the split that was chosen.
        """
        called, known = self.input.location, False
        with self.input.open() as file:
            for key, index, item in items(file, called):
                if key is None:
                    known = True
                    yield from self.records.rows(item, str(index), f"{called}: item {index}")
                elif key == "annotations":
                    known = True
                    if index >= 0:
                        yield annotation_row(item, f"{called}: annotation {index}")
                elif key == "images" and isinstance(item, dict) and "sentences" in item:
                    known = True
                    yield from self.records.rows(item, str(index), f"{called}: image {index}")
        if not known:
            raise InputError(
                f"{called}: no list of captions in this JSON: neither a list, nor 'annotations' as in COCO's files, "
                "nor 'images' with 'sentences' as in Karpathy's"
            )
        splits = self.records.splits
        if splits and self.records.split is not None and self.records.split not in splits:
            raise UsageError(f"{called} has no split {self.records.split!r}; known: {', '.join(sorted(splits))}")

    def layout(self) -> str:
        """The columns that were found, once the first item was read."""
        return self.records.layout()


def annotation_row(annotation: object, where: str) -> Row:
    """The row of an annotation of COCO's: ``{"id": 1, "image_id": 7, "caption": "..."}``.

    Raises:
        InputError: it is no such object.
    """
    if not isinstance(annotation, dict):
        raise InputError(f"{where} is not an object; is this a COCO captions_*.json file?")
    for key in ("id", "image_id", "caption"):
        if key not in annotation:
            raise InputError(f"{where} has no '{key}'; is this a COCO captions_*.json file?")
    caption_id, image_id = identifier(annotation["id"]), identifier(annotation["image_id"])
    if caption_id is None or image_id is None:
        raise InputError(f"{where}: 'id' and 'image_id' must be numbers or texts")
    return Row(caption_id, image_id, annotation["caption"], where, named=True)
