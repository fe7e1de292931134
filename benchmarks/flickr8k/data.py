"""The splits of Flickr8k: shards of their captions, and their pictures in the model's size."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from capaug.records import AugmentedCaption
from capaug.runs.atomic import writing_atomically
from capaug.runs.layout import MANIFEST
from capaug.runs.reader import iter_rows
from capaug.training.data.pictures import ParquetPictures, PictureSource, decoded
from capaug.training.data.pixels import SquareImages
from capaug.training.models.dual import SIZES

MODEL = "tiny"


@dataclass(frozen=True, slots=True)
class Split:
    """Rows of a split and the pictures that they speak of."""

    rows: list[AugmentedCaption]
    pictures: PictureSource


def prepare(data: Path, out: Path, splits: Iterable[str]) -> None:
    """Make what :func:`read` reads, as far as it is not there."""
    for split in splits:
        generate(data / f"{split}.parquet", out / f"shards-{split}")
        shrink(data / f"{split}.parquet", out / f"pictures-{split}.parquet")


def read(out: Path, split: str, most: int | None = None) -> Split:
    """A split that was prepared, or the first ``most`` pictures of it."""
    rows = list(iter_rows(out / f"shards-{split}"))
    if most is not None:
        kept = set(list(dict.fromkeys(row.image_id for row in rows))[:most])
        rows = [row for row in rows if row.image_id in kept]
    return Split(rows, ParquetPictures(out / f"pictures-{split}.parquet"))


def generate(captions: Path, shards: Path) -> None:
    """Write shards of a split with the default recipe."""
    if not (shards / MANIFEST).is_file():
        program = shutil.which("capaug") or "capaug"
        columns = "image=image_id,caption=captions"
        command = [program, "generate", "--dataset", str(captions), "--columns", columns, "--out", str(shards)]
        subprocess.run(command, check=True, stdout=sys.stderr)


def shrink(photographs: Path, out: Path) -> None:
    """Write the pictures as the model sees them, without loss: to decode them anew for each run takes longer than some
    runs.
    """
    if out.is_file():
        return
    source, seen = ParquetPictures(photographs), SquareImages(SIZES[MODEL]["image_size"])
    pictures = [(name, _file(seen.read(decoded(source, name)))) for name in source.names]
    names, files = zip(*pictures, strict=True)
    with writing_atomically(out) as file:
        pq.write_table(pa.table({"image_id": names, "image": pa.array(files, pa.binary())}), file)


def _file(pixels: Any) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels.permute(1, 2, 0).numpy()).save(file, "BMP")
    return file.getvalue()
