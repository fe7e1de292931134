"""Rows of one image that lie far apart: found by a first pass over the images' names, and brought together on the disk.

A source whose rows of an image follow each other streams, as nearly all do. One in which images come back is sorted:
past a few thousand, its rows go to temporary files by a hash of their image, each small enough to be grouped in memory;
what comes out of them is merged by the place where each image was first seen. Memory is a 64th of the rows. (SQL says
it in ten lines, but sqlite3 took more than ten times as long to join a million rows with the first row of their image.)
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
from array import array
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from capaug.errors import InputError, OutputError
from capaug.sources.grouping import Row, image_key

FILES = 64
MOST_HELD = 1 << 18  # hashes: 2 MB
MOST_ROWS_HELD = 1 << 14
BUFFER = 1 << 16  # bytes a file

Hashes = npt.NDArray[np.int64]
Keyed = tuple[tuple[str | None, str], int, Row]
"""What groups a row, its number, and the row."""


class Repeats:
    """Which of many texts come more than once; memory is bounded, as their hashes go to temporary files."""

    def __init__(self) -> None:
        self._held = array("q")
        self._files: list[IO[bytes]] = []

    def add(self, text: str) -> None:
        """Count ``text``."""
        self._held.append(hash(text))
        if len(self._held) == MOST_HELD:
            self._spill()

    def found(self) -> Hashes:
        """The hashes (of this process) of the texts that were added more than once."""
        if not self._files:
            return _repeated(np.frombuffer(self._held, np.int64))
        self._spill()
        found = []
        for file in self._files:
            file.seek(0)
            found.append(_repeated(np.frombuffer(file.read(), np.int64)))
            file.close()
        return np.concatenate(found)

    def _spill(self) -> None:
        if not self._files:
            self._files = [tempfile.TemporaryFile() for _ in range(FILES)]  # noqa: SIM115 - closed in found()
        hashes = np.frombuffer(self._held, np.int64)
        for number, file in enumerate(self._files):
            file.write(hashes[hashes % FILES == number].tobytes())
        self._held = array("q")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first pass over the rows of a source found: how many images come back, and the ids that do."""

    images: int
    ids: frozenset[int]


def scan(rows: Iterable[Row]) -> Scan:
    """Look through rows, whose captions may be missing.

    Raises:
        InputError: an image column that holds neither texts nor numbers.
    """
    images, ids = Repeats(), Repeats()
    for (image, split), run in groupby(rows, key=image_key):
        if image is not None:
            images.add(f"{split}\0{image}")
        for row in run:
            if row.named:
                ids.add(row.id)
    return Scan(len(images.found()), frozenset(ids.found().tolist()))


def scattered_note(found: Scan | None) -> tuple[str, ...]:
    """What the user is told of images that came back, in a line or none."""
    if found is None or not found.images:
        return ()
    return (f"captions of {counted(found.images)} lay far apart in the input; they were brought together",)


def counted(images: int) -> str:
    """So many images, in words."""
    return "1 image" if images == 1 else f"{images:,} images"


def check_ids(rows: Iterable[Row], suspects: frozenset[int]) -> None:
    """Raise InputError if two rows have one id: it keys the random draws and names the row.

    Args:
        rows: all rows.
        suspects: hashes of ids that may be double.
    """
    seen: dict[str, str] = {}
    for row in rows:
        if row.named and hash(row.id) in suspects:
            if row.id in seen:
                raise InputError(f"{row.where} has the id {row.id} of {seen[row.id]}")
            seen[row.id] = row.where


def brought_together(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows image by image, in the order in which the images are first seen.

    Raises:
        InputError: as the rows do.
        OutputError: the temporary files have no room.
    """
    rows = iter(rows)
    held = list(islice(rows, MOST_ROWS_HELD))
    if len(held) < MOST_ROWS_HELD:
        for _, of_image in _by_image((image_key(row), number, row) for number, row in enumerate(held)):
            yield from of_image
        return
    with ExitStack() as stack:
        try:
            files = [stack.enter_context(tempfile.TemporaryFile(buffering=BUFFER)) for _ in range(FILES)]
            for number, row in enumerate(chain(held, rows)):
                key = image_key(row)
                pickle.dump((key, number, row), files[hash(key) % FILES], pickle.HIGHEST_PROTOCOL)
            del held
            for file in files:
                _group(file)
        except OSError as error:
            raise OutputError(
                f"cannot sort the captions by image in {tempfile.gettempdir()}: {error.strerror or error}; "
                "set TMPDIR to a folder with room for them"
            ) from None
        for _, of_image in heapq.merge(*map(_read, files), key=itemgetter(0)):
            yield from of_image


def _group(file: IO[bytes]) -> None:
    """Put in place of a file's rows the number of the first row of each image, with the image's rows."""
    images = _by_image(_read(file))
    file.seek(0)
    file.truncate()
    for image in images:
        pickle.dump(image, file, pickle.HIGHEST_PROTOCOL)


def _by_image(rows: Iterable[Keyed]) -> Collection[tuple[int, list[Row]]]:
    """The number of the first row of each image, with all its rows."""
    images: dict[tuple[str | None, str], tuple[int, list[Row]]] = {}
    for key, number, row in rows:
        images.setdefault(key, (number, []))[1].append(row)
    return images.values()


def _read(file: IO[bytes]) -> Iterator[Any]:
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return


def _repeated(hashes: Hashes) -> Hashes:
    """The hashes that are there more than once, each once."""
    ordered = np.sort(hashes)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
