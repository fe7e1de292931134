"""Tables of pictures and texts, separated by tabs, as the trainers of the open_clip family read them with pandas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, ClassVar

from capaug.errors import UsageError


@dataclass(frozen=True)
class PictureTable:
    """What formats share that name the file of each picture.

    ``filepath`` is made of the image id by Python's rules of format strings: ``val2017/{image_id:0>12}.jpg``.

    Raises:
        UsageError: it holds something else in braces, or no image id.
    """

    binary: ClassVar[bool] = False

    filepath: str = "{image_id}"

    def __post_init__(self) -> None:
        try:
            told_apart = self.path("1") != self.path("2")
        except (LookupError, ValueError, AttributeError) as error:
            raise UsageError(
                f"--filepath {self.filepath!r}: {error}; it takes {{image_id}} or {{image_id:0>12}}"
            ) from None
        if not told_apart:
            raise UsageError(f"--filepath {self.filepath!r} names one file for all images; it takes {{image_id}}")

    def path(self, image_id: str) -> str:
        """The file of a picture."""
        return self.filepath.format(image_id=image_id)


def write_table(
    header: Iterable[str], lines: Iterable[Iterable[object]], file: IO[bytes], delimiter: str = "\t"
) -> None:
    """Write a header and lines; what holds the delimiter, a quote or the end of a line is quoted."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        table = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        table.writerow(header)
        table.writerows(lines)
    finally:
        text.detach()  # the file is the caller's to close, also if the lines fail
