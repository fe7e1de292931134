"""Picture files: those of a folder, or those in a column of a Parquet file, by their names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from capaug.errors import InputError, UsageError
from capaug.pictures import SUFFIXES, PictureNames

if TYPE_CHECKING:
    from PIL.Image import Image


class PictureSource(Protocol):
    """Where pictures come from.

    Attributes:
        name: of the folder or file.
        names: of its pictures, which image ids are resolved among.
    """

    name: str
    names: PictureNames

    def read(self, name: str) -> Any:
        """The path or the bytes, as Pillow opens them, of a picture of ``names``."""
        ...


class FolderPictures:
    """The image files of a folder and of the folders in it, by their paths within it."""

    def __init__(self, folder: Path) -> None:
        """Look through ``folder``.

        Raises:
            InputError: there is no such folder, or no picture in it.
        """
        self.name, self._folder = str(folder), folder
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder of pictures")
        paths = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        names = sorted(path.relative_to(folder).as_posix() for path in paths)
        if not names:
            raise InputError(f"{folder}: no pictures in this folder ({', '.join(sorted(SUFFIXES))})")
        self.names = PictureNames(names, self.name)

    def read(self, name: str) -> Path:
        """The path of the picture."""
        return self._folder / name


class ParquetPictures:
    """The pictures of a Parquet file: a column of ids, and one of encoded files (bytes, or HuggingFace's ``Image``)."""

    def __init__(self, path: Path, image_column: str = "image", id_column: str = "image_id") -> None:
        """Read the two columns; the pictures stay encoded.

        A picture may stand there several times under one id, once for each of its captions.

        Raises:
            InputError: there is no such file, it is no Parquet file, has no such columns, or two pictures with one id.
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
        self._rows: dict[str, int] = {}
        for row, value in enumerate(table[id_column].to_pylist()):
            if value is None:
                continue
            first = self._rows.setdefault(str(value), row)
            if first != row and column[first] != column[row]:
                raise InputError(f"{path}: rows {first} and {row} hold two pictures with the image id {str(value)!r}")
        self.names = PictureNames(self._rows, self.name)

    def read(self, name: str) -> io.BytesIO:
        """The encoded picture."""
        return io.BytesIO(self._bytes[self._rows[name]].as_py())


def decoded(source: PictureSource, name: str) -> Image:
    """A picture of ``source.names``, in RGB.

    Raises:
        InputError: it cannot be decoded.
    """
    import PIL.Image

    try:
        with PIL.Image.open(source.read(name)) as picture:
            return picture.convert("RGB")
    except Exception as error:  # a broken file fails in every way there is; the user wants one line
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"{source.name}: cannot decode the picture {name}: {reason}") from None


def open_pictures(path: str | Path) -> PictureSource:
    """The pictures of a folder or of a ``.parquet`` file with the columns ``image_id`` and ``image``.

    Raises:
        UsageError: Pillow is not installed.
        InputError: nothing of the kind is there.
    """
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise UsageError("pictures need Pillow; install it with: pip install pillow") from None
    path = Path(path)
    return ParquetPictures(path) if path.suffix == ".parquet" else FolderPictures(path)
