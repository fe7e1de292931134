"""Rows of one image come together wherever they stand, in memory and on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError, OutputError
from capaug.sources import open_source, scattered
from capaug.sources.grouping import Row
from capaug.sources.scattered import Repeats, brought_together, check_ids, scan


def rows_of(images: list[str | None]) -> list[Row]:
    return [Row(str(k), image, f"caption {k}", f"x:{k}") for k, image in enumerate(images)]


@pytest.mark.parametrize("most", [1 << 14, 3, 1])
@settings(deadline=None, max_examples=40)
@given(images=st.lists(st.none() | st.sampled_from("abcdef"), max_size=40))
def test_the_order_is_that_of_the_first_rows(images: list[str | None], most: int) -> None:
    rows = rows_of(images)
    by_image: dict[object, list[Row]] = {}
    for row in rows:
        by_image.setdefault(row.id if row.image is None else (row.image,), []).append(row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scattered, "MOST_ROWS_HELD", most)
        assert list(brought_together(rows)) == [row for of_image in by_image.values() for row in of_image]


@pytest.mark.parametrize("most", [1 << 20, 4])
@settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.sampled_from("abcdefghij"), max_size=30))
def test_what_comes_twice_is_found(texts: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scattered, "MOST_HELD", most)
        repeats = Repeats()
        for text in texts:
            repeats.add(text)
        assert set(repeats.found().tolist()) == {hash(text) for text in texts if texts.count(text) > 1}


def test_images_that_come_back_are_counted() -> None:
    assert scan(rows_of(["a", "a", "b", "b", None, None])).images == 0
    assert scan(rows_of(["a", "b", "a", "c", "b", "a"])).images == 2


def test_two_rows_of_one_id_are_named() -> None:
    rows = [Row(name, "a", "x", f"f:{k}", named=True) for k, name in enumerate(["7", "8", "7"])]
    found = scan(rows)
    with pytest.raises(InputError, match="f:2 has the id 7 of f:0"):
        check_ids(rows, found.ids)
    check_ids(rows[:2], found.ids)


def test_no_room_on_the_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scattered, "MOST_ROWS_HELD", 1)
    monkeypatch.setattr(scattered.tempfile, "TemporaryFile", full)
    with pytest.raises(OutputError, match="No space left on device; set TMPDIR"):
        list(brought_together(rows_of(["a", "b", "a"])))


def test_a_file_on_the_disk_gives_what_one_in_memory_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"image_id": k * 7 % 10, "caption": [f"a dog {k}", None, "a cat"]} for k in range(50)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    held = list(open_source(str(path)).groups())
    monkeypatch.setattr(scattered, "MOST_ROWS_HELD", 1)
    assert list(open_source(str(path)).groups()) == held
    assert [len(group.captions) for group in held] == [10] * 10
