"""Captions of any dataset that HuggingFace Datasets loads: hub, folder of data files, or saved to disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import CapaugError, InputError, UsageError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.files import file_fingerprint
from capaug.sources.grouping import Row, group_rows, rows_of_groups
from capaug.sources.options import Columns, Options
from capaug.sources.parts import Part, carry

if TYPE_CHECKING:
    import datasets

ROWS_PER_BATCH = 1000


@dataclass
class HuggingFaceDataset(Source):
    """One split of a dataset; the id of a row is its index (from 0)."""

    name: str
    split: str
    dataset: datasets.Dataset
    columns: Columns

    def __post_init__(self) -> None:
        self.image, self.caption = self.columns.resolve(self.dataset.column_names, f"dataset {self.name}")

    @classmethod
    def open(cls, rest: str, options: Options) -> HuggingFaceDataset:
        """See :func:`open_huggingface`.

        Raises:
            UsageError: as :func:`open_huggingface`, or no dataset was named.
            InputError: as :func:`open_huggingface`.
        """
        if not rest:
            raise UsageError("say which dataset of HuggingFace: --dataset hf:NAME")
        return open_huggingface(rest, options.split, options.columns or Columns())

    def describe(self) -> str:
        """What is read, in one line for the user."""
        return f"captions of the dataset {self.name}, split {self.split} ({len(self.dataset):,} rows)"

    def fingerprint(self) -> dict[str, object]:
        """See :meth:`capaug.sources.base.Source.fingerprint`; the files are the Arrow files on this disk."""
        return {
            "source": self.name,
            "split": self.split,
            "files": [file_fingerprint(Path(file["filename"])) for file in self.dataset.cache_files],
            "options": asdict(self.columns),
        }

    def count(self) -> int | None:
        """Number of rows, or None where the captions are lists."""
        from datasets import Value

        return len(self.dataset) if isinstance(self.dataset.features[self.caption], Value) else None

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions by image; rows of the same image are siblings when they follow each other.

        Raises:
            InputError: the split has no rows, or an image column that holds neither texts nor numbers.
        """
        self._check_rows()
        yield from self._rows(0, len(self.dataset)).groups()

    def parts(self, size: int) -> Iterator[Part]:
        """Parts that read their own rows, of a dataset that lies on the disk: only the images are read here.

        Raises:
            InputError: as :meth:`groups`.
        """
        self._check_rows()
        if not self.dataset.cache_files:  # in memory, from where every row would travel anyway
            yield from carry(self.groups(), size)
            return
        lengths = repeat(1, len(self.dataset)) if self.image is None else rows_of_groups(self._images())
        start = 0
        while taken := sum(islice(lengths, size)):
            yield self._rows(start, start + taken)
            start += taken

    def _check_rows(self) -> None:
        if not len(self.dataset):
            raise InputError(f"dataset {self.name}, split {self.split}, holds no captions")

    def _rows(self, start: int, stop: int) -> DatasetRows:
        names = [self.caption] if self.image is None else [self.caption, self.image]
        rows = self.dataset.with_format(None).select_columns(names)
        if (start, stop) != (0, len(rows)):
            rows = rows.select(range(start, stop))
        return DatasetRows(rows, self.image, self.caption, start, self.name, self.split)

    def _images(self) -> Iterator[Row]:
        """The rows without their captions."""
        images = self.dataset.with_format(None).select_columns([self.image])
        return DatasetRows(images, self.image, None, 0, self.name, self.split).rows()


@dataclass(frozen=True, slots=True)
class DatasetRows:
    """A part: rows of a dataset, from row ``first`` on; pickled, they are a path and a range."""

    dataset: datasets.Dataset
    image: str | None
    caption: str | None
    first: int
    name: str
    split: str

    def groups(self) -> Iterator[CaptionGroup]:
        """The captions by image."""
        return group_rows(self.rows(), self.name, self.split)

    def rows(self) -> Iterator[Row]:
        """The rows, a batch in memory at a time."""
        index = self.first
        for batch in self.dataset.iter(batch_size=ROWS_PER_BATCH):
            nothing = [None] * len(next(iter(batch.values())))
            captions = batch[self.caption] if self.caption else nothing
            images = batch[self.image] if self.image else nothing
            for image, caption in zip(images, captions, strict=True):
                yield Row(str(index), image, caption, f"dataset {self.name}, row {index}")
                index += 1


def open_huggingface(dataset: str, split: str | None, columns: Columns) -> HuggingFaceDataset:
    """Load one split of a dataset.

    Args:
        dataset: a hub name, ``NAME:CONFIG`` where it has several configurations, a folder of data files, or a folder
            written by ``save_to_disk``.
        split: may be None where there is only one.
        columns: the user's choice of columns.

    Raises:
        UsageError: no such split, or several and none chosen.
        InputError: the dataset cannot be found, reached or read, or lacks a column.
    """
    import datasets

    if not sys.stderr.isatty():
        datasets.disable_progress_bars()
    folder = Path(dataset)
    name = folder.resolve().name if folder.is_dir() else dataset
    try:
        if saved_by_datasets(folder):
            loaded = datasets.load_from_disk(str(folder))
            if isinstance(loaded, datasets.DatasetDict):
                chosen = _choose_split(name, split, list(loaded))
                return HuggingFaceDataset(name, chosen, loaded[chosen], columns)
            own = str(loaded.split) if loaded.split is not None else "all"
            return HuggingFaceDataset(name, _choose_split(name, split, [own]), loaded, columns)
        path, _, config = (dataset, "", "") if folder.is_dir() else dataset.partition(":")
        chosen = _choose_split(name, split, datasets.get_dataset_split_names(path, config or None))
        loaded = datasets.load_dataset(path, config or None, split=chosen)
    except CapaugError:
        raise
    except Exception as error:  # it reads anything from anywhere, so anything may come up
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise InputError(f"cannot load the dataset {dataset}: {reason}") from None
    return HuggingFaceDataset(name, chosen, loaded, columns)


def saved_by_datasets(folder: Path) -> bool:
    """Whether ``folder`` was written by ``save_to_disk`` of a Dataset or a DatasetDict."""
    return (folder / "dataset_dict.json").is_file() or (folder / "state.json").is_file()


def _choose_split(name: str, split: str | None, known: list[str]) -> str:
    if split is None and len(known) == 1:
        return known[0]
    if split not in known:
        problem = "choose one with --split" if split is None else f"has no split {split!r}"
        raise UsageError(f"dataset {name} {problem}; known: {', '.join(known)}")
    return split
