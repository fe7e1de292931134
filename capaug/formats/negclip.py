"""Pictures, captions and negatives, as NegCLIP's fork of open_clip trains on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from capaug.errors import InputError
from capaug.formats.tab_separated import PictureTable, write_table
from capaug.records import AugmentedCaption

Line = tuple[str, str, str, str, str]


class NegClip(PictureTable):
    """Lines of ``filepath``, ``title``, ``neg_caption``, ``neg_image`` and ``image_id``.

    The two of negatives are Python lists: texts, and lines of the file, counted from 0, whose pictures are shown beside
    this one. capaug sees no pictures: it names the first line of the next image. Captions without a negative are left
    out, as the trainer draws one for each line.
    """

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write a line for each row that has a negative, two images in memory at a time.

        Raises:
            InputError: fewer than two images have one.
        """
        write_table(("filepath", "title", "neg_caption", "neg_image", "image_id"), self._lines(rows), file)

    def _lines(self, rows: Iterable[AugmentedCaption]) -> Iterator[Line]:
        images = groupby((row for row in rows if row.negatives), key=lambda row: row.image_id)
        _, first = next(images, (None, ()))
        held, after = list(first), 0
        for _, of_image in images:
            after += len(held)
            yield from self._lines_of(held, after)
            held = list(of_image)
        if not after:
            raise InputError("fewer than two images have a negative; NegCLIP shows another image beside each")
        yield from self._lines_of(held, 0)

    def _lines_of(self, of_image: Iterable[AugmentedCaption], other: int) -> Iterator[Line]:
        for row in of_image:
            texts = [negative.text for negative in row.negatives]
            yield self.path(row.image_id), row.read_text, repr(texts), repr([other]), row.image_id
