"""What to train on and what to test on: from shards and pictures of one's own, or from a world that is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from capaug.errors import UsageError
from capaug.records import AugmentedCaption
from capaug.runs.reader import iter_rows
from capaug.training.data.balance import balanced
from capaug.training.data.pictures import PictureSource, missing_pictures, open_pictures

HELD_OUT = 0.1  # of the images, where no others are given to test on


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows to train on and rows to test on, and where their pictures are."""

    rows: list[AugmentedCaption]
    pictures: PictureSource
    test_rows: list[AugmentedCaption]
    test_pictures: PictureSource


def read_examples(
    shards: Path, images: Path, test_shards: Path | None = None, test_images: Path | None = None
) -> Examples:
    """The rows of folders that ``capaug generate`` wrote, and their pictures.

    Args:
        shards: to train on.
        images: their pictures, as :func:`~capaug.training.data.pictures.open_pictures` takes them.
        test_shards: to test on; without them a tenth of the images of ``shards`` is held out, the last ones.
        test_images: their pictures, if not those of ``images``.

    Raises:
        UsageError: an image has no picture, there are too few to hold some out, or Pillow is not installed.
        InputError: what is given is no such folder or file, or a broken one.
    """
    rows = list(iter_rows(shards))
    if test_shards is None:
        held_out = max(1, round(HELD_OUT * len({row.image_id for row in rows})))
        rows, test_rows = split_by_image(rows, held_out)
    else:
        test_rows = list(iter_rows(test_shards))
    return Examples(rows, _pictures(images, rows), test_rows, _pictures(test_images or images, test_rows))


def made_examples(shards: Path, images: Path, held_out: int) -> Examples:
    """Scenes that were drawn, captioned and augmented (:func:`capaug.worlds.folder.write_shapes`); of their rows so
    many that each change of words is as frequent as its reverse.

    Args:
        shards: rows of their captions.
        images: their pictures.
        held_out: how many of the scenes to test on, the last ones.

    Raises:
        UsageError: a scene has no picture, there are too few to hold some out, or Pillow is not installed.
        InputError: what is given is no such folder, or a broken one.
    """
    rows, test_rows = (balanced(part) for part in split_by_image(list(iter_rows(shards)), held_out))
    pictures = _pictures(images, rows + test_rows)
    return Examples(rows, pictures, test_rows, pictures)


def split_by_image(
    rows: Sequence[AugmentedCaption], held_out: int
) -> tuple[list[AugmentedCaption], list[AugmentedCaption]]:
    """The rows without the last ``held_out`` images, and those of these images.

    Raises:
        UsageError: nothing would be left to train on.
    """
    images = list(dict.fromkeys(row.image_id for row in rows))
    if len(images) <= held_out:
        raise UsageError(f"there are {len(images):,} images: too few to hold {held_out:,} out")
    kept = set(images[: len(images) - held_out])
    return [row for row in rows if row.image_id in kept], [row for row in rows if row.image_id not in kept]


def _pictures(path: Path, rows: Sequence[AugmentedCaption]) -> PictureSource:
    """The pictures, after a look whether all are there: hours into a run is late to hear of it."""
    source = open_pictures(path)
    missing = missing_pictures(source, (row.image_id for row in rows))
    if missing:
        raise UsageError(
            f"{path}: no picture of {len(missing):,} images of the rows ({', '.join(missing[:3])}, ...); "
            "the file names must be the image ids"
        )
    return source
