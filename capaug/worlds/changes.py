"""Scenes that differ from a scene in one thing: a property, a kind, a number, a doing, a place, or an exchange of two.

What changes its size stays where it stands, and what is carried by it or stands beyond it moves along. A change that
no picture could show gives None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from capaug.worlds.scene import (
    ANIMAL,
    CARRYING,
    CLOSE,
    CLOTHING,
    HORIZON,
    KINDS,
    MARGIN,
    PERSON,
    SETTING,
    STEP,
    VEHICLE,
    Action,
    Scene,
    Thing,
)

T = TypeVar("T")
MOST = 6  # of things together that can still be counted in a picture
SCALE = {"large": 1.25, "small": 0.8, None: 1.0}
ON_ANYTHING = frozenset("open closed empty full".split())  # states of things
ON_GROUND = frozenset("wet dry clean messy sandy rocky grassy snowy".split())  # states of places
OF_BODIES = frozenset("sit stand lie sleep walk run kneel".split())
PROPERTIES = ("color", "size", "material", "age", "state", "posture")


def with_property(scene: Scene, i: int, field: str, value: str | None) -> Scene | None:
    """``things[i]`` with another color, size, material, age, state or posture; None where it cannot have that."""
    thing = scene.things[i]
    if getattr(thing, field) == value or not _may_have(thing, field, value):
        return None
    return _resized(scene, i, replace(thing, **{field: value}))  # type: ignore[arg-type]


def renamed(scene: Scene, i: int, name: str) -> Scene | None:
    """``things[i]`` as a thing of another kind that can do and wear what it does and wears."""
    thing, kind = scene.things[i], KINDS[name]
    category = kind.category
    if thing.name == name:
        return None
    for alone in (SETTING, CLOTHING):
        if (category == alone) != (thing.category == alone):
            return None
    doing = any(action.subject == i for action in scene.actions) or thing.posture in OF_BODIES
    if doing and category not in (PERSON, ANIMAL):
        return None
    if category != PERSON and any(action.subject == i and action.verb == "wear" for action in scene.actions):
        return None
    made = replace(thing, name=name)
    for field in ("size", "material", "age", "state", "posture"):
        if getattr(made, field) is not None and not _may_have(made, field, getattr(made, field)):
            made = replace(made, **{field: None})  # type: ignore[arg-type]
    color = made.color if kind.colors else None
    if kind.colors and color is None:  # what can have a colour has one
        taken = {other.color for other in scene.things if other.name == name}
        color = next((one for one in kind.colors if one not in taken), kind.colors[0])
    return _resized(scene, i, replace(made, color=color))


def counted(scene: Scene, i: int, count: int) -> Scene | None:
    """So many of ``things[i]``; what they wear there are as many of."""
    thing = scene.things[i]
    worn_by = next((a.subject for a in scene.actions if a.object == i and a.verb == "wear"), None)
    if thing.count == count or not 1 <= count <= MOST or thing.category == SETTING or worn_by is not None:
        return None
    made = _resized(scene, i, replace(thing, count=count))
    worn = {a.object for a in scene.actions if a.subject == i and a.verb == "wear"}
    return replace(made, things=tuple(replace(t, count=count) if k in worn else t for k, t in enumerate(made.things)))


def doing(scene: Scene, k: int, verb: str) -> Scene | None:
    """``actions[k]`` with another verb."""
    action = scene.actions[k]
    if action.verb == verb or "wear" in (action.verb, verb):
        return None
    made = replace(scene, actions=_but(scene.actions, k, replace(action, verb=verb)))
    if scene.does(action.subject, "ride", action.object):
        made = replace(made, things=_but(made.things, action.subject, _off(scene, action.subject)))
        return beside(made, action.subject, action.object)
    if verb in ("ride", "fly"):
        i, j = (action.subject, action.object) if verb == "ride" else (action.object, action.subject)
        return placed(made, i, "on" if verb == "ride" else "above", j)
    if scene.things[action.object].place == ("above", action.subject):
        down = replace(made, things=_but(made.things, action.object, _off(scene, action.object)))
        return beside(down, action.object, action.subject)
    return made


def begun(scene: Scene, i: int, verb: str, j: int) -> Scene | None:
    """``things[i]`` does something to ``things[j]`` beside it that it did not do."""
    apart = CARRYING | {"ride", "fly"}
    free = scene.things[i].animate and scene.things[j].category not in (SETTING, CLOTHING)
    if i == j or verb in apart or not free or scene.does(i, verb, j):
        return None
    return replace(scene, actions=(*scene.actions, Action(i, verb, j)))


def turned(scene: Scene, k: int) -> Scene | None:
    """``actions[k]`` done by the one it was done to."""
    action = scene.actions[k]
    if action.verb in CARRYING or action.verb == "fly" or not scene.things[action.object].animate:
        return None
    made = replace(scene, actions=_but(scene.actions, k, Action(action.object, action.verb, action.subject)))
    if action.verb != "ride":
        return made
    below, above = action.subject, action.object
    return placed(replace(made, things=_but(made.things, below, _off(scene, below))), above, "on", below)


def exchanged(scene: Scene, i: int, j: int, field: str) -> Scene | None:
    """Two things, each with the other's color, size, material, age, state, posture, number or name."""
    change: Callable[[Scene, int, str | int | None], Scene | None] = {  # type: ignore[assignment]
        "name": renamed,
        "count": counted,
    }.get(field, lambda scene, i, value: with_property(scene, i, field, value))
    one, other = getattr(scene.things[i], field), getattr(scene.things[j], field)
    made = change(scene, i, other)
    return change(made, j, one) if made is not None else None


