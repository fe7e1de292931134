"""Scenes: things with their properties, where they are on a canvas, and what they do to each other.

A scene is a closed world: what it does not hold is not so. Spatial relations are read off the places of the things, so
that a picture drawn from the scene shows them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 640, 480  # of the canvas, in pixels
HORIZON = 200  # y of the ground at the far end
STEP = 60  # y between two depths
CLOSE, FAR = 10, 130  # gaps between neighbours, in pixels
NEAR = 60  # what is closer than this is near
MARGIN = 4

PERSON, ANIMAL, VEHICLE, FURNITURE, PORTABLE, CLOTHING, FIXTURE, SHAPE, SETTING = (
    "person", "animal", "vehicle", "furniture", "portable", "clothing", "fixture", "shape", "setting"
)  # fmt: skip

COLORS = ("red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white", "gray")
AGES = ("young", "old", "new")
STATES = ("open", "closed", "empty", "full", "wet", "dry", "clean", "messy", "sandy", "rocky", "grassy", "snowy")
FUR = ("black", "white", "brown", "gray")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its category, its size on the canvas, and what may be said of it."""

    category: str
    width: int
    height: int
    colors: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sizes: bool = False


def _kinds() -> dict[str, Kind]:
    made: dict[str, Kind] = {}

    def add(category: str, colors: tuple[str, ...], sizes: bool, rows: str) -> None:
        for row in rows.split(";"):
            name, width, height, *said = row.split()
            ages, states = (tuple(w for w in said if w in known) for known in (AGES, STATES))
            materials = tuple(w for w in said if w not in AGES + STATES)
            made[name.replace("_", " ")] = Kind(
                category, int(width), int(height), colors, materials, ages, states, sizes
            )

    add(PERSON, (), False, "man 50 160 old young; woman 50 150 old young; boy 40 110; girl 40 110")
    add(ANIMAL, FUR, True, "dog 60 50 wet; cat 45 40; horse 130 130; cow 130 110; bird 25 20")
    add(ANIMAL, (), True, "sheep 80 70; elephant 190 170; zebra 130 120; giraffe 120 230")
    add(VEHICLE, COLORS, True, "car 160 80 old new; bus 240 120; truck 200 110 old; motorcycle 110 80; bicycle 100 75")
    add(FURNITURE, COLORS, True, "chair 50 80 wooden plastic metal; bench 130 60 wooden metal; couch 150 75 leather")
    add(FURNITURE, COLORS, True, "table 130 70 wooden glass; bed 160 70; desk 130 75 wooden metal")
    add(PORTABLE, COLORS, True, "cup 14 16 plastic ceramic empty full; bottle 12 28 glass plastic empty; ball 22 22")
    add(PORTABLE, COLORS, True, "bowl 24 14 wooden; book 26 20 open closed old; vase 18 34 glass ceramic; bag 30 34")
    add(PORTABLE, COLORS, True, "box 34 28 wooden cardboard open closed; suitcase 40 44 open closed; kite 40 40")
    add(PORTABLE, COLORS, True, "umbrella 70 60 open closed; frisbee 22 8; skateboard 50 12; backpack 30 36")
    add(PORTABLE, COLORS, True, "basket 36 26; laptop 32 22 open closed; pillow 36 20; lamp 24 44; clock 30 30")
    add(PORTABLE, (), False, "phone 10 18; teddy_bear 26 32; apple 14 14; banana 20 10; sandwich 24 12; pizza 30 10")
    add(CLOTHING, COLORS, False, "hat 28 14; helmet 30 22; shirt 48 60; jacket 50 64; scarf 28 20; tie 10 34")
    add(CLOTHING, COLORS, False, "dress 50 90")
    add(FIXTURE, (), False, "fire_hydrant 24 44; stop_sign 30 120; tree 110 220; parking_meter 16 70")
    add(SHAPE, COLORS, True, "cube 40 40; circle 40 40; triangle 40 40; square 40 40; sphere 40 40; cylinder 30 50")
    add(
        SETTING,
        (),
        False,
        "beach 640 480 sandy rocky; street 640 480 wet dry; park 640 480; field 640 480 grassy snowy",
    )
    add(SETTING, (), False, "sidewalk 640 480 wet; kitchen 640 480 clean messy; living_room 640 480 clean messy")
    add(SETTING, (), False, "bedroom 640 480 messy")
    return made


