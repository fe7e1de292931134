"""Pictures and their true texts, as open_clip trains on with ``--dataset-type csv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from capaug.formats.tab_separated import PictureTable, write_table
from capaug.records import AugmentedCaption


class OpenClip(PictureTable):
    """Lines of ``filepath``, ``title``, ``image_id`` and ``kind``: a caption (``caption``), then its positives.

    The first two are what open_clip reads by default; its CSV has no place for negatives.
    """

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write the lines of each row."""
        write_table(("filepath", "title", "image_id", "kind"), self._lines(rows), file)

    def _lines(self, rows: Iterable[AugmentedCaption]) -> Iterator[tuple[str, ...]]:
        for row in rows:
            path = self.path(row.image_id)
            yield path, row.read_text, row.image_id, "caption"
            for positive in row.positives:
                yield path, positive.text, row.image_id, positive.kind
