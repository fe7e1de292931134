"""Captions of a HuggingFace dataset as it comes over the network: nothing is downloaded beside what is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.errors import CapaugError, InputError, UsageError
from capaug.records import CaptionGroup
from capaug.sources.base import Source
from capaug.sources.columnar import is_list, resolve
from capaug.sources.columns import Columns
from capaug.sources.delimited import columns_read, named
from capaug.sources.grouping import Row, group_rows, image_key
from capaug.sources.inputs import first_line
from capaug.sources.saved import choose_split, saved_by_datasets
from capaug.sources.scattered import Repeats, counted

if TYPE_CHECKING:
    import datasets


class StreamedDataset(Source):
    """One split of a dataset; the id of a row is its index (from 0), as of the dataset that is downloaded.

    Rows of one image are siblings where they follow each other. There is no first pass, which would fetch everything
    twice, so images that come back further on are only counted (:meth:`notes`).
    """

    def __init__(self, name: str, split: str, builder: datasets.DatasetBuilder, columns: Columns) -> None:
        """Look at the first rows.

        Raises:
            InputError: a column that is needed is not there.
        """
        self.name, self.split, self.columns = name, split, columns
        self._builder = builder
        self._dataset = builder.as_streaming_dataset(split=split)
        if self._dataset.features is None:
            self._dataset = self._dataset._resolve_features()
        schema = self._dataset.features.arrow_schema
        self.found = resolve(schema, columns, f"dataset {name}")
        self._lists = is_list(schema.field(self.found.caption).type)
        self._scattered = 0

    def describe(self) -> str:
        """What is read, in one line for the user."""
        layout = columns_read(self.found.caption, self.found.image)
        return f"captions of the dataset {self.name}, split {self.split}, streamed ({layout})"

    def notes(self) -> tuple[str, ...]:
        """How many images came back, once all was read."""
        if not self._scattered:
            return ()
        return (
            f"captions of {counted(self._scattered)} lay far apart; streamed, each run of them was taken for an image: "
            "leave --stream out to bring them together",
        )

    def fingerprint(self) -> dict[str, object]:
        """See :meth:`capaug.sources.base.Source.fingerprint`; files are told by what their server says of them."""
        files = (self._builder.config.data_files or {}).get(self.split)
        versions = [list(map(str, version)) for version in getattr(files, "origin_metadata", ())]
        return {
            "source": self.name,
            "split": self.split,
            "files": [{"name": str(file).rpartition("/")[2]} for file in files or ()],
            "options": asdict(self.columns) | {"stream": True, "versions": versions},
        }

    def count(self) -> int | None:
        """Number of rows where the dataset says it, or None."""
        splits = self._builder.info.splits
        known = splits.get(self.split) if splits else None
        return None if known is None or self._lists else known.num_examples or None

    def groups(self) -> Iterator[CaptionGroup]:
        """Yield the captions by image.

        Raises:
            InputError: the split has no rows, the connection broke off, or an image column holds neither texts nor
                numbers.
        """
        images = Repeats()

        def seen() -> Iterator[Row]:
            for (image, _), run in groupby(self._rows(), key=image_key):
                if image is not None:
                    images.add(image)
                yield from run

        groups = group_rows(seen(), self.name, self.split)
        first = next(groups, None)
        if first is None:
            raise InputError(f"dataset {self.name}, split {self.split}, holds no captions")
        yield first
        yield from groups
        self._scattered = len(images.found())

    def _rows(self) -> Iterator[Row]:
        found = self.found
        wanted = [name for name in (found.caption, found.image, found.caption_id) if name is not None]
        try:
            for index, values in enumerate(self._dataset.select_columns(wanted)):
                yield _row(index, values, self.name, found.image, found.caption, found.caption_id)
        except CapaugError:
            raise
        except Exception as error:  # it reads anything from anywhere, so anything may come up
            raise InputError(f"dataset {self.name} broke off: {first_line(error)}") from None


def open_stream(dataset: str, split: str | None, columns: Columns) -> StreamedDataset:
    """Open one split of a dataset, to be read as it comes.

    Args:
        dataset: a hub name, ``NAME:CONFIG`` where it has several configurations, or a folder of data files.
        split: may be None where there is only one.
        columns: the user's choice of columns.

    Raises:
        UsageError: no such split, several and none chosen, or a folder that ``save_to_disk`` wrote.
        InputError: the dataset cannot be found, reached or read, or lacks a column.
    """
    import datasets

    folder = Path(dataset)
    if saved_by_datasets(folder):
        raise UsageError(f"{dataset} is on this disk already; leave --stream out")
    name = folder.resolve().name if folder.is_dir() else dataset
    path, _, config = (dataset, "", "") if folder.is_dir() else dataset.partition(":")
    try:
        chosen = choose_split(name, split, datasets.get_dataset_split_names(path, config or None))
        return StreamedDataset(name, chosen, datasets.load_dataset_builder(path, config or None), columns)
    except CapaugError:
        raise
    except Exception as error:  # it reads anything from anywhere, so anything may come up
        raise InputError(f"cannot load the dataset {dataset}: {first_line(error)}") from None


def _row(index: int, values: dict[str, Any], name: str, image: str | None, caption: str, own_id: str | None) -> Row:
    row = Row(str(index), None if image is None else values[image], values[caption], f"dataset {name}, row {index}")
    if own_id is not None:
        row.id, row.named = named(values[own_id], row.where), True
    return row
