from __future__ import annotations

from pathlib import Path

import pytest

from capaug.errors import OutputError
from capaug.mirrors import read_partners
from capaug.runs.reader import iter_rows
from capaug.training.data.pictures import open_pictures
from capaug.worlds.evaluate import evaluate
from capaug.worlds.folder import draw_partners, write_shapes
from capaug.worlds.source import ROWS, WHOLE


def test_pictures_and_rows_of_scenes(tmp_path: Path) -> None:
    heard = {"pictures": 0, "captions": 0}

    def hear(what: str, number: int) -> None:
        heard[what] += number

    made = write_shapes(tmp_path / "world", 3, recipe="negclip", progress=hear)
    rows = list(iter_rows(made.shards))
    assert heard == {"pictures": 3, "captions": 3 * ROWS.captions}
    assert {row.image_id for row in rows} == {"0", "1", "2"}
    assert any(row.negatives for row in rows)
    assert not open_pictures(made.pictures).names.resolve(row.image_id for row in rows).missing

    (made.pictures / "1.png").write_bytes(b"mine")  # what is there is kept, what is missing is made
    (made.pictures / "2.png").unlink()
    assert write_shapes(tmp_path / "world", 3, recipe="negclip") == made
    assert (made.pictures / "1.png").read_bytes() == b"mine"
    assert (made.pictures / "2.png").is_file()
    assert list(iter_rows(made.shards)) == rows


def test_scenes_of_the_whole_world(tmp_path: Path) -> None:
    made = write_shapes(tmp_path / "world", 1, world=WHOLE, recipe="negclip")
    assert [row.caption for row in iter_rows(made.shards)] == [c.text for c in WHOLE.group(0).captions]


def test_pictures_of_partners(tmp_path: Path) -> None:
    made = write_shapes(tmp_path / "world", 4, world=WHOLE, recipe="negclip")
    heard: list[int] = []
    partners = draw_partners(made, WHOLE, lambda what, number: heard.append(number))
    assert read_partners(made.shards) == partners
    pictures = {image for found in partners.values() for image in found}
    assert len(partners) >= len(pictures) == sum(heard) > 20
    assert all((made.pictures / f"{image}.png").is_file() for image in pictures)
    for row in iter_rows(made.shards):
        for place, negative in enumerate(row.negatives):
            if (row.image_id, row.caption_id, place) in partners:
                assert evaluate(WHOLE.scene(int(row.image_id)), negative.text) is False
    assert not open_pictures(made.pictures).names.resolve(pictures).missing


def test_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "world").touch()
    with pytest.raises(OutputError, match="cannot write the pictures"):
        write_shapes(tmp_path / "world", 1)
