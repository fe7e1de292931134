"""The source that reads files: one or several, of any format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from capaug.errors import InputError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.grouping import Row, group_rows
from capaug.sources.parts import Part, carry
from capaug.sources.reader import Reader
from capaug.sources.scattered import Scan, brought_together, check_ids, scan, scattered_note
from capaug.sources.text import TextLines


class CaptionFiles(Source):
    """Files of rows with captions, as one: rows of one image are siblings wherever they stand.

    A first pass looks at the images' names. Where the rows of each image follow each other, as nearly everywhere, the
    files stream; where images come back they are brought together on the disk (:mod:`capaug.sources.scattered`).
    """

    def __init__(
        self, readers: Sequence[Reader], name: str, split: str, options: dict[str, object] | None = None
    ) -> None:
        """Put files together.

        Args:
            readers: one a file.
            name: the ``source`` field of the rows.
            split: the ``split`` field of rows that have none of their own.
            options: what the user chose that changes what is read, fit for JSON.
        """
        self.readers = tuple(readers)
        self.name, self.split = name, split
        self.options = options or {}

    def describe(self) -> str:
        """What is read, in one line for the user."""
        first = self.readers[0]
        layout = f" ({said})" if (said := first.layout()) else ""
        if len(self.readers) == 1:
            return f"captions of the {first.kind} {first.input.location}{layout}"
        last = self.readers[-1].input.location
        return f"captions of {len(self.readers):,} files, {first.input.location} to {last}{layout}"

    def notes(self) -> tuple[str, ...]:
        """How many images had their rows far apart, once that is known."""
        return scattered_note(self.__dict__.get("_scan"))

    def fingerprint(self) -> dict[str, object]:
        """See :meth:`capaug.sources.base.Source.fingerprint`."""
        files = [reader.input.fingerprint() for reader in self.readers]
        return {"source": self.name, "split": self.split, "files": files, "options": self.options}

    def count(self) -> int | None:
        """Number of captions, or None where only a full read would tell."""
        counts = [reader.count() for reader in self.readers]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions by image."""
        rows = self._rows(captions=True)
        groups = group_rows(brought_together(rows) if self._scan.images else rows, self.name, self.split)
        first = next(groups, None)
        if first is None:
            raise InputError(f"{self.readers[0].input.location} holds no captions")
        yield first
        yield from groups

    def parts(self, size: int) -> Iterator[Part]:
        """Parts that read their own lines where the one file is plain text on this disk; others carry their groups."""
        (first, *others) = self.readers
        if isinstance(first, TextLines) and not others and first.input.plain:
            return first.parts(size, self.name, self.split)
        return carry(self.groups(), size)

    @cached_property
    def _scan(self) -> Scan:
        found = scan(self._rows(captions=False))
        if found.ids:
            check_ids(self._rows(captions=False), found.ids)
        return found

    def _rows(self, *, captions: bool) -> Iterator[Row]:
        """The rows of all files; of several, the place of a row in its file alone would be no id."""
        for reader, prefix in zip(self.readers, self._prefixes, strict=True):
            for row in reader.rows() if captions else reader.images():
                if prefix and not row.named:
                    row.id = prefix + row.id
                yield row

    @cached_property
    def _prefixes(self) -> list[str]:
        """What tells rows of several files apart: the names of the files, with as much of their folders as it takes."""
        places = [reader.input.location.replace("\\", "/") for reader in self.readers]
        if len(places) == 1:
            return [""]
        steps = [place.split("/") for place in places]
        same = next(k for k, names in enumerate(zip(*steps, strict=False)) if len({*names}) > 1)
        return ["/".join(step[same:]) + ":" for step in steps]
