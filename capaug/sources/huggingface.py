"""Captions of any dataset that HuggingFace Datasets loads: hub, folder of data files, or saved to disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import CapaugError, InputError, UsageError
from capaug.records import CaptionGroup
from capaug.sources.files import Columns, file_fingerprint
from capaug.sources.grouping import Row, group_rows

if TYPE_CHECKING:
    import datasets

ROWS_PER_BATCH = 1000


@dataclass
class HuggingFaceDataset:
    """One split of a dataset; the id of a row is its index (from 0)."""

    name: str
    split: str
    dataset: datasets.Dataset
    columns: Columns

    def __post_init__(self) -> None:
        self.image, self.caption = self.columns.resolve(self.dataset.column_names, f"dataset {self.name}")

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
        if not len(self.dataset):
            raise InputError(f"dataset {self.name}, split {self.split}, holds no captions")
        yield from group_rows(self._rows(), self.name, self.split)

    def _rows(self) -> Iterator[Row]:
        names = [self.caption] if self.image is None else [self.caption, self.image]
        wanted = self.dataset.with_format(None).select_columns(names)
        index = 0
        for batch in wanted.iter(batch_size=ROWS_PER_BATCH):
            captions = batch[self.caption]
            images = batch[self.image] if self.image else [None] * len(captions)
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
