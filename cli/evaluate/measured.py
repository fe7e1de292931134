"""What the commands that measure a model do before and while they measure: checks, rows with pictures, model, bars."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, overload

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from capaug.errors import InputError, UsageError, no_rows
from capaug.pictures import some

from ..console import notices, warn
from ..extras import need_training

if TYPE_CHECKING:
    from capaug.pictures import Resolved
    from capaug.records import AugmentedCaption
    from capaug.training.data.pictures import Pictures, PictureSource
    from capaug.training.evaluation.scoring import Tell
    from capaug.training.loop.held_out import HeldOut
    from capaug.training.models.base import DualEncoder


def check(plot: Path | None) -> None:
    """Fail on what is not installed, and on a plot that could not be written, before anything is read."""
    need_training("torch")
    if plot is not None:
        from capaug.training.evaluation.plots import check_plot

        check_plot(plot)


def check_shards(data: Path) -> None:
    """Refuse a file of captions, of which a folder of rows is yet to be made.

    Raises:
        UsageError: it is a file.
    """
    if data.is_file():
        raise UsageError(
            f"--data {data}: a file; this command takes the folder that is made of its captions: "
            f"capaug generate --dataset {data}"
        )


def rows_with_pictures(
    data: Path, pictures: Path, model: str, held_out: bool
) -> tuple[list[AugmentedCaption], PictureSource, list[str]]:
    """The rows whose pictures are there, and the images that have none, which are warned of.

    With ``held_out`` the rows alone that were held out when ``model`` was trained; else it is a warning that it was
    trained on others of them.
    """
    check_shards(data)

    from capaug.runs.reader import iter_rows
    from capaug.training.data.pictures import open_pictures
    from capaug.training.data.presence import with_picture

    held = held_out_of(model, data, held_out)
    rows = list(iter_rows(data))
    if not rows:
        raise InputError(no_rows(data))
    source = open_pictures(pictures)
    found = images_with_pictures(source, (row.image_id for row in rows))
    rows = with_picture(rows, found)
    return rows if held is None else held.rows_of(rows, data), source, list(found.missing)


def held_out_of(model: str, data: Path, asked: bool) -> HeldOut | None:
    """What was held out when the model was trained, if that is asked for.

    If not, it is a warning that the model was trained on ``data``.

    Raises:
        UsageError: it is asked for, and nobody noted it.
    """
    from capaug.training.loop.held_out import need_held_out, read_held_out

    if asked:
        return need_held_out(model)
    found = read_held_out(model)
    told = None if found is None else found.warning(data)
    if told is not None:
        warn(told)
    return None


def images_with_pictures(source: PictureSource, image_ids: Iterable[str]) -> Resolved:
    """What pictures the ids name; those that name none are warned of."""
    from capaug.training.data.presence import find_pictures

    found = find_pictures(source, image_ids)
    if found.missing:
        warn_missing(source, found.missing, "their captions are left out")
    return found


def warn_missing(source: PictureSource, missing: Sequence[str], outcome: str) -> None:
    """Warn of images without a picture."""
    warn(f"{source.name}: no picture of {len(missing):,} images ({some(missing)}); {outcome}")


@overload
def load(model: str, source: PictureSource, device: str) -> tuple[DualEncoder, Pictures]: ...
@overload
def load(model: str, source: PictureSource | None, device: str) -> tuple[DualEncoder, Pictures | None]: ...
def load(model: str, source: PictureSource | None, device: str) -> tuple[DualEncoder, Pictures | None]:
    """The model, and the pictures as it takes them, if there are any."""
    if not notices.is_terminal:  # the bars of transformers would fill a log
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

    from capaug.training.data.pictures import Pictures
    from capaug.training.loop.trained import load_trained

    loaded = load_trained(model, device)
    return loaded, None if source is None else Pictures(source, loaded.images)


@contextmanager
def bars() -> Iterator[Tell]:
    """Bars on a terminal, one for each thing that is told of."""
    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notices, transient=True, disable=not notices.is_terminal) as shown:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what)
            shown.update(tasks[what], completed=done, total=total)

        yield tell
