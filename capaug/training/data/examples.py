"""What to train on and what to test on: from shards and pictures of one's own, or from a world that is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from capaug.errors import UsageError
from capaug.records import AugmentedCaption
from capaug.runs.layout import MANIFEST
from capaug.runs.reader import iter_rows
from capaug.training.data.balance import balanced
from capaug.training.data.pictures import PictureSource, open_pictures
from capaug.training.data.presence import broken_pictures, check_pictures, find_pictures, with_picture

HELD_OUT = 0.1  # of the images, where no others are given to test on


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows to train on and rows to test on, and where their pictures are.

    Rows of one picture have one image id. ``without_picture`` are images of rows that were left out as they
    have none, ``broken`` the pictures of rows that were left out as they cannot be decoded. ``trained_on`` is the
    digest of the folder that the rows to train on are from, ``balanced`` whether their negatives and those to test on
    are :func:`~capaug.training.data.balance.balanced`.
    """

    rows: list[AugmentedCaption]
    pictures: PictureSource
    test_rows: list[AugmentedCaption]
    test_pictures: PictureSource
    without_picture: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    trained_on: str = ""
    balanced: bool = False


def digest_of(shards: Path) -> str:
    """What tells a folder of ``capaug generate`` from others, wherever it lies: of its manifest; empty without one."""
    path = shards / MANIFEST
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def read_examples(
    shards: Path,
    images: Path,
    test_shards: Path | None = None,
    test_images: Path | None = None,
    *,
    skip_broken: bool = False,
) -> Examples:
    """The rows of folders that ``capaug generate`` wrote, and their pictures, which are all looked up at once.

    Args:
        shards: to train on.
        images: their pictures, as :func:`~capaug.training.data.pictures.open_pictures` takes them.
        test_shards: to test on; without them a tenth of the images of ``shards`` is held out, the last ones.
        test_images: their pictures, if not those of ``images``.
        skip_broken: decode every picture once, and leave out the rows whose picture is missing or broken.

    Raises:
        UsageError: there are too few images to hold some out, or Pillow is not installed.
        InputError: an image has no picture or two, or what is given is no such folder or file, or a broken one.
    """
    source = open_pictures(images)
    given = _pictured(list(iter_rows(shards)), source, skip_broken)
    if test_shards is None:
        held_out = max(1, round(HELD_OUT * len({row.image_id for row in given.rows})))
        rows, test_rows = split_by_image(given.rows, held_out)
        return Examples(rows, source, test_rows, source, given.missing, given.broken, digest_of(shards))
    test_source = source if test_images is None else open_pictures(test_images)
    tested = _pictured(list(iter_rows(test_shards)), test_source, skip_broken)
    missing, broken = given.missing + tested.missing, given.broken + tested.broken
    return Examples(given.rows, source, tested.rows, test_source, missing, broken, digest_of(shards))


def made_examples(shards: Path, images: Path, held_out: int) -> Examples:
    """Scenes that were drawn, captioned and augmented (:func:`capaug.worlds.folder.write_shapes`); of their rows so
    many that each change of words is as frequent as its reverse.

    Args:
        shards: rows of their captions.
        images: their pictures.
        held_out: how many of the scenes to test on, the last ones.

    Raises:
        UsageError: there are too few scenes to hold some out, or Pillow is not installed.
        InputError: a scene has no picture, or what is given is no such folder, or a broken one.
    """
    source = open_pictures(images)
    given = _pictured(list(iter_rows(shards)), source)
    rows, test_rows = (balanced(part) for part in split_by_image(given.rows, held_out))
    return Examples(rows, source, test_rows, source, trained_on=digest_of(shards), balanced=True)


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


@dataclass(frozen=True, slots=True)
class _Pictured:
    """Rows that have pictures, and what was left out."""

    rows: list[AugmentedCaption]
    missing: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def _pictured(rows: list[AugmentedCaption], source: PictureSource, skip_broken: bool = False) -> _Pictured:
    find = find_pictures if skip_broken else check_pictures
    found = find(source, (row.image_id for row in rows))
    rows = with_picture(rows, found)
    if not skip_broken:
        return _Pictured(rows)
    broken = broken_pictures(source, list(dict.fromkeys(found.found.values())))
    lost = set(broken)
    return _Pictured([row for row in rows if found.found[row.image_id] not in lost], found.missing, tuple(broken))
