from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from capaug.errors import InputError, UsageError
from capaug.training.data.pictures import Pictures, open_pictures
from capaug.training.data.pixels import SquareImages

RED, BLUE = (255, 0, 0), (0, 0, 255)


def encoded(color: tuple[int, int, int], form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), color).save(file, form)
    return file.getvalue()


@pytest.fixture(name="folder")
def folder_fixture(tmp_path: Path) -> Path:
    (tmp_path / "val").mkdir()
    (tmp_path / "val" / "COCO_val2014_000000000042.jpg").write_bytes(encoded(RED, "JPEG"))
    (tmp_path / "beach.png").write_bytes(encoded(BLUE))
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


@pytest.fixture(name="parquet")
def parquet_fixture(tmp_path: Path) -> Path:
    path = tmp_path / "photos.parquet"
    pq.write_table(pa.table({"image_id": [7, 8], "image": [encoded(RED), encoded(BLUE)], "more": [0, 0]}), path)
    return path


def color(pixel_values: torch.Tensor) -> list[str]:
    """The strongest channel of each picture."""
    return ["rgb"[k] for k in pixel_values.mean(dim=(2, 3)).argmax(dim=1)]


def test_a_folder_by_name_stem_and_number(folder: Path) -> None:
    pictures = Pictures(open_pictures(folder), SquareImages(16))
    values = pictures(["42", "COCO_val2014_000000000042", "COCO_val2014_000000000042.jpg", "beach"])
    assert values.shape == (4, 3, 16, 16)
    assert values.dtype == torch.float32
    assert color(values) == ["r", "r", "r", "b"]
    assert pictures.name_of("42") == pictures.name_of("val/COCO_val2014_000000000042.jpg")
    assert pictures.source.names.resolve(["42", "beach", "43", "43"]).missing == ("43",)


def test_one_name_in_two_folders(tmp_path: Path) -> None:
    for folder, shade in (("cat", RED), ("dog", BLUE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "0.jpg").write_bytes(encoded(shade, "JPEG"))
    pictures = Pictures(open_pictures(tmp_path), SquareImages(8))
    assert color(pictures(["dog/0.jpg", "cat/0.jpg", "dog/0"])) == ["b", "r", "b"]
    with pytest.raises(InputError, match=r"image id '0' names two pictures, cat/0\.jpg and dog/0\.jpg"):
        pictures(["0"])


def test_a_parquet_column(parquet: Path) -> None:
    pictures = Pictures(open_pictures(parquet), SquareImages(8))
    assert color(pictures(["8", "7"])) == ["b", "r"]
    assert list(pictures.source.names) == ["7", "8"]
    assert color(pictures(["7.0", "8.jpg"])) == ["r", "b"]


def test_a_parquet_column_with_a_row_for_each_caption(tmp_path: Path) -> None:
    path = tmp_path / "photos.parquet"
    images = [encoded(RED), encoded(RED), encoded(BLUE), encoded(BLUE)]
    pq.write_table(pa.table({"image_id": ["a", "a", "b", None], "image": images}), path)
    source = open_pictures(path)
    assert list(source.names) == ["a", "b"]
    assert color(Pictures(source, SquareImages(8))(["b", "a"])) == ["b", "r"]
    pq.write_table(pa.table({"image_id": ["a", "b", "a", "c"], "image": images}), path)
    with pytest.raises(InputError, match="rows 0 and 2 hold two pictures with the image id 'a'"):
        open_pictures(path)


def test_a_column_of_huggingface_images(tmp_path: Path) -> None:
    images = [{"bytes": encoded(BLUE), "path": None}]
    pq.write_table(pa.table({"image_id": ["x"], "image": images}), tmp_path / "hf.parquet")
    assert color(Pictures(open_pictures(tmp_path / "hf.parquet"), SquareImages(8))(["x"])) == ["b"]


def test_a_small_set_is_decoded_once(folder: Path) -> None:
    kept = Pictures(open_pictures(folder), SquareImages(8))
    read_again = Pictures(open_pictures(folder), SquareImages(8), cache_bytes=2 * 3 * 8 * 8 - 1)
    for pictures in (kept, read_again):
        assert color(pictures(["beach"])) == ["b"]
    (folder / "beach.png").write_bytes(encoded(RED))
    assert color(kept(["beach"])) == ["b"]
    assert color(read_again(["beach"])) == ["r"]


def test_pictures_of_other_modes(tmp_path: Path) -> None:
    Image.new("L", (5, 5), 200).save(tmp_path / "gray.png")
    Image.new("RGBA", (5, 5), (0, 0, 255, 255)).save(tmp_path / "clear.png")
    assert Pictures(open_pictures(tmp_path), SquareImages(4))(["gray", "clear"]).shape == (2, 3, 4, 4)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_missing_or_broken(folder: Path, parquet: Path) -> None:
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "cut.png").write_bytes(encoded(RED)[:40])
    pictures = Pictures(open_pictures(folder), SquareImages(8))
    with pytest.raises(InputError, match="no picture of image '5'"):
        pictures(["5"])
    for name in ("broken", "cut"):
        with pytest.raises(InputError, match=f"cannot decode the picture {name}.png: "):
            pictures([name])
    with pytest.raises(InputError, match="no such folder of pictures"):
        open_pictures(folder / "nowhere")
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match="no pictures in this folder"):
        open_pictures(folder / "empty")
    with pytest.raises(InputError, match="no such file"):
        open_pictures(folder / "no.parquet")
    (folder / "text.parquet").write_text("words")
    with pytest.raises(InputError, match="cannot read it"):
        open_pictures(folder / "text.parquet")


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"image_id": ["1"], "photo": [b""]}, "'image_id' and 'image'"), ({"image_id": ["1"], "image": [3]}, "int64")],
)
def test_a_parquet_file_of_other_columns(tmp_path: Path, columns: dict[str, list[object]], message: str) -> None:
    pq.write_table(pa.table(columns), tmp_path / "other.parquet")
    with pytest.raises(InputError, match=message):
        open_pictures(tmp_path / "other.parquet")


class Compose:
    """As torchvision's: a picture goes through one transform after the other."""

    def __init__(self, *transforms: Callable[[Any], Any]) -> None:
        self.transforms = transforms

    def __call__(self, picture: Image.Image) -> Any:
        given: Any = picture
        for transform in self.transforms:
            given = transform(given)
        return given


def to_tensor(picture: Image.Image) -> torch.Tensor:
    return torch.from_numpy(np.asarray(picture).copy()).permute(2, 0, 1) / 255


def test_a_transform_of_torchvision(folder: Path) -> None:
    seen = []

    def resize(picture: Image.Image) -> Image.Image:
        seen.append(picture.mode)
        return picture.resize((6, 6))

    pictures = Pictures(open_pictures(folder), Compose(resize, to_tensor))
    for _ in range(2):
        values = pictures(["42", "beach"])
        assert values.shape == (2, 3, 6, 6)
        assert color(values) == ["r", "b"]
    assert seen == ["RGB"] * 4  # it may draw at random, so each time anew
    with pytest.raises(UsageError, match=r"tensors \[3, H, W\] of one size .* not Image"):
        Pictures(open_pictures(folder), Compose(resize))(["42"])
