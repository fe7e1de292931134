"""Whether the pictures that captions speak of are there, looked up before anything is trained or measured."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import repeat

from capaug.errors import InputError
from capaug.pictures import Resolved, some
from capaug.records import AugmentedCaption
from capaug.training.data.pictures import PictureSource, decoded


def find_pictures(source: PictureSource, image_ids: Iterable[str]) -> Resolved:
    """What ``image_ids`` name among the pictures of ``source``.

    Raises:
        InputError: one names two pictures, or none names any.
    """
    found = source.names.resolve(image_ids)
    if not found.found:
        named = f" ({some(found.missing)})" if found.missing else ""
        raise InputError(f"{source.name}: no picture of any of the {len(found.missing):,} images is there{named}")
    return found


def check_pictures(source: PictureSource, image_ids: Iterable[str]) -> Resolved:
    """What ``image_ids`` name, if each has its picture: hours into a run is late to hear that one has none.

    Raises:
        InputError: one names no picture, or two.
    """
    found = find_pictures(source, image_ids)
    if found.missing:
        count = len(found.missing) + len(found.found)
        raise InputError(
            f"{source.name}: no picture of {len(found.missing):,} of {count:,} images ({some(found.missing)}); name "
            "the pictures by the image ids, or leave out what has none with --skip-broken"
        )
    return found


def with_picture(rows: Iterable[AugmentedCaption], found: Resolved) -> list[AugmentedCaption]:
    """The rows that have a picture; those of one picture have one image id."""
    ids = found.first_ids()
    return [
        row if ids[row.image_id] == row.image_id else replace(row, image_id=ids[row.image_id])
        for row in rows
        if row.image_id in ids
    ]


def broken_pictures(source: PictureSource, names: Sequence[str]) -> list[str]:
    """Those of ``names`` that cannot be decoded; each is decoded once, on all cores.

    Raises:
        InputError: none can.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        whole = threads.map(_is_whole, repeat(source), names)
        broken = [name for name, is_whole in zip(names, whole, strict=True) if not is_whole]
    if len(broken) == len(names):
        raise InputError(f"{source.name}: none of the {len(names):,} pictures can be decoded ({some(broken)})")
    return broken


def _is_whole(source: PictureSource, name: str) -> bool:
    try:
        decoded(source, name)
    except InputError:
        return False
    return True
