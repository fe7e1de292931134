"""Pictures by image id, from a folder of files or from a Parquet column, as a model takes them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor

from capaug.errors import InputError, UsageError
from capaug.training.data.pixels import ImageProcessor

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"))
CACHE_BYTES = 2**30


class PictureSource(Protocol):
    """Where pictures come from."""

    name: str

    def ids(self) -> Iterable[str]:
        """The image ids that there are."""
        ...

    def read(self, image_id: str) -> Any:
        """The picture's path or its bytes, as Pillow opens it; KeyError where there is none."""
        ...


class FolderPictures:
    """The image files of a folder and of the folders in it.

    An image id is a file's name, its name without suffix, or the number that its name ends in without leading zeros:
    ``COCO_val2014_000000391895.jpg`` is image 391895, as in COCO's annotations.
    """

    def __init__(self, folder: Path) -> None:
        """Look through ``folder``.

        Raises:
            InputError: there is no such folder, or no picture in it.
        """
        self.name = str(folder)
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder of pictures")
        self._paths: dict[str, Path] = {}
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        if not files:
            raise InputError(f"{folder}: no pictures in this folder ({', '.join(sorted(SUFFIXES))})")
        for path in files:
            number = path.stem.rpartition("_")[2]
            plain = [str(int(number))] if number.isdecimal() else []
            for name in (path.name, path.stem, *plain):
                self._paths.setdefault(name, path)
        self._ids = [path.stem for path in files]

    def ids(self) -> Iterable[str]:
        """The file names without suffix."""
        return self._ids

    def read(self, image_id: str) -> Path:
        """The path of the picture."""
        return self._paths[image_id]


class ParquetPictures:
    """The pictures of a Parquet file: a column of ids, and one of encoded files (bytes, or HuggingFace's ``Image``)."""

    def __init__(self, path: Path, image_column: str = "image", id_column: str = "image_id") -> None:
        """Read the two columns; the pictures stay encoded.

        Raises:
            InputError: there is no such file, it is no Parquet file, or has no such columns.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.name = str(path)
        try:
            there = set(pq.read_schema(path).names)
            table = pq.read_table(path, columns=sorted(there & {id_column, image_column}))
        except FileNotFoundError:
            raise InputError(f"{path}: no such file") from None
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{path}: cannot read it ({' '.join(str(error).split())[:200]})") from None
        if set(table.column_names) != {id_column, image_column}:
            raise InputError(f"{path}: needs the columns {id_column!r} and {image_column!r}")
        column = table[image_column].combine_chunks()
        if pa.types.is_struct(column.type):
            column = column.field("bytes")
        if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
            raise InputError(f"{path}: the column {image_column!r} holds {column.type}, not the bytes of pictures")
        self._bytes = column
        self._places = {str(image_id): place for place, image_id in enumerate(table[id_column].to_pylist())}

    def ids(self) -> Iterable[str]:
        """The ids, as text."""
        return self._places

    def read(self, image_id: str) -> io.BytesIO:
        """The encoded picture."""
        return io.BytesIO(self._bytes[self._places[image_id]].as_py())


class Pictures:
    """``pixel_values`` by image id: what a :class:`~capaug.training.data.collator.Collator` takes as ``images``.

    Pictures are decoded and resized when they are first asked for. A set that is small enough is then kept as bytes
    in memory (in each worker process, where there are any).

    Args:
        source: a folder of pictures or a Parquet file (:func:`open_pictures`).
        processor: how the model wants them (``model.images``).
        cache_bytes: the largest set to keep.

    Example:
        >>> images = Pictures(open_pictures("photos"), model.images)  # doctest: +SKIP
        >>> images(["391895", "522418"]).shape  # doctest: +SKIP
        torch.Size([2, 3, 224, 224])
    """

    def __init__(self, source: PictureSource, processor: ImageProcessor, cache_bytes: int = CACHE_BYTES) -> None:
        self.source, self.processor = source, processor
        height, width = processor.size
        ids = list(source.ids())
        self._kept: dict[str, Tensor] | None = {} if len(ids) * 3 * height * width <= cache_bytes else None

    def __call__(self, image_ids: Sequence[str]) -> Tensor:
        """float32 [B, 3, H, W].

        Raises:
            InputError: there is no picture of an id, or it cannot be decoded.
        """
        return self.processor.normalise(torch.stack([self._pixels(image_id) for image_id in image_ids]))

    def _pixels(self, image_id: str) -> Tensor:
        if self._kept is not None and image_id in self._kept:
            return self._kept[image_id]
        pixels = self.processor.read(self.open(image_id))
        if self._kept is not None:
            self._kept[image_id] = pixels
        return pixels

    def open(self, image_id: str) -> Image:
        """The decoded picture, in RGB.

        Raises:
            InputError: there is none of that id, or it cannot be decoded.
        """
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(self.source.read(image_id)) as picture:
                return picture.convert("RGB")
        except KeyError:
            raise InputError(f"{self.source.name}: no picture of image {image_id!r}") from None
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            reason = " ".join(str(error).split())[:200]
            raise InputError(f"{self.source.name}: cannot decode image {image_id!r}: {reason}") from None


def missing_pictures(source: PictureSource, image_ids: Iterable[str]) -> list[str]:
    """Those of ``image_ids`` of which there is no picture, each once."""
    missing = []
    for image_id in dict.fromkeys(image_ids):
        try:
            source.read(image_id)
        except KeyError:
            missing.append(image_id)
    return missing


def split_by_picture(source: PictureSource, image_ids: Iterable[str]) -> tuple[set[str], list[str]]:
    """The images that have a picture, and in their order those that have none.

    Raises:
        InputError: none has one.
    """
    there = list(image_ids)
    missing = missing_pictures(source, there)
    found = set(there) - set(missing)
    if not found:
        named = f" ({missing[0]})" if missing else ""
        raise InputError(f"{source.name}: no picture of any of the {len(missing):,} images is there{named}")
    return found, missing


def open_pictures(path: str | Path) -> PictureSource:
    """The pictures of a folder or of a ``.parquet`` file with the columns ``image_id`` and ``image``.

    Raises:
        UsageError: Pillow is not installed.
        InputError: nothing of the kind is there.
    """
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise UsageError("pictures need Pillow; install it with: pip install 'capaug[training]'") from None
    path = Path(path)
    return ParquetPictures(path) if path.suffix == ".parquet" else FolderPictures(path)
