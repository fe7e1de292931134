"""What the sources that read a file have in common."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import ClassVar, Self

from capaug.errors import InputError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.grouping import Row, group_rows
from capaug.sources.options import Columns, Options


@dataclass
class CaptionFile(Source, ABC):
    """A file of rows with captions; the ``source`` field of its rows is the file's name."""

    kind: ClassVar[str]

    path: Path
    split: str
    columns: Columns = field(default_factory=Columns)

    def __post_init__(self) -> None:
        self.name = self.path.name
        check_file(self.path)

    @classmethod
    def open(cls, rest: str, options: Options) -> Self:
        """Open the file at the path ``rest``.

        Raises:
            InputError: it is not there or empty.
        """
        return cls(Path(rest), options.split or "all", options.columns or Columns())

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the rows in the file's order, reading as it goes."""

    def describe(self) -> str:
        """What is read, in one line for the user."""
        return f"captions of the {self.kind} file {self.path}"

    def fingerprint(self) -> dict[str, object]:
        """See :meth:`capaug.sources.base.Source.fingerprint`."""
        return {
            "source": self.name,
            "split": self.split,
            "files": [file_fingerprint(self.path)],
            "options": asdict(self.columns),
        }

    def count(self) -> int | None:
        """Number of captions, or None where only a full read would tell."""
        return None

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions by image; rows of the same image are siblings when they follow each other."""
        empty = True
        for group in group_rows(self.rows(), self.name, self.split):
            empty = False
            yield group
        if empty:
            raise InputError(f"{self.path} holds no captions")


def check_file(path: Path) -> None:
    """Raise InputError unless ``path`` is a file with something in it that can be opened."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a file")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise InputError(f"no such file: {path}") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    if empty:
        raise InputError(f"{path} is empty")


def file_fingerprint(file: Path | Traversable) -> dict[str, object]:
    """Name (no folder), size in bytes and sha256 of ``file``."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
    return {"name": file.name, "size": size, "sha256": digest.hexdigest()}


def read_lines(path: Path, offset: int = 0, first: int = 1) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, text with its line end) for each line of a UTF-8 file, with or without a byte order mark.

    Args:
        path: the file.
        offset: byte to begin at, the beginning of a line.
        first: number of that line.

    Raises:
        InputError: a line that is not UTF-8, with the line and the offset of the byte in the file.
    """
    with path.open("rb") as file:
        file.seek(offset)
        for number, line in enumerate(file, start=first):
            try:
                text = line.decode()
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}:{number}: byte {offset + error.start} of the file is not UTF-8; save the file as UTF-8"
                ) from None
            yield number, text.removeprefix("\ufeff") if number == 1 else text
            offset += len(line)
