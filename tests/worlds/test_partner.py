"""The scene of which a negative is true: one for each kind that has one, and none where no picture can show it."""

from __future__ import annotations

import pytest

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.worlds.evaluate import evaluate
from capaug.worlds.partner import partner_scene, partners_of
from capaug.worlds.picture import draw_scene
from capaug.worlds.scene import Action, Scene, Thing

BENCH = Thing("bench", color="green", material="wooden", x=40, y=200, width=130, height=60)
MAN = Thing("man", posture="sit", place=("on", 0), x=70, y=60, width=50, height=160)
HAT = Thing("hat", color="red", x=70, y=80, width=28, height=14)
CAR = Thing("car", color="blue", size="large", posture="park", x=220, y=180, width=160, height=80)
DOGS = Thing("dog", count=2, color="brown", x=420, y=210, width=120, height=50)
STREET = Thing("street", state="wet", width=640, height=480, depth=9)
STREET_SCENE = Scene((BENCH, MAN, HAT, CAR, DOGS, STREET), (Action(1, "wear", 2),), setting=5)
BOY = Thing("boy", x=40, y=150, width=40, height=110)
GIRL = Thing("girl", x=120, y=150, width=40, height=110)
CUP = Thing("cup", color="white", x=150, y=200, width=14, height=16)
TABLE = Thing("table", color="brown", x=260, y=190, width=130, height=70)
BOWL = Thing("bowl", color="red", place=("on", 3), x=280, y=186, width=24, height=14)
LADY_SCENE = Scene((BOY, GIRL, CUP, TABLE, BOWL), (Action(0, "pet", 1), Action(1, "hold", 2)))


@pytest.mark.parametrize(
    ("scene", "caption", "negative"),
    [
        pytest.param(STREET_SCENE, "A blue car on a street.", "A yellow car on a street.", id="colour"),
        pytest.param(STREET_SCENE, "a large car beside two dogs", "a small car beside two dogs", id="size"),
        pytest.param(STREET_SCENE, "A man on a wooden bench", "A man on a metal bench", id="material"),
        pytest.param(STREET_SCENE, "A car on a wet street.", "A car on a dry street.", id="state of a place"),
        pytest.param(STREET_SCENE, "Two dogs on the street", "Four dogs on the street", id="number"),
        pytest.param(STREET_SCENE, "A man sits on a bench.", "A man sleeps on a bench.", id="posture"),
        pytest.param(STREET_SCENE, "A man with a red hat", "A woman with a red hat", id="who"),
        pytest.param(STREET_SCENE, "A man wearing a hat", "A man wearing a helmet", id="what is worn"),
        pytest.param(STREET_SCENE, "A blue car on a street.", "A blue bus on a street.", id="what it is"),
        pytest.param(STREET_SCENE, "A blue car on a street.", "A blue car on a beach.", id="where it is"),
        pytest.param(STREET_SCENE, "A green bench and a blue car", "A blue bench and a green car", id="colours"),
        pytest.param(STREET_SCENE, "A bench to the left of a car", "A bench to the right of a car", id="side"),
        pytest.param(STREET_SCENE, "A bench to the left of a car", "A car to the left of a bench", id="places"),
        pytest.param(STREET_SCENE, "A man wearing a hat.", "A man without a hat.", id="lack"),
        pytest.param(LADY_SCENE, "A boy pets a girl", "A girl pets a boy", id="roles"),
        pytest.param(LADY_SCENE, "A boy pets a girl", "A boy follows a girl", id="what is done"),
        pytest.param(LADY_SCENE, "A girl holding a cup", "A girl holding a ball", id="what is held"),
        pytest.param(LADY_SCENE, "A bowl on a table", "A bowl under a table", id="below"),
        pytest.param(LADY_SCENE, "A bowl on a table", "A bowl next to a table", id="beside"),
        pytest.param(LADY_SCENE, "A girl to the left of a table", "A girl in front of a table", id="in front"),
    ],
)  # fmt: skip
def test_a_negative_that_gets_a_partner(scene: Scene, caption: str, negative: str) -> None:
    assert (evaluate(scene, caption), evaluate(scene, negative)) == (True, False)
    partner = partner_scene(scene, caption, negative)
    assert partner is not None
    assert (evaluate(partner, caption), evaluate(partner, negative)) == (False, True)
    assert draw_scene(partner).tobytes() != draw_scene(scene).tobytes()
    assert partner_scene(scene, caption, negative) == partner


@pytest.mark.parametrize(
    ("scene", "caption", "negative"),
    [
        pytest.param(STREET_SCENE, "A man on a bench", "A tall man on a bench", id="people are of one size"),
        pytest.param(STREET_SCENE, "A man on a wooden bench", "A man on a marble bench", id="material of no scene"),
        pytest.param(STREET_SCENE, "A blue car on a street.", "A blue train on a street.", id="thing of no scene"),
        pytest.param(STREET_SCENE, "A car on a street", "Two cars on a street", id="of two cars one is true as well"),
        pytest.param(STREET_SCENE, "A man wearing a hat", "A man washing a hat", id="what is worn is not washed"),
        pytest.param(STREET_SCENE, "A car beside dogs", "A wet car beside dogs", id="of a wet car both are true"),
        pytest.param(LADY_SCENE, "A girl holding a cup", "A cup holding a girl", id="cups do nothing"),
        pytest.param(LADY_SCENE, "A boy pets a girl", "A boy hugs a girl", id="doing of no scene"),
    ],
)
def test_a_negative_that_cannot_get_one(scene: Scene, caption: str, negative: str) -> None:
    assert (evaluate(scene, caption), evaluate(scene, negative)) == (True, False)
    assert partner_scene(scene, caption, negative) is None


def test_the_change_is_the_least_and_carries_along_what_stands_on_it() -> None:
    partner = partner_scene(STREET_SCENE, "A red hat", "A pink hat")
    assert partner is not None
    assert [one for one, other in zip(partner.things, STREET_SCENE.things, strict=True) if one != other] == [
        Thing("hat", color="pink", x=70, y=80, width=28, height=14)
    ]
    partner = partner_scene(STREET_SCENE, "A man sits on a bench", "A man sits on a chair")
    assert partner is not None
    chair, man, _, car, *_ = partner.things
    assert (chair.name, man.posture, man.place) == ("chair", "sit", ("on", 0))
    assert chair.y + chair.height == BENCH.y + BENCH.height  # it stands where the bench stood
    assert man.y - chair.y == pytest.approx(MAN.y - BENCH.y)  # the man sits on it as he sat
    assert car.x - (chair.x + chair.width) == pytest.approx(CAR.x - (BENCH.x + BENCH.width))  # and the car keeps off


def test_partners_of_a_scene_by_negative() -> None:
    def row(caption_id: str, caption: str, *negatives: str) -> AugmentedCaption:
        made = tuple(Variant(text, "own.kind", ()) for text in negatives)
        return AugmentedCaption("7", caption_id, caption, "own", "all", SceneGraph(), negatives=made)

    rows = [
        row("7.0", "A blue car", "A marble car", "A red car"),
        row("7.1", "Two dogs beside a blue car", "Two dogs beside a red car", "Two cats beside a blue car"),
    ]
    found = partners_of(STREET_SCENE, rows)
    assert list(found) == [("7", "7.0", 1), ("7", "7.1", 0), ("7", "7.1", 1)]
    assert found["7", "7.0", 1] is found["7", "7.1", 0]  # one picture for both
