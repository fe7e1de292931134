"""Scenes are the same for a seed, their things are on the canvas, and their relations are those of the picture."""

from __future__ import annotations

import pytest

from capaug.worlds.scene import (
    CARRYING,
    HEIGHT,
    KINDS,
    SETTING,
    WIDTH,
    Action,
    Scene,
    Thing,
    random_scene,
    row_scene,
)

SCENES = [random_scene(seed) for seed in range(300)]


def test_equal_seeds_give_equal_scenes() -> None:
    assert random_scene(7) == random_scene(7)
    assert len(set(SCENES)) > 290


def test_every_kind_of_thing_comes_up() -> None:
    seen = {thing.name for seed in range(3000) for thing in random_scene(seed).things}
    assert seen >= {name for name, kind in KINDS.items() if kind.category != "portable"}


def test_a_row_has_a_few_things_side_by_side_with_colors_alone() -> None:
    assert row_scene(7) == row_scene(7)
    rows = [row_scene(seed) for seed in range(300)]
    assert {len(row.things) for row in rows} >= {2, 3}
    for row in rows:
        assert all(row.left_of(i, i + 1) and not row.next_to(i, i + 1) for i in range(len(row.things) - 1))
        for thing in row.things:
            assert (thing.size, thing.material, thing.age, thing.state, thing.posture) == (None,) * 5
            assert thing.count == 1
            assert (thing.color is None) == (not KINDS[thing.name].colors)


def test_things_have_a_size_and_stand_on_the_canvas() -> None:
    for scene in SCENES:
        for thing in scene.things:
            assert thing.width > 0
            assert thing.height > 0
            assert thing.x + thing.width / 2 < WIDTH + 20
            assert thing.x + thing.width / 2 > -20
            assert 0 <= thing.y + thing.height / 2 <= HEIGHT


def test_actions_and_places_name_other_things_of_the_scene() -> None:
    for scene in SCENES:
        ends = [(a.subject, a.object) for a in scene.actions]
        ends += [(i, thing.place[1]) for i, thing in enumerate(scene.things) if thing.place]
        for one, other in ends:
            assert one != other
            assert {one, other} <= set(range(len(scene.things)))


def test_two_things_of_one_name_have_different_colors() -> None:
    for scene in SCENES:
        alike = [(t.name, t.color) for t in scene.things if t.category != "clothing"]
        assert len(alike) == len(set(alike))


def test_relations_exclude_each_other() -> None:
    for scene in SCENES:
        n = range(len(scene.things))
        for i in n:
            for j in n:
                assert not (scene.left_of(i, j) and scene.left_of(j, i))
                assert not (scene.in_front_of(i, j) and scene.in_front_of(j, i))
                assert scene.next_to(i, j) == scene.next_to(j, i)
                if scene.placed(i, "on", j) or scene.does(i, "hold", j):
                    assert not scene.next_to(i, j)
                if scene.things[j].category == SETTING:
                    assert not scene.near(i, j)


def test_what_carries_a_thing_in_the_end() -> None:
    scene = Scene(
        (Thing("table"), Thing("bowl", place=("on", 0)), Thing("apple", place=("in", 1)), Thing("man"), Thing("cup")),
        (Action(3, "hold", 4),),
    )
    assert [scene.root(i) for i in range(5)] == [0, 0, 0, 3, 3]
    assert "hold" in CARRYING


@pytest.mark.parametrize(("gap", "beside"), [(10, True), (300, False)])
def test_next_to_is_a_matter_of_distance(gap: int, beside: bool) -> None:
    scene = Scene((Thing("dog", width=60, height=50), Thing("cat", x=60 + gap, width=45, height=40)))
    assert scene.next_to(0, 1) is beside
    assert scene.left_of(0, 1)
    assert not scene.left_of(1, 0)
