from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from capaug.errors import InputError, UsageError
from capaug.records import AugmentedCaption, SceneGraph
from capaug.training.data.examples import made_examples, read_examples, split_by_image
from capaug.training.data.pictures import open_pictures
from capaug.training.data.presence import find_pictures, with_picture
from capaug.worlds.folder import ShapesFolder, write_shapes


def make_rows(images: int, captions: int) -> list[AugmentedCaption]:
    return [
        AugmentedCaption(str(image), f"{image}.{k}", "a dog", "own", "all", SceneGraph())
        for image in range(images)
        for k in range(captions)
    ]


def test_images_are_held_out_whole() -> None:
    rows = make_rows(12, 3)
    kept, held_out = split_by_image(rows, 2)
    assert len(held_out) == 6
    assert not {row.image_id for row in kept} & {row.image_id for row in held_out}
    assert kept + held_out == rows
    with pytest.raises(UsageError, match="too few"):
        split_by_image(rows, 12)


def test_a_made_world_and_its_files_read_again(tmp_path: Path) -> None:
    world = write_shapes(tmp_path, 10)
    made = made_examples(world.shards, world.pictures, 3)
    assert [len({row.image_id for row in rows}) for rows in (made.rows, made.test_rows)] == [7, 3]
    shards, pictures = world.shards, world.pictures
    read = read_examples(shards, pictures)
    assert len({row.image_id for row in read.test_rows}) == 1  # a tenth
    assert read.rows + read.test_rows == (whole := read_examples(shards, pictures, shards)).rows == whole.test_rows
    (pictures / "9.png").unlink()
    with pytest.raises(InputError, match=r"no picture of 1 of 10 images \(9\); .*--skip-broken"):
        read_examples(shards, pictures)


@pytest.fixture(name="world", scope="module")
def world_fixture(tmp_path_factory: pytest.TempPathFactory) -> ShapesFolder:
    return write_shapes(tmp_path_factory.mktemp("world"), 12)


@pytest.fixture(name="pictures")
def pictures_fixture(world: ShapesFolder, tmp_path: Path) -> Path:
    shutil.copytree(world.pictures, tmp_path / "pictures")
    return tmp_path / "pictures"


def test_missing_and_broken_pictures_are_left_out_if_asked(world: ShapesFolder, pictures: Path) -> None:
    (pictures / "3.png").unlink()
    (pictures / "5.png").write_bytes((pictures / "5.png").read_bytes()[:300])
    (pictures / "11.png").write_bytes(b"none")
    found = read_examples(world.shards, pictures, skip_broken=True)
    assert (found.without_picture, found.broken) == (("3",), ("5.png", "11.png"))
    assert {row.image_id for row in found.rows + found.test_rows} == set(map(str, range(12))) - {"3", "5", "11"}
    assert {row.image_id for row in found.test_rows} == {"10"}  # the last of those that are left
    both = read_examples(world.shards, world.pictures, world.shards, pictures, skip_broken=True)
    assert (len(both.rows), both.broken) == (24, ("5.png", "11.png"))
    for file in pictures.iterdir():
        file.write_bytes(b"none")
    with pytest.raises(InputError, match=r"none of the 11 pictures can be decoded \(0\.png, 1\.png, 2\.png, \.\.\.\)"):
        read_examples(world.shards, pictures, skip_broken=True)


def test_one_picture_is_one_image_whatever_its_ids(world: ShapesFolder) -> None:
    source = open_pictures(world.pictures)
    rows = [*make_rows(3, 1), *(replace(row, image_id=f"{row.image_id}.png") for row in make_rows(3, 1))]
    assert [row.image_id for row in with_picture(rows, find_pictures(source, (row.image_id for row in rows)))] == [
        *"012",
        *"012",
    ]


def test_an_id_of_two_pictures_is_told_of_before_training(world: ShapesFolder, pictures: Path) -> None:
    (pictures / "more").mkdir()
    shutil.copy(pictures / "4.png", pictures / "more" / "7.jpg")
    with pytest.raises(InputError, match=r"image id '7' names two pictures, 7\.png and more/7\.jpg"):
        read_examples(world.shards, pictures)
