"""Captions of any dataset that HuggingFace Datasets loads: hub, folder of data files, or saved to disk."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import CapaugError, InputError, UsageError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.columnar import is_list, resolve
from capaug.sources.columns import Columns
from capaug.sources.delimited import columns_read, named
from capaug.sources.files import file_fingerprint
from capaug.sources.grouping import Row, group_rows, rows_of_groups
from capaug.sources.inputs import first_line
from capaug.sources.opening import metadata_file, open_image_folder
from capaug.sources.options import Options
from capaug.sources.parts import Part, carry
from capaug.sources.saved import choose_split, saved_by_datasets
from capaug.sources.scattered import Scan, brought_together, check_ids, scan, scattered_note

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
        self.schema = self.dataset.features.arrow_schema
        self.found = resolve(self.schema, self.columns, f"dataset {self.name}")

    @classmethod
    def open(cls, rest: str, options: Options) -> Source:
        """See :func:`open_huggingface`; with ``stream``, :func:`capaug.sources.streamed.open_stream`.

        A folder of pictures with their metadata is read as such: HuggingFace's reader leaves their names out.

        Raises:
            UsageError: as these, no dataset was named, or a table's layout was given.
            InputError: as these.
        """
        if not rest:
            raise UsageError("say which dataset of HuggingFace: --dataset hf:NAME")
        folder = Path(rest)
        if not options.stream and not saved_by_datasets(folder) and metadata_file(folder, options.split):
            return open_image_folder(folder, options)
        options.refuse_table("a dataset of HuggingFace")
        columns = options.columns or Columns()
        if options.stream:
            from capaug.sources.streamed import open_stream

            return open_stream(rest, options.split, columns)
        return open_huggingface(rest, options.split, columns)

    def describe(self) -> str:
        """What is read, in one line for the user."""
        layout = columns_read(self.found.caption, self.found.image)
        return f"captions of the dataset {self.name}, split {self.split} ({len(self.dataset):,} rows; {layout})"

    def notes(self) -> tuple[str, ...]:
        """How many images had their rows far apart, once that is known."""
        return scattered_note(self.__dict__.get("_scan"))

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
        return None if is_list(self.schema.field(self.found.caption).type) else len(self.dataset)

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions by image.

        Raises:
            InputError: the split has no rows, or an image column that holds neither texts nor numbers.
        """
        self._check_rows()
        rows = self._rows(0, len(self.dataset)).rows()
        yield from group_rows(brought_together(rows) if self._scan.images else rows, self.name, self.split)

    def parts(self, size: int) -> Iterator[Part]:
        """Parts that read their own rows, of a dataset that lies on the disk: only the images are read here.

        Raises:
            InputError: as :meth:`groups`.
        """
        self._check_rows()
        # In memory every row would travel anyway; where images come back, a part would have to look everywhere.
        if not self.dataset.cache_files or self._scan.images:
            yield from carry(self.groups(), size)
            return
        lengths = repeat(1, len(self.dataset)) if self.found.image is None else rows_of_groups(self._images())
        start = 0
        while taken := sum(islice(lengths, size)):
            yield self._rows(start, start + taken)
            start += taken

    @cached_property
    def _scan(self) -> Scan:
        if self.found.image is None and self.found.caption_id is None:
            return Scan(0, frozenset())
        found = scan(self._images())
        if found.ids:
            check_ids(self._images(), found.ids)
        return found

    def _check_rows(self) -> None:
        if not len(self.dataset):
            raise InputError(f"dataset {self.name}, split {self.split}, holds no captions")

    def _rows(self, start: int, stop: int) -> DatasetRows:
        found = self.found
        return self._columns(start, stop, {"caption": found.caption, "image": found.image, "id": found.caption_id})

    def _images(self) -> Iterator[Row]:
        """The rows without their captions."""
        roles = {"image": self.found.image, "id": self.found.caption_id}
        return self._columns(0, len(self.dataset), roles).rows()

    def _columns(self, start: int, stop: int, roles: dict[str, str | None]) -> DatasetRows:
        there = {role: name for role, name in roles.items() if name is not None}
        rows = self.dataset.with_format(None).select_columns(list(there.values()))
        if (start, stop) != (0, len(rows)):
            rows = rows.select(range(start, stop))
        return DatasetRows(rows, there, start, self.name, self.split)


@dataclass(frozen=True, slots=True)
class DatasetRows:
    """A part: rows of a dataset, from row ``first`` on; pickled, they are a path and a range.

    ``columns`` are those of ``caption``, ``image`` and ``id``, as far as they are read.
    """

    dataset: datasets.Dataset
    columns: dict[str, str]
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
            values = (
                batch[self.columns[role]] if role in self.columns else nothing for role in ("image", "caption", "id")
            )
            for image, caption, own_id in zip(*values, strict=True):
                row = Row(str(index), image, caption, f"dataset {self.name}, row {index}")
                if "id" in self.columns:
                    row.id, row.named = named(own_id, row.where), True
                yield row
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
    logging.getLogger("huggingface_hub.utils._http").setLevel(logging.ERROR)  # two lines of each of its five tries
    folder = Path(dataset)
    name = folder.resolve().name if folder.is_dir() else dataset
    try:
        if saved_by_datasets(folder):
            loaded = datasets.load_from_disk(str(folder))
            if isinstance(loaded, datasets.DatasetDict):
                chosen = choose_split(name, split, list(loaded))
                return HuggingFaceDataset(name, chosen, loaded[chosen], columns)
            own = str(loaded.split) if loaded.split is not None else "all"
            return HuggingFaceDataset(name, choose_split(name, split, [own]), loaded, columns)
        path, _, config = (dataset, "", "") if folder.is_dir() else dataset.partition(":")
        chosen = choose_split(name, split, datasets.get_dataset_split_names(path, config or None))
        loaded = datasets.load_dataset(path, config or None, split=chosen)
    except CapaugError:
        raise
    except Exception as error:  # it reads anything from anywhere, so anything may come up
        raise InputError(f"cannot load the dataset {dataset}: {first_line(error)}") from None
    return HuggingFaceDataset(name, chosen, loaded, columns)
