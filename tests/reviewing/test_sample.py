"""Which texts a reviewer is shown."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from capaug.errors import InputError, UsageError
from capaug.records import AugmentedCaption, SceneGraph
from capaug.review import CONTROL_CAPTION, CONTROL_OTHER
from capaug.reviewing.sample import Item, draw
from tests.pages import ROWS, edited, shards


def kinds(items: list[Item]) -> Counter[str]:
    return Counter(item.variant.kind for item in items)


def test_kinds_are_drawn_evenly_as_far_as_they_go(out: Path) -> None:
    items = draw(out, 40)
    found = kinds(items)
    assert len({item.key for item in items}) == 40 == sum(found.values())
    assert found.pop("asymmetry_3.redundant") == 1
    assert set(found.values()) == {13}
    for item in items:
        assert item.variant in getattr(item.row, item.side)


def test_the_same_seed_draws_the_same(out: Path) -> None:
    assert draw(out, 30) == draw(out, 30) != draw(out, 30, seed=1)


def test_as_they_come_goes_by_how_many_there_are(out: Path) -> None:
    found = kinds(draw(out, 120, evenly=False))
    assert found.total() == 120
    assert min(found["attribute_replace.contrast"], found["asymmetry_1.object"]) >= 39


def test_all_are_those_of_the_folder_in_order(out: Path) -> None:
    items = draw(out, 0)
    texts = [
        (row.caption_id, side, one.text)
        for row in ROWS
        for side in ("negatives", "positives")
        for one in getattr(row, side)
    ]
    assert [item.key for item in items] == texts


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["asymmetry_1"], {"asymmetry_1.object"}),
        (["positives"], {"asymmetry_2.generalise", "asymmetry_3.redundant"}),
        (["asymmetry_3.redundant", "attribute_replace"], {"asymmetry_3.redundant", "attribute_replace.contrast"}),
    ],
)
def test_kinds_families_and_sides_can_be_asked_for(out: Path, wanted: list[str], found: set[str]) -> None:
    assert set(kinds(draw(out, 0, kinds=wanted))) == found


def test_what_is_not_there_is_said(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no texts of kind 'asymetry_1' \(did you mean 'asymmetry_1'\?\)"):
        draw(out, 10, kinds=["asymetry_1"])
    bare = AugmentedCaption("1", "1-1", "A red bus.", "coco", "val2017", SceneGraph())
    with pytest.raises(InputError, match="no texts to review"):
        draw(shards(tmp_path / "bare", (bare, bare)), 10)


def test_controls_are_mixed_in(out: Path) -> None:
    items = draw(out, 20, controls=8)
    controls = {item.variant.kind: [] for item in items}
    for item in items:
        controls[item.variant.kind].append(item)
    assert len(items) == 28 and len(controls[CONTROL_CAPTION]) == len(controls[CONTROL_OTHER]) == 4
    assert {item.variant.text == item.row.caption for item in controls[CONTROL_CAPTION]} == {True}
    captions = {row.caption for row in ROWS}
    for item in controls[CONTROL_OTHER]:
        assert item.variant.text != item.row.caption and item.variant.text in captions
    assert {item.side for item in items if item.variant.kind.startswith("control")} == {"negatives", "positives"}
    assert [item.variant.kind[:8] for item in items][-8:] != ["control."] * 8


def test_a_blind_text_tells_nothing_of_itself(out: Path) -> None:
    for item in draw(out, 20, controls=4):
        row = item.blind()
        (variant,) = row.negatives
        assert (variant.text, variant.kind, variant.scores) == (item.variant.text, "", {})
        assert not row.positives and row.scene_graph == SceneGraph()


def test_other_captions_of_the_image_are_shown(tmp_path: Path) -> None:
    texts = ["A red bus.", "A bus on a road.", "Two trees by a bus.", "A bus stop.", "A city bus.", "It is a bus."]
    rows = []
    for number, text in enumerate(texts):
        tram = edited(text, "asymmetry_1.object", 0.5, ("bus", "tram"))
        rows.append(AugmentedCaption("1", f"1-{number}", text, "coco", "val2017", SceneGraph(), (), (tram,)))
    first, *_, last = draw(shards(tmp_path / "bus", tuple(rows)), 0)
    assert first.others == tuple(texts[1:5])
    assert last.others == tuple(texts[:4])
