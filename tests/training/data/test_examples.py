from __future__ import annotations

from pathlib import Path

import pytest

from capaug.errors import UsageError
from capaug.records import AugmentedCaption, SceneGraph
from capaug.training.data.examples import made_examples, read_examples, split_by_image
from capaug.worlds.folder import write_shapes


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
    with pytest.raises(UsageError, match=r"no picture of 1 images of the rows \(9"):
        read_examples(shards, pictures)
