"""What a user may choose beside the name of a dataset."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from capaug.errors import InputError, UsageError

DEFAULT_CAPTION_COLUMN = "caption"
DEFAULT_IMAGE_COLUMN = "image_id"


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's choice of columns; None is the default: ``caption``, and ``image_id`` where there is one."""

    image: str | None = None
    caption: str | None = None

    def resolve(self, names: Collection[str], where: str) -> tuple[str | None, str]:
        """Image column (None: each row is an image of its own) and caption column among ``names``.

        Raises:
            InputError: a column that is needed is not there; ``where`` names the file (and line).
        """
        caption = self.caption or DEFAULT_CAPTION_COLUMN
        for column, option in ((caption, "--caption-column"), (self.image, "--image-column")):
            if column is not None and column not in names:
                there = ", ".join(map(repr, islice(names, 20))) or "none"
                raise InputError(f"{where}: no column {column!r}; choose with {option} among: {there}")
        image = self.image or (DEFAULT_IMAGE_COLUMN if DEFAULT_IMAGE_COLUMN in names else None)
        return image, caption


@dataclass(frozen=True, slots=True)
class Options:
    """How a source is to be opened; None where the user said nothing.

    ``annotations``, ``data_dir`` and ``cache`` are for COCO (:func:`capaug.sources.coco.open_coco`).
    """

    split: str | None = None
    columns: Columns | None = None
    annotations: Path | None = None
    data_dir: Path | None = None
    cache: Path | None = None

    def refuse_columns(self, why: str) -> None:
        """Raise UsageError if the user chose columns."""
        if self.columns is not None:
            raise UsageError(f"--image-column and --caption-column do not go with {why}")