def objects_exchanged(scene: Scene, k: int, n: int) -> Scene | None:
    """``actions[k]`` and ``actions[n]``, each done to what the other was done to: two in each other's hats."""
    one, other = scene.actions[k], scene.actions[n]
    kinds = [scene.things[a.object].category == CLOTHING for a in (one, other)]
    if one.subject == other.subject or kinds[0] != kinds[1] or {"ride", "fly"} & {one.verb, other.verb}:
        return None
    actions = _but(scene.actions, k, replace(one, object=other.object))
    things = list(scene.things)
    for a in (one, other):  # of what is worn there are as many as of who wears it
        wearer = other.subject if a is one else one.subject
        if a.verb == "wear":
            things[a.object] = replace(things[a.object], count=things[wearer].count)
    return replace(scene, things=tuple(things), actions=_but(actions, n, replace(other, object=one.object)))


def placed(scene: Scene, i: int, how: str, j: int) -> Scene | None:
    """``things[i]`` ``on``, ``in``, ``under`` or ``above`` ``things[j]``."""
    thing, at = scene.things[i], scene.things[j]
    unfit = {thing.category, at.category} & {SETTING, CLOTHING}
    if i == j or unfit or scene.root(j) == i or thing.place == (how, j):
        return None
    x = at.x + at.width / 2 - thing.width / 2
    y = {
        "on": at.y - thing.height + STEP / 6,
        "in": at.y - thing.height / 2,
        "under": at.y + at.height - thing.height,
        "above": max(0.0, at.y - thing.height - STEP / 2),
    }[how]
    moved = _moved(scene, i, x - thing.x, y - thing.y, at.depth)
    return replace(moved, things=_but(moved.things, i, replace(moved.things[i], place=(how, j))))


def beside(scene: Scene, i: int, j: int) -> Scene | None:
    """What carries ``things[i]`` close to the right of what carries ``things[j]``, at the same depth.

    What is on it, in it or under it comes down beside it.
    """
    a, b = scene.root(i), scene.root(j)
    place = scene.things[i].place
    if a == b and place is not None and place[1] == j:
        scene, a = replace(scene, things=_but(scene.things, i, _off(scene, i))), i
    if a == b or a == scene.setting or b == scene.setting:
        return None
    at = scene.things[b]
    return _to(scene, a, at.x + at.width + CLOSE, at.depth)


def before(scene: Scene, i: int, j: int) -> Scene | None:
    """What carries ``things[i]`` in front of what carries ``things[j]``."""
    a, b = scene.root(i), scene.root(j)
    if a == b:
        return None
    near, far = scene.things[a], scene.things[b]
    if near.depth > far.depth and scene.gap(a, b) < 0:  # the other way about: they change depths
        exchanged_depths = _to(scene, a, near.x, far.depth)
        return _to(exchanged_depths, b, far.x, near.depth)
    return _to(scene, a, far.x + far.width / 2 - near.width / 2, far.depth - 1)


def sides_exchanged(scene: Scene, i: int, j: int) -> Scene | None:
    """What carries the two, each where the other was; what is between them stays between them."""
    a, b = scene.root(i), scene.root(j)
    if a == b:
        return None
    left, right = sorted((a, b), key=lambda k: scene.things[k].x)
    one, other = scene.things[left], scene.things[right]
    if scene.gap(left, right) < -MARGIN:
        return None
    made, wider = scene, other.width - one.width
    for k, thing in enumerate(scene.things):
        between = one.x + one.width - MARGIN <= thing.x < other.x
        if between and k not in (left, right) and scene.root(k) == k and thing.category not in (SETTING, CLOTHING):
            made = _moved(made, k, wider, 0.0, thing.depth)
    made = _moved(made, left, other.x + other.width - one.width - one.x, 0.0, one.depth)
    return _moved(made, right, one.x - other.x, 0.0, other.depth)


def without(scene: Scene, i: int) -> Scene | None:
    """The scene without ``things[i]`` and what is done by it and to it; None where it carries something."""
    carries = any(
        scene.root(k) == i or (thing.place is not None and thing.place[1] == i)
        for k, thing in enumerate(scene.things)
        if k != i
    )
    if i == scene.setting or carries:
        return None
    if sum(thing.category not in (SETTING, CLOTHING) for k, thing in enumerate(scene.things) if k != i) == 0:
        return None  # an empty picture

    def number(k: int) -> int:
        return k - (k > i)

    things = tuple(
        thing if thing.place is None else replace(thing, place=(thing.place[0], number(thing.place[1])))
        for k, thing in enumerate(scene.things)
        if k != i
    )
    actions = tuple(
        Action(number(a.subject), a.verb, number(a.object)) for a in scene.actions if i not in (a.subject, a.object)
    )
    return Scene(things, actions, None if scene.setting is None else number(scene.setting))


