"""Rows as columns, packed so that a page can hold a hundred thousand of them and open at once.

A block is the base64 of the gzip of a JSON object of columns. Texts are not written out: a variant is its kind, its
similarity and its edits, from which the page makes the text. What a row has many of (variants, edits, objects) stands
in one column for all rows, beside the column that says how many each row has.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any

from capaug.records import AugmentedCaption, Edit, Reject, Variant
from capaug.review import SIDES

ROWS = 4000  # of a block: the page unpacks one in a blink and shows the first before the others
LONGEST = 2000  # characters of a rejected caption that are shown
LEVEL = 6  # of gzip: level 9 takes twice as long for 2% less

COLUMNS = (
    *("image", "id", "caption", "style", "reason", "detail", "read", "picture", "others"),  # one of each row
    *("things", "thing", "attributes", "of", "attribute", "relations", "subject", "predicate", "object"),
    *("variants", "kind", "similarity", "edits", "start", "end", "new"),
)


class Blocks:
    """Gathers rows and rejects into blocks.

    Attributes:
        packed: the blocks so far, each base64 in ASCII.
        rows: how many rows and rejects they hold.
        kinds: ``(side, kind)`` in the order in which the column ``kind`` counts them.
        styles: where captions come from, in the order of the column ``style``.
        reasons: of rejects, in the order of the column ``reason``, which is -1 for rows.
    """

    def __init__(self) -> None:
        self.packed: list[str] = []
        self.rows = 0
        self.kinds: dict[tuple[str, str], int] = {}
        self.styles: dict[str, int] = {}
        self.reasons: dict[str, int] = {}
        self._begin()

    def add(self, row: AugmentedCaption, picture: int = -1, others: Sequence[str] = ()) -> None:
        """Add a row; ``picture`` is the number of its thumbnail, or -1, ``others`` captions to show beside its own."""
        columns, graph = self._columns, row.scene_graph
        self._head(row, picture)
        columns["others"].append(list(others))
        columns["read"].append(row.read if row.read < len(row.caption) else 0)
        columns["things"].append(len(graph.objects))
        columns["thing"] += [thing.name for thing in graph.objects]
        columns["attributes"].append(len(graph.attributes))
        columns["of"] += [one.object for one in graph.attributes]
        columns["attribute"] += [one.name for one in graph.attributes]
        columns["relations"].append(len(graph.relations))
        columns["subject"] += [one.subject for one in graph.relations]
        columns["predicate"] += [one.predicate for one in graph.relations]
        columns["object"] += [one.object for one in graph.relations]
        columns["variants"].append(len(row.negatives) + len(row.positives))
        for side in SIDES:
            for variant in getattr(row, side):
                self._variant(side, variant, row.caption)
        self._end_row()

    def add_reject(self, reject: Reject, picture: int = -1) -> None:
        """Add a caption that got no row."""
        self._head(reject, picture)
        self._columns["others"].append([])
        self._columns["read"].append(0)
        for many in ("things", "attributes", "relations", "variants"):
            self._columns[many].append(0)
        self._end_row()

    def end(self) -> None:
        """Pack what is left."""
        if self._columns["caption"]:
            data = json.dumps(self._columns, separators=(",", ":")).encode()
            self.packed.append(base64.b64encode(gzip.compress(data, LEVEL, mtime=0)).decode())
            self._begin()

    def _begin(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}

    def _head(self, row: AugmentedCaption | Reject, picture: int) -> None:
        columns = self._columns
        columns["image"].append(row.image_id)
        columns["id"].append(row.caption_id)
        columns["caption"].append(row.caption[:LONGEST] if isinstance(row, Reject) else row.caption)
        columns["style"].append(self.styles.setdefault(style(row), len(self.styles)))
        columns["reason"].append(self.reasons.setdefault(row.reason, len(self.reasons)) if row.reason else -1)
        columns["detail"].append(row.detail)
        columns["picture"].append(picture)

    def _variant(self, side: str, variant: Variant, caption: str) -> None:
        columns, edits = self._columns, whole_words(caption, variant.edits)
        columns["kind"].append(self.kinds.setdefault((side, variant.kind), len(self.kinds)))
        columns["similarity"].append(None if variant.similarity is None else round(variant.similarity, 3))
        columns["edits"].append(len(edits))
        columns["start"] += [edit.start for edit in edits]
        columns["end"] += [edit.end for edit in edits]
        columns["new"] += [edit.new for edit in edits]

    def _end_row(self) -> None:
        self.rows += 1
        if len(self._columns["caption"]) == ROWS:
            self.end()


def style(row: AugmentedCaption | Reject) -> str:
    """Where a caption comes from: its source, and the split of it (``coco val2017``)."""
    return f"{row.source} {row.split}".strip()


def whole_words(caption: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, from left to right, each grown to whole words; those that then touch in a word are one.

    A reader sees ``[-men-]{+women+}`` and not ``{+wo+}men``. What the edits make of the caption stays the same.
    """
    grown: list[Edit] = []
    in_order = sorted(edits, key=lambda edit: (edit.start, edit.end))
    ends = [edit.start for edit in in_order[1:]] + [len(caption)]
    for edit, most in zip(in_order, ends, strict=True):
        start, end = edit.start, edit.end
        least = grown[-1].end if grown else 0
        if _is_word(edit.old[:1]) or _is_word(edit.new[:1]):
            while start > least and _is_word(caption[start - 1]):
                start -= 1
        if _is_word(edit.old[-1:]) or _is_word(edit.new[-1:]):
            while end < most and _is_word(caption[end]):
                end += 1
        new = caption[start : edit.start] + edit.new + caption[edit.end : end]
        if grown and grown[-1].end == start and _is_word(caption[start - 1]) and _is_word(caption[start : start + 1]):
            last = grown.pop()
            start, new = last.start, last.new + new
        grown.append(Edit(start, end, caption[start:end], new))
    return grown


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("'", "\u2019")