KINDS = _kinds()
# Kinds of like size that stand side by side. Fur has few colours: what is said of it would tell true from false.
ROWS = tuple(
    tuple(name for name, kind in KINDS.items() if kind.category in categories and kind.colors in (COLORS, ()))
    for categories in ((PERSON, ANIMAL, VEHICLE, FURNITURE), (PORTABLE, SHAPE))
)
INDOORS = ("kitchen", "living room", "bedroom")
OUTDOORS = ("beach", "street", "park", "field", "sidewalk")

# What one does with a thing that then moves with the one who does it, or carries it.
CARRYING = frozenset("hold carry wear read eat use".split())
AT_HAND = ("cup", "bottle", "ball", "book", "box", "umbrella", "kite", "frisbee", "skateboard", "suitcase", "bag",
           "laptop", "phone", "teddy bear", "banana", "apple")  # fmt: skip
ON_TOP = ("cup", "bottle", "book", "box", "vase", "bag", "laptop", "lamp", "bowl", "teddy bear", "apple", "banana",
          "pizza", "clock")  # fmt: skip
SEATS = ("bench", "chair", "couch", "bed")
RIDDEN = ("horse", "bicycle", "motorcycle", "elephant", "skateboard")
SMALL_DOINGS = (
    ("read", "book"),
    ("eat", "apple"),
    ("eat", "banana"),
    ("eat", "sandwich"),
    ("eat", "pizza"),
    ("use", "laptop"),
    ("use", "phone"),
    ("fly", "kite"),
)
# verb -> what it is done to, with a thing that stands beside who does it
BESIDE: dict[str, tuple[str, ...]] = {
    "push": ("bicycle", "motorcycle"),
    "pull": ("suitcase",),
    "kick": ("ball",),
    "throw": ("ball", "frisbee"),
    "catch": ("ball", "frisbee"),
    "walk": ("dog",),
    "pet": ("dog", "cat", "horse"),
    "feed": ("horse", "cow", "sheep", "bird", "dog", "elephant", "giraffe"),
    "lead": ("horse", "elephant"),
    "chase": ("dog", "bird"),
    "wash": ("dog", "car", "horse", "elephant"),
    "follow": ("man", "woman", "boy", "girl", "horse", "dog"),
    "photograph": ("man", "woman", "girl", "elephant", "giraffe", "bird", "horse"),
}
DONE_INDOORS = frozenset("pet catch throw feed photograph".split())
BY_ANIMALS: dict[str, tuple[str, ...]] = {
    "chase": ("cat", "dog", "ball", "bird", "frisbee", "horse", "sheep"),
    "sniff": ("cat", "dog", "ball"),
    "lick": ("cat", "dog"),
    "catch": ("frisbee", "ball"),
    "follow": ("cat", "dog", "horse", "sheep", "cow"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the scene, or ``count`` that are alike and together.

    ``place`` says how it stands to another thing that fixes where it is: (``on``, 2) lies on ``things[2]``; one of
    ``on``, ``in``, ``under``, ``above``. ``x`` and ``y`` are the upper left corner, in pixels from the canvas's; a
    greater ``depth`` is further from who looks.
    """

    name: str
    count: int = 1
    color: str | None = None
    size: str | None = None
    material: str | None = None
    age: str | None = None
    state: str | None = None
    posture: str | None = None
    place: tuple[str, int] | None = None
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    depth: int = 1

    @property
    def category(self) -> str:
        """The category of its kind."""
        return KINDS[self.name].category

    @property
    def animate(self) -> bool:
        """Whether it is a person or an animal."""
        return self.category in (PERSON, ANIMAL)


@dataclass(frozen=True, slots=True)
class Action:
    """``things[subject]`` does ``verb`` to ``things[object]``."""

    subject: int
    verb: str
    object: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Things, what they do, and the place they all are at.

    ``setting`` is the index of that place among the things; None for a plain ground.
    """

    things: tuple[Thing, ...]
    actions: tuple[Action, ...] = ()
    setting: int | None = None

    def root(self, i: int) -> int:
        """The thing on the ground that carries ``things[i]``, in some steps: the table under the cup, itself."""
        seen = {i}
        while True:
            place = self.things[i].place
            carrier = next((a.subject for a in self.actions if a.object == i and a.verb in CARRYING), None)
            step = place[1] if place is not None and place[0] != "above" else carrier
            if step is None or step in seen:
                return i
            seen.add(step)
            i = step

    def does(self, i: int, verb: str, j: int) -> bool:
        """Whether ``things[i]`` does ``verb`` to ``things[j]``."""
        return Action(i, verb, j) in self.actions

    def placed(self, i: int, how: str, j: int) -> bool:
        """Whether ``things[i]`` is ``on``, ``in``, ``under`` or ``above`` ``things[j]``."""
        if how == "on" and self.does(i, "ride", j):
            return True
        if how == "under" and self.placed(j, "above", i):
            return True
        return self.things[i].place == (how, j)

    def gap(self, i: int, j: int) -> float:
        """Pixels between the two from left to right; negative where one is before or over the other."""
        a, b = self.things[i], self.things[j]
        return max(a.x, b.x) - min(a.x + a.width, b.x + b.width)

    def _apart(self, i: int, j: int) -> bool:
        """Whether neither carries the other, and both are things in the picture."""
        settings = SETTING in (self.things[i].category, self.things[j].category)
        held = any({a.subject, a.object} == {i, j} and a.verb in CARRYING for a in self.actions)
        placed = any(self.placed(*pair) for how in ("on", "in") for pair in ((i, how, j), (j, how, i)))
        return i != j and not settings and not held and not placed

    def left_of(self, i: int, j: int) -> bool:
        """Whether all of ``things[i]`` is to the left of all of ``things[j]``."""
        return self._apart(i, j) and self.things[i].x + self.things[i].width <= self.things[j].x + MARGIN

    def in_front_of(self, i: int, j: int) -> bool:
        """Whether ``things[i]`` stands before ``things[j]``, hiding some of it."""
        a, b = self.root(i), self.root(j)
        return a != b and self._apart(i, j) and self.things[a].depth < self.things[b].depth and self.gap(a, b) < 0

    def next_to(self, i: int, j: int) -> bool:
        """Whether the two stand side by side on the same thing, or on neighbours if they are no small things there."""
        if not self._apart(i, j):
            return False
        one, other = self.things[i], self.things[j]
        same = one.place == other.place and one.place is not None and one.place[0] in ("on", "in")
        a, b = self.root(i), self.root(j)
        if same or (a == i and b == j):
            return one.depth == other.depth and -MARGIN <= self.gap(i, j) < NEAR
        grown = all(self.root(k) == k or self.things[k].animate for k in (i, j))
        return grown and a != b and self.things[a].depth == self.things[b].depth and -MARGIN <= self.gap(a, b) < NEAR

    def near(self, i: int, j: int) -> bool:
        """Whether the two are close to each other on any side, one not on the other."""
        return self._apart(i, j) and self.gap(i, j) < NEAR


def random_scene(seed: int) -> Scene:
    """The scene of a seed: equal seeds give equal scenes."""
    rng = random.Random(f"capaug world {seed}")
    return _Builder(rng).build()


def row_scene(seed: int) -> Scene:
    """A simpler scene: two things, now and then three, side by side, of which nothing but the colour is told.

    Their kinds are of like size, so that each can be seen in a small picture, and each kind takes any colour or none,
    so that no colour of a thing is false in all scenes. Equal seeds give equal scenes.
    """
    rng = random.Random(f"capaug row {seed}")
    return _Builder(rng).row(rng.choice(ROWS), 3 if rng.random() < 0.1 else 2)


class _Builder:
    """Makes one scene: columns from left to right, each a thing with what is on it, under it, or done to it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.things: list[Thing] = []
        self.actions: list[Action] = []
        self.columns: list[tuple[int, int]] = []  # (thing on the ground, gap to the column before it)

    def build(self) -> Scene:
        rng = self.rng
        if rng.random() < 0.08:
            self._shapes()
        else:
            setting = rng.choice((*INDOORS, *OUTDOORS, *OUTDOORS, None))
            indoors = setting in INDOORS or (setting is None and rng.random() < 0.4)
            for _ in range(rng.choice((1, 2, 2, 3))):
                self._cluster(indoors, setting)
            if setting is not None:
                state = rng.choice((None, *KINDS[setting].states))
                self.things.append(Thing(setting, state=state, width=WIDTH, height=HEIGHT, depth=9))
                self._lay_out()
                return Scene(tuple(self.things), tuple(self.actions), len(self.things) - 1)
        self._lay_out()
        return Scene(tuple(self.things), tuple(self.actions))

    def row(self, kinds: Sequence[str], number: int) -> Scene:
        """So many things of different ``kinds`` side by side (one less where a desk would be called a table)."""
        for name in self.rng.sample(kinds, number):
            self._ground(name, gap=FAR, size=None, material=None, age=None, state=None)
        self._lay_out()
        return Scene(tuple(self.things))

    # -- what there is ------------------------------------------------------------------------------------------------

    def _add(self, name: str, count: int = 1, **more: object) -> int | None:
        """Enter a new thing with random properties; None where nothing would tell it from another of its name."""
        rng, kind = self.rng, KINDS[name]
        color = rng.choice(kind.colors) if kind.colors else None
        if name in ("table", "desk") and any({name, t.name} == {"table", "desk"} for t in self.things):
            return None  # a desk may be called a table
        twins = [t for t in self.things if t.name == name]
        if twins and kind.category != CLOTHING:
            if kind.category == PERSON or not kind.colors or len(twins) > 1:
                return None
            color = rng.choice([c for c in kind.colors if all(c != t.color for t in twins)])
        thing = Thing(
            name,
            count,
            color,
            rng.choice((None, None, "large", "small")) if kind.sizes else None,
            rng.choice((None, *kind.materials)),
            rng.choice((None, None, *kind.ages)),
            rng.choice((None, *kind.states)),
        )
        self.things.append(replace(thing, **more))  # type: ignore[arg-type]
        return len(self.things) - 1

    def _ground(self, name: str, count: int = 1, gap: int | None = None, **more: object) -> int | None:
        i = self._add(name, count, **more)
        if i is not None:
            self.columns.append((i, self.rng.choice((CLOSE, CLOSE, FAR)) if gap is None else gap))
        return i

    def _put(self, name: str, how: str, where: int, count: int = 1, **more: object) -> int | None:
        return self._add(name, count, place=(how, where), depth=self.things[where].depth, **more)

    def _do(self, subject: int, verb: str, object: int | None) -> bool:
        if object is not None:
            self.actions.append(Action(subject, verb, object))
        return object is not None

    def _shapes(self) -> None:
        rng = self.rng
        for name in rng.sample(("cube", "circle", "triangle", "square", "sphere", "cylinder"), rng.choice((2, 2, 3))):
            i = self._ground(name, rng.choice((1, 1, 1, 2, 3)), depth=rng.choice((1, 1, 2)))
            if i is not None and name == "cube" and rng.random() < 0.4:
                self._put(rng.choice(("sphere", "cylinder")), "on", i)

    def _cluster(self, indoors: bool, setting: str | None) -> None:
        draw = self.rng.random()
        if draw < 0.5:
            self._person(indoors)
        elif draw < 0.7:
            self._animal(indoors)
        elif indoors or draw < 0.78:
            self._furniture(indoors)
        elif draw < 0.92:
            self._vehicle(setting)
        else:
            self._ground(self.rng.choice(("fire hydrant", "stop sign", "tree", "parking meter")))

    def _person(self, indoors: bool) -> None:
        rng = self.rng
        count = rng.choice((1, 1, 1, 1, 2, 3))
        i = self._ground(rng.choice(("man", "woman", "boy", "girl")), count)
        if i is None:
            return
        for name in rng.sample(("hat", "shirt", "jacket", "scarf", "tie", "dress", "helmet"), rng.choice((0, 1, 1, 2))):
            if not (name == "dress" and self.things[i].name in ("man", "boy")) and self._may_wear(i, name):
                self._do(i, "wear", self._add(name, count))
        if count > 1:
            self._pose(i, ("stand", "sit", "walk", None), indoors)
            return
        draw = rng.random()
        if draw < 0.3:
            if self._do(i, rng.choice(("hold", "hold", "carry")), self._add(rng.choice(AT_HAND))):
                self._pose(i, ("stand", "sit", "walk", None), indoors)
        elif draw < 0.45 and not indoors:
            mount = self._ground(rng.choice(RIDDEN), gap=0)
            if self._do(i, "ride", mount) and mount is not None:
                self.columns = [c for c in self.columns if c[0] != i]
                self.things[i] = replace(self.things[i], place=("on", mount))
        elif draw < 0.55:
            self._small_doing(i, indoors)
        elif draw < 0.8:
            verb = rng.choice(
                [v for v in BESIDE if not indoors or v in ("pet", "catch", "throw", "feed", "photograph")]
            )
            name = rng.choice([n for n in BESIDE[verb] if n in KINDS])
            if not indoors or KINDS[name].width < 100:
                self._do(i, verb, self._ground(name, gap=CLOSE))
        else:
            self._pose(i, ("stand", "sit", "lie", "walk", "run", "kneel"), indoors)

    def _may_wear(self, i: int, name: str) -> bool:
        worn = {self.things[a.object].name for a in self.actions if a.subject == i and a.verb == "wear"}
        groups = ({"hat", "helmet"}, {"shirt", "jacket", "dress"}, {"scarf", "tie"})
        return not any(name in group and worn & group for group in groups)

    def _small_doing(self, i: int, indoors: bool) -> None:
        verb, name = self.rng.choice(SMALL_DOINGS)
        if verb == "fly":
            if not indoors:
                self._do(i, verb, self._put(name, "above", i))
        elif self._do(i, verb, self._add(name)):
            self._pose(i, ("sit", "stand", None), indoors)

    def _pose(self, i: int, postures: Sequence[str | None], indoors: bool) -> None:
        """Give a posture, and for some a seat."""
        rng, posture = self.rng, self.rng.choice(postures)
        if indoors and posture in ("run", "walk"):
            posture = "stand"
        self.things[i] = replace(self.things[i], posture=posture)
        if posture not in ("sit", "lie", "sleep") or rng.random() < 0.3:
            return
        kinds: tuple[str, ...] = SEATS if indoors else ("bench",)
        if posture in ("lie", "sleep"):
            kinds = ("bed", "couch") if indoors else ("bench",)
        seat = self._add(rng.choice(kinds))
        if seat is not None:
            self.columns = [(seat, gap) if k == i else (k, gap) for k, gap in self.columns]
            self.things[i] = replace(self.things[i], place=("on", seat))
            if rng.random() < 0.2:
                self._put(rng.choice(ON_TOP), "on", seat)

    def _animal(self, indoors: bool) -> None:
        rng = self.rng
        wild = ("dog", "cat", "horse", "cow", "bird", "sheep", "elephant", "zebra", "giraffe", "dog")
        name = rng.choice(("dog", "cat") if indoors else wild)
        count = rng.choice((1, 1, 1, 2, 3, 4))
        if count == 1 and name in ("dog", "cat") and rng.random() < 0.6:
            self._pet(name, indoors)
            return
        postures: tuple[str | None, ...] = (
            ("fly", "stand", "sit") if name == "bird" else ("stand", "lie", "walk", "run", None)
        )
        if name in ("dog", "cat"):
            postures = (*postures, "sit", "sleep")
        self._ground(name, count, posture=rng.choice(postures), depth=rng.choice((1, 1, 2)))

    def _pet(self, name: str, indoors: bool) -> None:
        """A dog or a cat that does something, or is on or under something."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.4:
            i = self._ground(name)
            if i is None:
                return
            if draw < 0.1:
                self._do(i, "carry", self._add(rng.choice(("ball", "frisbee"))))
                return
            verb = rng.choice([*BY_ANIMALS])
            targets = [n for n in BY_ANIMALS[verb] if n != name and (not indoors or n in ("cat", "dog", "ball"))]
            self._do(i, verb, self._ground(rng.choice(targets), gap=CLOSE))
            return
        host = self._ground(rng.choice((*SEATS, "table", "desk") if indoors else ("bench", "car", "table")))
        if host is not None:
            hollow = self.things[host].name in ("table", "desk", "bench", "car", "chair")
            how = "under" if hollow and rng.random() < 0.5 else "on"
            self._put(name, how, host, posture=rng.choice(("sit", "lie", "stand", "sleep")))

    def _furniture(self, indoors: bool) -> None:
        rng = self.rng
        furniture = ("table", "table", "desk", "couch", "bed", "chair", "bench") if indoors else ("table", "bench")
        host = self._ground(rng.choice(furniture))
        if host is None:
            return
        if self.things[host].name == "chair" and rng.random() < 0.4:
            self.things[host] = replace(self.things[host], count=rng.choice((2, 3)))
            return
        for _ in range(rng.choice((0, 1, 1, 2))):
            i = self._put(rng.choice(ON_TOP), "on", host, rng.choice((1, 1, 1, 2)))
            if i is not None and self.things[i].name == "bowl" and self.things[i].count == 1:
                self._put(rng.choice(("apple", "banana")), "in", i, rng.choice((1, 2, 3)))
        if self.things[host].name in ("couch", "bed") and rng.random() < 0.5:
            self._put("clock", "above", host)

    def _vehicle(self, setting: str | None) -> None:
        rng = self.rng
        name = rng.choice(("car", "bus", "truck", "motorcycle", "bicycle"))
        posture = rng.choice(("park", None)) if setting in ("street", "park", "beach", "field") else None
        i = self._ground(name, rng.choice((1, 1, 1, 2, 3)), posture=posture, depth=rng.choice((1, 2)))
        if i is None or rng.random() < 0.6:
            return
        before = self._add(rng.choice(("man", "woman", "dog", "motorcycle", "car")), depth=self.things[i].depth - 1)
        if before is not None:
            # drawn in the same column, nearer to who looks
            self.columns.append((before, -1))

    # -- where it is --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Give every thing its box on the canvas."""
        scale = {"large": 1.25, "small": 0.8, None: 1.0}
        sizes = []
        for thing in self.things:
            kind, by = KINDS[thing.name], scale[thing.size]
            sizes.append((kind.width * by * thing.count, kind.height * by))
        gaps = [gap for _, gap in self.columns[1:]]
        room = WIDTH - 2 * CLOSE - sum(gap for gap in gaps if gap > 0)
        wanted = sum(sizes[i][0] for i, gap in self.columns if gap >= 0)
        shrink = min(1.0, room / max(wanted, 1))
        x, last = float(CLOSE), 0.0
        for k, (i, gap) in enumerate(self.columns):
            width = sizes[i][0] * shrink
            ground = HORIZON + 4 * STEP - STEP * self.things[i].depth
            if gap < 0:  # in the middle of the column before
                at = x - last / 2 - width / 2
            else:
                x += gap if k else 0
                at, last = x, width
                x += width
            self._box(i, at, ground - sizes[i][1] * shrink, width, sizes[i][1] * shrink)
        done = {i for i, _ in self.columns} | {i for i, t in enumerate(self.things) if t.category == SETTING}
        beside: dict[int, int] = {}
        while len(done) < len(self.things):
            before = len(done)
            for i, thing in enumerate(self.things):
                carrier = next((a.subject for a in self.actions if a.object == i and a.verb in CARRYING), None)
                how, host = thing.place or ("at", carrier if carrier is not None else -1)
                if i in done or host not in done:
                    continue
                self._within(i, how, host, sizes[i][0] * shrink, sizes[i][1] * shrink, beside.get(host, 0))
                beside[host] = beside.get(host, 0) + 1
                done.add(i)
            if len(done) == before:  # pragma: no cover - a thing that nothing carries is a column
                raise AssertionError(f"things without a place: {self.things}")

    def _within(self, i: int, how: str, host: int, width: float, height: float, nth: int) -> None:
        """Place a thing by the thing that carries it: the first from the left, the next beside it."""
        at = self.things[host]
        width = min(width, at.width / 2) if how in ("on", "in", "under") else width
        x = at.x + at.width * (0.05 + 0.5 * (nth % 2))
        if how in ("on", "in"):
            y = at.y - height + (STEP / 6 if how == "on" else height / 2)
        elif how == "under":
            y = at.y + at.height - height
        elif how == "above":
            x, y = at.x + at.width / 2 - width / 2, max(0.0, at.y - height - STEP / 2)
        else:
            x, y = at.x + at.width / 2 - width / 2, at.y + at.height * 0.2
        self._box(i, x, y, width, height)
        self.things[i] = replace(self.things[i], depth=at.depth)

    def _box(self, i: int, *box: float) -> None:
        x, y, width, height = (round(value, 1) for value in box)
        self.things[i] = replace(self.things[i], x=x, y=y, width=width, height=height)