def undone(scene: Scene, k: int) -> Scene | None:
    """The scene without ``actions[k]``; None where what it is done to would hang in the air."""
    action = scene.actions[k]
    if action.verb in CARRYING or action.verb in ("ride", "fly"):
        return None
    return replace(scene, actions=scene.actions[:k] + scene.actions[k + 1 :])


def _may_have(thing: Thing, field: str, value: str | None) -> bool:
    """Whether a picture shows the property at such a thing."""
    kind, category = KINDS[thing.name], thing.category
    body = category in (PERSON, ANIMAL)
    match field:
        case "color":
            return bool(kind.colors) and value is not None
        case "size":
            return kind.sizes
        case "material":
            return not body and category not in (SETTING, CLOTHING)
        case "age":
            known = value in (None, "old", *kind.ages) or (value == "new" and not body)
            return known and category not in (SETTING, CLOTHING)
        case "state":
            if category == SETTING:
                return value is None or value in (kind.states or ON_GROUND) or value in ("wet", "dry", "clean", "messy")
            if category == ANIMAL:
                return value in (None, "wet") and thing.name != "bird"
            return category not in (PERSON, CLOTHING, SETTING) and (value is None or value in ON_ANYTHING)
        case _:
            if value == "fly":
                return thing.name == "bird"
            return category == VEHICLE if value == "park" else body


def _resized(scene: Scene, i: int, thing: Thing) -> Scene:
    """The scene with ``thing`` in place of ``things[i]``, in the measures of its kind, size and number."""
    old = scene.things[i]
    if old.category in (SETTING, CLOTHING):
        return replace(scene, things=_but(scene.things, i, thing))
    was, now = _natural(old), _natural(thing)
    width, height = old.width * now[0] / was[0], old.height * now[1] / was[1]
    grounded = scene.root(i) == i
    x = old.x if grounded else old.x + (old.width - width) / 2
    y = old.y + old.height - height
    grown = width / old.width - 1 if old.width else 0.0  # a scene made by hand may have no places yet
    edge, wider, lower = old.x + old.width - MARGIN, width - old.width, y - old.y
    made = list(scene.things)
    made[i] = _at(thing, x, y, width, height)
    for k, other in enumerate(scene.things):
        if k == i or other.category == SETTING:
            continue
        root = scene.root(k)
        if other.place == ("above", i) or (root == i and other.place != ("under", i)):
            made[k] = _at(other, other.x + (other.x - old.x) * grown, other.y + lower)
        elif root == i:
            made[k] = _at(other, other.x + (other.x - old.x) * grown, other.y)
        elif grounded and scene.things[root].x >= edge:
            made[k] = _at(other, other.x + wider, other.y)
    return replace(scene, things=tuple(made))


def _to(scene: Scene, i: int, x: float, depth: int) -> Scene:
    """``things[i]`` on the ground at another place."""
    thing = scene.things[i]
    return _moved(scene, i, x - thing.x, HORIZON + STEP * (4 - depth) - thing.height - thing.y, depth)


def _moved(scene: Scene, i: int, right: float, down: float, depth: int) -> Scene:
    """``things[i]`` moved, and with it what it carries."""
    carried = [k for k in range(len(scene.things)) if k != scene.setting and _carries(scene, i, k)]
    return replace(
        scene,
        things=tuple(
            replace(_at(t, t.x + right, t.y + down), depth=depth) if k in carried else t
            for k, t in enumerate(scene.things)
        ),
    )


def _carries(scene: Scene, i: int, k: int) -> bool:
    """Whether ``things[k]`` is, or is in some steps carried by, ``things[i]``; a kite by who flies it."""
    seen: set[int] = set()
    while k != i and k not in seen:
        seen.add(k)
        place = scene.things[k].place
        carrier = next((a.subject for a in scene.actions if a.object == k and a.verb in CARRYING), None)
        k = place[1] if place is not None else k if carrier is None else carrier
    return k == i


def _off(scene: Scene, i: int) -> Thing:
    """``things[i]`` on nothing."""
    return replace(scene.things[i], place=None)


def _natural(thing: Thing) -> tuple[float, float]:
    """Width and height of a thing before the scene was fitted into the canvas."""
    kind, by = KINDS[thing.name], SCALE[thing.size]
    return kind.width * by * thing.count, kind.height * by


def _at(thing: Thing, x: float, y: float, width: float | None = None, height: float | None = None) -> Thing:
    width, height = thing.width if width is None else width, thing.height if height is None else height
    return replace(thing, x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1))


def _but(items: tuple[T, ...], k: int, item: T) -> tuple[T, ...]:
    return (*items[:k], item, *items[k + 1 :])
