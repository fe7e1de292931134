"""What captions say of a scene can be seen in its picture: change what is said, and the picture changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from capaug.worlds.picture import COLORS, OUTLINES, draw_scene
from capaug.worlds.scene import (
    BESIDE,
    BY_ANIMALS,
    HEIGHT,
    KINDS,
    PERSON,
    SETTING,
    WIDTH,
    Action,
    Scene,
    Thing,
    random_scene,
)
from capaug.worlds.scene import COLORS as NAMED_COLORS

BOX = {"x": 200.0, "y": 150.0, "width": 120.0, "height": 160.0}
OTHER = {"x": 330.0, "y": 200.0, "width": 90.0, "height": 110.0}


def difference(one: Image.Image, other: Image.Image) -> float:
    """Share of the picture that differs."""
    changed = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 20))
    return ImageStat.Stat(changed).mean[0] / 255


def alone(thing: Thing) -> Image.Image:
    return draw_scene(Scene((thing,)))


def all_differ(pictures: Iterator[Image.Image], least: float = 0.001) -> None:
    for one, other in combinations(list(pictures), 2):
        assert difference(one, other) > least


def test_every_kind_has_an_outline() -> None:
    assert set(OUTLINES) == {name for name, kind in KINDS.items() if kind.category != SETTING}
    assert set(COLORS) == set(NAMED_COLORS)


def test_kinds_look_different() -> None:
    names = [name for name, kind in KINDS.items() if kind.category not in (SETTING, "clothing")]
    all_differ(alone(Thing(name, color="red" if KINDS[name].colors else None, **BOX)) for name in names)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.category not in (SETTING, "clothing")])
def test_properties_show(name: str) -> None:
    kind, thing = KINDS[name], Thing(name, **BOX)
    for field, values in (
        ("color", kind.colors),
        ("material", (None, *kind.materials)),
        ("age", (None, *kind.ages)),
        ("state", (None, *kind.states)),
        ("count", (1, 2, 3)),
    ):
        all_differ(alone(replace(thing, **{field: value})) for value in values)


@pytest.mark.parametrize("name", ["man", "girl", "dog", "horse"])
def test_postures_show(name: str) -> None:
    postures = ("stand", "sit", "lie", "walk", "run") + (("kneel",) if KINDS[name].category == PERSON else ("sleep",))
    all_differ(alone(Thing(name, posture=posture, **BOX)) for posture in postures)


def test_flying_and_parking_show() -> None:
    for name, posture in (("bird", "fly"), ("car", "park")):
        all_differ(alone(Thing(name, color="gray", posture=p, **BOX)) for p in (None, posture))


def test_doings_show() -> None:
    """Also who does it: turned round, the picture is another."""
    man, dog = Thing("man", **BOX), Thing("dog", color="brown", **OTHER)
    verbs = sorted({*BESIDE, *BY_ANIMALS, "hold", "carry", "read", "eat", "use", "fly"})
    all_differ(draw_scene(Scene((man, dog), (Action(0, verb, 1),))) for verb in verbs)
    for verb in BESIDE:
        one, other = (draw_scene(Scene((man, dog), (Action(i, verb, 1 - i),))) for i in (0, 1))
        assert difference(one, other) > 0.0005, verb


def test_clothes_are_worn() -> None:
    man, place = Thing("man", **BOX), {"x": 240.0, "y": 180.0, "width": 28.0, "height": 14.0}
    clothes = [name for name, kind in KINDS.items() if kind.category == "clothing"]
    worn = [Scene((man, Thing(name, color="green", **place)), (Action(0, "wear", 1),)) for name in clothes]
    all_differ(iter([alone(man), *(draw_scene(scene) for scene in worn)]))


def test_places_show() -> None:
    dog = Thing("dog", color="brown", **BOX)
    scenes = [Scene((dog,))]
    for name, kind in KINDS.items():
        if kind.category == SETTING:
            for state in (None, *kind.states):
                place = Thing(name, state=state, width=WIDTH, height=HEIGHT, depth=9)
                scenes.append(Scene((dog, place), (), 1))
    all_differ(draw_scene(scene) for scene in scenes)


def test_left_and_right_are_kept() -> None:
    red, blue = Thing("ball", color="red", **BOX), Thing("ball", color="blue", **OTHER)
    picture = draw_scene(Scene((red, blue)))

    def column(color: str) -> float:
        wanted = COLORS[color]
        found = [i % picture.width for i, p in enumerate(picture.get_flattened_data()) if p == wanted]
        return sum(found) / len(found)

    assert column("red") < column("blue")


def test_all_scenes_can_be_drawn_and_are_the_same_again() -> None:
    for seed in range(60):
        picture = draw_scene(random_scene(seed))
        assert (picture.size, picture.mode) == ((320, 240), "RGB")
        assert len(picture.getcolors(1 << 20) or []) > 3
    assert draw_scene(random_scene(7)).tobytes() == draw_scene(random_scene(7)).tobytes()
    assert draw_scene(random_scene(7), 640).size == (640, 480)
