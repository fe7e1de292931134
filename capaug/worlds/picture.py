"""Pictures of scenes, drawn in the manner of a picture book: what captions say of a scene can be seen in it.

Kinds have outlines of their own, colours are those of the names, materials are patterns, ages and states have marks
(cracks, sparkles, drops), postures change the limbs, and each doing has a sign between who does it and what it is done
to. Small things are drawn larger than they are, so that little is lost when a model shrinks the picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw

from capaug.worlds.scene import ANIMAL, CARRYING, CLOTHING, HEIGHT, PERSON, SETTING, WIDTH, Scene, Thing

Color = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]

LEAST = 46  # longer side of the smallest thing, in pixels of the scene
FRAME = ((24, 616), (90, 462))  # what the things fill, from left to right and from top to bottom
MOST_ZOOM = 2.2
BLACK, WHITE, WATER, GLASS = (25, 25, 25), (250, 250, 250), (60, 140, 230), (195, 228, 240)
LITTER: tuple[Color, ...] = ((200, 60, 60), (60, 60, 200), (240, 240, 60))
COLORS: dict[str, Color] = {
    "red": (225, 30, 35), "blue": (35, 70, 220), "green": (25, 150, 50), "yellow": (250, 225, 30),
    "orange": (250, 135, 15), "purple": (130, 40, 165), "pink": (255, 140, 195), "brown": (125, 75, 35),
    "black": (25, 25, 25), "white": (250, 250, 250), "gray": (135, 135, 140),
}  # fmt: skip
# What is drawn in a box of side 1: r(ectangle), e(llipse), p(olygon) with its corners, and a colour: c(olour of the
# thing), d(arker), k (black), w(hite), g(lass) or hexadecimal.
OUTLINES: dict[str, str] = {
    "car": "r 0 .45 1 .82 c|p .15 .45 .32 .1 .7 .1 .88 .45 c|r .36 .18 .66 .42 g|e .1 .62 .34 1 k|e .66 .62 .9 1 k",
    "bus":
        "r 0 .08 1 .85 c|r .06 .2 .94 .45 g|r .28 .2 .31 .45 c|r .5 .2 .53 .45 c|r .72 .2 .75 .45 c|"
        "e .12 .7 .28 1 k|e .72 .7 .88 1 k",
    "truck": "r 0 .05 .66 .8 c|r .7 .3 1 .8 d|r .78 .36 .95 .55 g|e .08 .65 .28 1 k|e .72 .65 .92 1 k",
    "motorcycle":
        "e 0 .5 .34 1 k|e .66 .5 1 1 k|p .15 .7 .35 .35 .7 .35 .85 .72 c|r .62 .1 .78 .18 k|"
        "p .62 .4 .68 .1 .74 .1 .7 .4 k",
    "bicycle":
        "o 0 .45 .4 1 k|o .6 .45 1 1 k|p .2 .72 .38 .35 .42 .35 .24 .75 c|p .38 .35 .72 .32 .72 .4 .4 .43 c|"
        "p .72 .3 .84 .72 .76 .75 .66 .32 c|r .28 .25 .46 .33 k|r .66 .15 .84 .22 k",
    "chair": "r .1 0 .28 1 c|r .1 .48 .9 .62 c|r .76 .6 .9 1 c",
    "bench": "r 0 0 1 .16 c|r 0 .26 1 .38 c|r 0 .52 1 .68 c|r .08 .6 .16 1 d|r .84 .6 .92 1 d",
    "couch":
        "r .08 0 .92 .6 c|r 0 .3 .14 .9 d|r .86 .3 1 .9 d|r .12 .52 .88 .85 c|r .49 .1 .51 .8 d|r .05 .9 .12 1 k|"
        "r .88 .9 .95 1 k",
    "table": "r 0 0 1 .2 c|r .06 .2 .16 1 c|r .84 .2 .94 1 c",
    "bed": "r 0 0 .08 1 d|r 0 .45 1 .8 c|r .1 .3 .32 .5 w|r .94 .3 1 1 d",
    "desk": "r 0 0 1 .16 c|r .04 .16 .12 1 c|r .6 .16 .96 1 d|r .72 .3 .84 .36 w|r .72 .6 .84 .66 w",
    "cup": "r .1 .1 .7 1 c|o .5 .25 1 .75 c",
    "bottle": "r .35 0 .65 .3 d|p .35 .25 .65 .25 .9 .5 .9 1 .1 1 .1 .5 c|r .1 .6 .9 .78 w",
    "ball": "e 0 0 1 1 c|p 0 .42 1 .42 1 .58 0 .58 w",
    "bowl": "h 0 -.8 1 1 c|r 0 .08 1 .2 d",
    "book": "p 0 .1 .5 .25 .5 1 0 .85 c|p 1 .1 .5 .25 .5 1 1 .85 d|p .08 .05 .5 .2 .92 .05 .92 .15 .5 .32 .08 .15 w",
    "vase": "r .3 .3 .7 .5 c|e .1 .4 .9 1 c|e .2 0 .5 .25 FF66AA|e .5 0 .8 .25 FFDD33|r .46 .2 .54 .35 228833",
    "bag": "o .2 0 .8 .6 d|p .05 .35 .95 .35 1 1 0 1 c",
    "box": "r 0 .2 1 1 c|p 0 .2 .2 0 1.2 0 1 .2 d|r .42 .2 .58 1 d",
    "suitcase":
        "o .3 0 .7 .4 k|r 0 .2 1 .95 c|r .15 .2 .22 .95 d|r .78 .2 .85 .95 d|e .1 .88 .25 1 k|e .75 .88 .9 1 k",
    "kite": "p .5 0 1 .4 .5 1 0 .4 c|p .47 0 .53 0 .53 1 .47 1 d|p 0 .37 1 .37 1 .43 0 .43 d",
    "umbrella": "h 0 0 1 1.1 c|r .47 .5 .53 1 k|p .33 .1 .36 .1 .36 .55 .33 .55 d|p .64 .1 .67 .1 .67 .55 .64 .55 d",
    "frisbee": "e 0 .1 1 .9 c|o .2 .25 .8 .75 d",
    "skateboard": "p 0 .2 .1 .4 .9 .4 1 .2 1 .5 .9 .65 .1 .65 0 .5 c|e .15 .6 .32 1 k|e .68 .6 .85 1 k",
    "backpack": "e .05 0 .95 .6 c|r .05 .3 .95 1 c|r .2 .55 .8 .9 d|o .3 -.1 .7 .2 k",
    "basket": "o .1 0 .9 .9 d|p 0 .45 1 .45 .88 1 .12 1 c|r 0 .45 1 .52 d|r .05 .62 .95 .67 d|r .08 .8 .92 .85 d",
    "laptop": "r .1 0 .9 .7 c|r .16 .07 .84 .62 88CCFF|p .1 .7 .9 .7 1 1 0 1 d",
    "pillow": "e 0 0 1 1 c|r .1 .1 .9 .9 c|o .25 .25 .75 .75 w",
    "lamp": "p .25 0 .75 0 1 .5 0 .5 c|r .44 .5 .56 .9 k|r .2 .9 .8 1 k|p .2 .5 .8 .5 .9 .62 .1 .62 FFF6A0",
    "clock": "e 0 0 1 1 c|e .14 .14 .86 .86 w|r .47 .2 .53 .52 k|r .47 .47 .78 .54 k",
    "phone": "r .1 0 .9 1 k|r .2 .12 .8 .82 66DDEE",
    "teddy bear":
        "e .05 0 .35 .25 B5803C|e .65 0 .95 .25 B5803C|e .15 .05 .85 .5 B5803C|e .05 .4 .95 1 B5803C|"
        "e .25 .55 .75 .92 E8C48A|e .3 .18 .4 .28 k|e .6 .18 .7 .28 k",
    "apple": "e 0 .15 1 1 D21F1F|r .46 0 .54 .25 5B3A12|e .54 0 .9 .2 3FA02E",
    "banana":
        "p 0 .3 .25 .7 .6 .85 1 .6 1 .8 .6 1.0 .2 .95 -.02 .5 FFE135|p 0 .1 .12 .1 .1 .5 0 .5 FFE135|"
        "e .9 .55 1 .85 k",
    "sandwich": "p 0 .3 .5 0 1 .3 E3B778|p 0 .3 1 .3 1 .5 0 .5 5DBB3F|r 0 .5 1 .65 D8382F|r 0 .65 1 1 E3B778",
    "pizza":
        "e 0 0 1 1 D9A441|e .08 .08 .92 .92 F4C542|e .2 .3 .4 .6 C22F1D|e .55 .2 .75 .5 C22F1D|"
        "e .5 .6 .7 .85 C22F1D",
    "fire hydrant":
        "r .25 .2 .75 1 D3181E|e .25 0 .75 .4 D3181E|r 0 .4 1 .6 A51016|r .12 .88 .88 1 A51016|"
        "e .36 .38 .64 .62 F0D040",
    "stop sign": "r .45 .2 .55 1 777777|p .3 0 .7 0 1 .08 1 .2 .7 .28 .3 .28 0 .2 0 .08 C8102E|r .15 .11 .85 .17 w",
    "tree": "r .4 .5 .6 1 6B4423|e 0 .2 .6 .65 2E7D32|e .4 .2 1 .65 2E7D32|e .15 0 .85 .5 388E3C",
    "parking meter": "r .42 .4 .58 1 555555|e .1 0 .9 .3 4A5A6A|r .1 .15 .9 .45 4A5A6A|r .25 .12 .75 .28 BFE0EE",
    "cube": "p 0 .25 .7 .25 .7 1 0 1 c|p 0 .25 .3 0 1 0 .7 .25 l|p .7 .25 1 0 1 .75 .7 1 d",
    "circle": "o 0 0 1 1 c|o .1 .1 .9 .9 c",
    "triangle": "p .5 0 1 1 0 1 c",
    "square": "r 0 0 1 1 c",
    "sphere": "e 0 0 1 1 c|e .55 .55 .92 .92 d|e .15 .12 .45 .42 l",
    "cylinder": "r 0 .12 1 .88 c|e 0 .76 1 1 c|e 0 0 1 .26 l|r .8 .2 1 .85 d",
    # worn: the box is that of who wears it
    "hat": "r .28 -.02 .72 .09 c|r .08 .07 .92 .12 c",
    "helmet": "h .16 -.03 .84 .27 c|r .16 .1 .84 .15 d|r .44 0 .56 .1 w",
    "shirt": "r .17 .25 .83 .62 c|p .17 .25 .17 .45 0 .45 0 .3 c|p .83 .25 .83 .45 1 .45 1 .3 c",
    "jacket": "r .14 .25 .46 .68 c|r .54 .25 .86 .68 c|r 0 .27 .16 .58 c|r .84 .27 1 .58 c|r .46 .25 .54 .68 w",
    "scarf": "r .22 .22 .78 .32 c|r .56 .3 .74 .56 c|r .56 .5 .74 .56 w",
    "tie": "p .42 .25 .58 .25 .53 .32 .62 .52 .5 .6 .38 .52 .47 .32 c",
    "dress": "p .28 .25 .72 .25 1 .86 0 .86 c|r .2 .48 .8 .53 d",
    # who wears or does
    "man":
        "e .26 0 .74 .25 C68B5E|h .26 -.02 .74 .2 3A2413|e .36 .16 .64 .26 3A2413|r .2 .25 .8 .62 CDAA87|"
        "r .04 .27 .18 .6 CDAA87|r .82 .27 .96 .6 CDAA87",
    "woman":
        "e .14 -.02 .86 .36 8A3B12|e .27 .02 .73 .26 F2C9A8|p .36 .26 .64 .26 .88 .66 .12 .66 F5DCC8|"
        "p .3 .27 .38 .27 .16 .6 .02 .6 F2C9A8|p .62 .27 .7 .27 .98 .6 .84 .6 F2C9A8",
    "boy":
        "e .16 0 .84 .33 8D5A35|h .16 -.03 .84 .22 1C1208|r .22 .33 .78 .64 AA8765|r .04 .34 .2 .6 8D5A35|"
        "r .8 .34 .96 .6 8D5A35",
    "girl":
        "e -.02 .05 .24 .3 F0C420|e .76 .05 1.02 .3 F0C420|e .14 0 .86 .34 FCE0C0|h .14 -.03 .86 .2 F0C420|"
        "p .5 .28 .92 .7 .08 .7 FFEBD8",
    "dog":
        "e .12 .35 .78 .75 c|e .66 .08 1 .5 c|e .66 .1 .78 .52 d|e .93 .25 1 .34 k|"
        "p .14 .45 0 .1 .08 .08 .22 .42 c|e .82 .18 .88 .25 w",
    "cat":
        "e .15 .4 .8 .78 c|e .62 .15 1 .58 c|p .64 .3 .68 0 .8 .2 c|p .84 .2 .96 0 1 .3 c|"
        "p .18 .5 0 .4 0 0 .08 0 .1 .35 .24 .45 c|e .86 .28 .92 .36 88DD44",
    "horse":
        "e .1 .3 .75 .65 c|p .6 .45 .74 0 .88 .06 .76 .55 c|p .74 0 1 .18 .96 .28 .76 .2 c|"
        "p .58 .4 .7 0 .76 0 .66 .45 d|p .14 .4 0 .7 .1 .72 .2 .45 d",
    "cow":
        "r .08 .25 .76 .66 c|e .2 .28 .42 .5 w|e .5 .36 .68 .6 w|e .7 .12 1 .5 c|p .72 .2 .68 .02 .76 .14 w|"
        "p .9 .14 .98 .02 .98 .2 w|e .86 .34 1 .5 FFB6B6|e .4 .6 .56 .74 FFB6B6",
    "sheep":
        "e .05 .2 .4 .75 F6F3EA|e .25 .1 .65 .75 F6F3EA|e .5 .2 .85 .75 F6F3EA|e .72 .15 1 .55 2B2B2B|"
        "e .7 .05 .9 .25 F6F3EA",
    "elephant":
        "e 0 .15 .75 .75 8D939C|e .58 .05 .95 .5 8D939C|e .52 .1 .76 .5 737982|"
        "p .86 .3 .98 .35 1 .9 .92 .92 .9 .5 8D939C|p .84 .45 1 .55 .86 .52 w",
    "zebra":
        "e .1 .3 .75 .65 w|p .6 .45 .74 0 .88 .06 .76 .55 w|p .74 0 1 .18 .96 .28 .76 .2 w|r .2 .31 .26 .64 k|"
        "r .32 .3 .38 .65 k|r .44 .3 .5 .65 k|r .56 .31 .62 .62 k|p .62 .3 .8 .4 .8 .46 .62 .36 k|"
        "p .66 .15 .84 .25 .84 .31 .66 .22 k",
    "giraffe":
        "e .05 .45 .65 .7 E8B04A|p .5 .55 .72 0 .84 .03 .68 .62 E8B04A|p .7 0 1 .08 .98 .15 .72 .12 E8B04A|"
        "e .15 .48 .28 .58 8A5A1C|e .36 .52 .5 .64 8A5A1C|e .56 .38 .66 .46 8A5A1C|e .64 .2 .74 .28 8A5A1C",
    "bird":
        "e .1 .3 .75 .85 c|e .58 .1 .92 .5 c|p .9 .25 1.08 .33 .9 .4 FFA500|p .15 .5 -.1 .3 0 .7 d|"
        "e .74 .2 .82 .3 w",
}  # fmt: skip
LEGS: dict[str | None, tuple[tuple[float, float], ...]] = {  # (hip, foot) from left to right
    None: ((0.25, 0.25), (0.4, 0.4), (0.58, 0.58), (0.7, 0.7)),
    "walk": ((0.25, 0.12), (0.38, 0.48), (0.58, 0.46), (0.7, 0.84)),
    "run": ((0.25, -0.05), (0.36, 0.08), (0.62, 0.86), (0.7, 1.02)),
}
LEG_COLORS = {"sheep": (43, 43, 43), "elephant": (125, 131, 140), "zebra": (230, 230, 230), "giraffe": (220, 165, 70)}
LOW = ("lie", "sleep")


def draw_scene(scene: Scene, width: int = 320) -> Image.Image:
    """The picture of a scene, ``width`` pixels wide, in the proportions of the scene's canvas.

    Equal scenes give equal pictures.
    """
    return _Painter(scene, width / WIDTH).paint()


class _Painter:
    def __init__(self, scene: Scene, scale: float) -> None:
        self.scene, self.scale = scene, scale
        self.picture = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)))
        self.draw = ImageDraw.Draw(self.picture)
        self.boxes = {i: self._own_box(i) for i, t in enumerate(scene.things) if t.category not in (SETTING, CLOTHING)}
        self._come_closer()

    def _come_closer(self) -> None:
        """Let the things fill the picture, as who takes a photograph steps up to them; they keep their proportions."""
        left, top = (min(box[k] for box in self.boxes.values()) for k in (0, 1))
        right, bottom = (max(box[k] + box[k + 2] for box in self.boxes.values()) for k in (0, 1))
        (low, high), (ceiling, floor) = FRAME
        by = min(MOST_ZOOM, (high - low) / (right - left), (floor - ceiling) / (bottom - top))
        x = low + (high - low - by * (right - left)) / 2
        y = floor - by * (bottom - top)
        self.boxes = {
            i: (x + by * (box[0] - left), y + by * (box[1] - top), by * box[2], by * box[3])
            for i, box in self.boxes.items()
        }

    def paint(self) -> Image.Image:
        scene = self.scene
        self._ground(None if scene.setting is None else scene.things[scene.setting])
        # the far before the near, and what carries before what is carried
        for i in sorted(self.boxes, key=lambda i: (-scene.things[scene.root(i)].depth, self._order(i))):
            self._thing(i)
        for action in scene.actions:
            if action.verb not in ("wear", "ride"):
                self._sign(action.verb, self.boxes[action.subject], self.boxes[action.object])
        return self.picture

    def _order(self, i: int) -> int:
        place = self.scene.things[i].place
        if place is not None and place[0] == "in":  # its carrier hides the lower half
            return self._order(place[1]) - 1
        carrier = self.scene.root(i)
        return 0 if carrier == i else 4 if place is None else 2

    def _own_box(self, i: int) -> Box:
        """The box of thing ``i`` on the scene's canvas, as it is drawn."""
        scene, thing = self.scene, self.scene.things[i]
        x, y, width, height = thing.x, thing.y, thing.width, thing.height
        longer = max(width / thing.count, height)
        if 0 < longer < LEAST:  # grows to both sides and upwards
            by = LEAST / longer
            x, y = x - width * (by - 1) / 2, y - height * (by - 1)
            width, height = width * by, height * by
        if thing.posture == "fly":
            y -= 140
        held = next((a for a in scene.actions if a.object == i and a.verb in CARRYING and a.verb != "wear"), None)
        if held is not None:
            at = scene.things[held.subject]
            top = {"carry": -0.12, "eat": 0.1, "read": 0.42, "use": 0.42}.get(held.verb, 0.3)
            x = at.x + at.width - width * 0.35 if held.verb != "carry" else at.x + at.width / 2 - width / 2
            y = at.y + at.height * top - (height * 0.8 if held.verb == "carry" else 0)
            if at.category == ANIMAL:
                x, y = at.x + at.width - width * 0.2, at.y + at.height * 0.2
        return x, y, width, height

    def _thing(self, i: int) -> None:
        scene, thing = self.scene, self.scene.things[i]
        x, y, width, height = self.boxes[i]
        worn = [scene.things[a.object] for a in scene.actions if a.subject == i and a.verb == "wear"]
        rides = any(a.subject == i and a.verb == "ride" for a in scene.actions)
        posture = "sit" if rides and thing.posture is None else thing.posture
        each = width / thing.count
        for k in range(thing.count):
            gap = 0.94 if thing.count > 1 else 1.0
            self._paste(thing, worn, posture, (x + k * each, y, each * gap, height))

    def _paste(self, thing: Thing, worn: Sequence[Thing], posture: str | None, box: Box) -> None:
        x, y, width, height = (value * self.scale for value in box)
        # limbs and brims stand out a little
        margin = max(width, height) * 0.15
        sprite = _Sprite(max(width, 3), max(height, 3), margin)
        if thing.category == PERSON:
            sprite.person(thing, worn, posture)
        elif thing.category == ANIMAL:
            sprite.animal(thing, posture)
        else:
            sprite.object(thing)
        image = sprite.image
        left, top = x - margin, y - margin
        if posture in LOW and thing.category == PERSON:
            image = image.transpose(Image.Transpose.ROTATE_90)
            left, top = x + width / 2 - image.width / 2, y + height + margin - image.height
        elif posture in ("kneel", *LOW) or (posture == "sit" and thing.category == PERSON):
            lower = 0.62 if posture in LOW else 0.78
            image = image.resize((image.width, max(1, round(image.height * lower))))
            top = y + height + margin * lower - image.height
        elif posture == "sit":
            image = image.rotate(24, resample=Image.Resampling.BILINEAR)
        self.picture.paste(image, (round(left), round(top)), image)
        if posture == "sleep":
            for k in range(3):
                self._line(
                    [(x + width * (0.6 + 0.12 * k) + d, top + 8 * self.scale - k * 12 * self.scale + e)
                     for d, e in ((0, 0), (9 * self.scale, 0), (0, 9 * self.scale), (9 * self.scale, 9 * self.scale))],
                    (40, 40, 160), 3,
                )  # fmt: skip
        elif posture == "run":
            for k in range(3):
                at = y + height * (0.3 + 0.2 * k)
                self._line([(x - 34 * self.scale, at), (x - 6 * self.scale, at)], (90, 90, 90), 3)
        elif posture == "park":
            self._line([(x, y + height), (x + width, y + height)], COLORS["yellow"], 6)
        elif posture == "fly":
            wing = height * 0.8
            for side in (-1, 1):
                tip = (x + width * (0.45 + 0.5 * side), y - wing)
                self.draw.polygon(
                    [(x + width * 0.3, y + height * 0.5), (x + width * 0.6, y + height * 0.5), tip],
                    fill=COLORS[thing.color or "gray"],
                    outline=BLACK,
                )

    # -- what is done -------------------------------------------------------------------------------------------------

    def _sign(self, verb: str, subject: Box, target: Box) -> None:
        """The sign of a doing, which starts at the hand of who does it."""
        scale = self.scale
        (sx, sy, sw, sh), (tx, ty, tw, th) = ([value * scale for value in box] for box in (subject, target))
        right = tx + tw / 2 >= sx + sw / 2
        hand = (sx + sw if right else sx, sy + sh * 0.45)
        goal = (tx if right else tx + tw, ty + th * 0.4)
        way = 1 if right else -1
        middle = ((hand[0] + goal[0]) / 2, (hand[1] + goal[1]) / 2)
        top = (tx + tw / 2, ty)
        size = 11 * scale
        skin = (235, 180, 140)
        if verb in ("hold", "read", "use", "eat"):
            spot = (tx + tw * 0.2, ty + th * 0.7)
            self._dots([spot], size * 0.6, skin)
            if verb == "read":
                for k in range(3):
                    self._line(
                        [(tx + tw * 0.2, ty + th * (0.4 + 0.2 * k)), (tx + tw * 0.8, ty + th * (0.4 + 0.2 * k))],
                        BLACK,
                        2,
                    )
            elif verb == "eat":
                self._dots([(tx, ty + th * 0.2), (tx + tw * 0.25, ty)], size * 0.7, (245, 245, 245))
            elif verb == "use":
                for k in (-1, 0, 1):
                    self._line([top, (top[0] + k * 1.6 * size, top[1] - 1.8 * size)], (0, 190, 230), 3)
        elif verb == "carry":
            self._line([(sx, sy + sh * 0.4), (tx, ty + th), (tx + tw, ty + th), (sx + sw, sy + sh * 0.4)], skin, 7)
        elif verb == "fly":
            self._line([hand, (top[0], ty + th)], WHITE, 3)
        elif verb in ("push", "pull"):
            self._line([hand, goal], skin if verb == "push" else (110, 70, 20), 8 if verb == "push" else 5)
            ahead = way if verb == "push" else -way
            for k in (-1, 0, 1):
                tip = (top[0] + (k + 0.5) * 1.6 * size * ahead, top[1] - 1.6 * size)
                back = tip[0] - ahead * size
                self._line(
                    [(back, tip[1] - size), tip, (back, tip[1] + size)],
                    (255, 100, 0) if verb == "push" else (120, 0, 160),
                    4,
                )
        elif verb == "kick":
            self._line([(sx + sw / 2, sy + sh * 0.6), (goal[0], ty + th * 0.5)], (60, 60, 80), 9)
            self._star((goal[0], ty + th * 0.5), 1.7 * size, (255, 230, 0))
        elif verb in ("throw", "catch"):
            color = (0, 160, 160) if verb == "throw" else (230, 0, 120)
            arc = [
                (hand[0] + (goal[0] - hand[0]) * t, hand[1] - 60 * scale * math.sin(math.pi * t))
                for t in (0, 0.25, 0.5, 0.75, 1)
            ]
            if verb == "throw":
                self._line([(sx + sw / 2, sy + sh * 0.3), (hand[0], sy - size)], skin, 7)
                self._dots(arc, size * 0.5, color)
            else:
                for lift in (-1, 1):
                    self._line([(sx + sw / 2, sy + sh * 0.35), (goal[0], goal[1] + lift * 1.4 * size)], skin, 6)
                self._line(arc, color, 4)
        elif verb in ("walk", "lead"):
            color, thick = ((220, 0, 0), 3) if verb == "walk" else ((120, 75, 20), 7)
            self._line([hand, (goal[0], ty + th * 0.25)], color, thick)
            self._dots([(goal[0] + way * 4 * scale, ty + th * 0.3)], size * 0.7, color)
        elif verb == "pet":
            self._line([(sx + sw / 2, sy + sh * 0.35), top], skin, 7)
            self._heart((top[0], top[1] - 1.6 * size), 1.2 * size)
        elif verb == "feed":
            self._line([hand, goal], skin, 5)
            self._dots(
                [(goal[0] - way * k * size, goal[1] + (k % 2) * size) for k in (0, 1, 2)], size * 0.7, (90, 200, 20)
            )
        elif verb == "chase":
            for box in ((sx, sy, sw, sh), (tx, ty, tw, th)):
                behind = box[0] if right else box[0] + box[2]
                for k in range(3):
                    at = box[1] + box[3] * (0.25 + 0.25 * k)
                    self._line([(behind - way * 26 * scale, at), (behind, at)], (255, 60, 0), 4)
        elif verb == "follow":
            self._dots(
                [(sx + sw / 2 + (tx - sx) * k / 5, sy + sh - size * 0.3) for k in range(1, 5)], size * 0.6, (90, 60, 20)
            )
        elif verb == "wash":
            spots = [(tx + tw * (0.1 + 0.2 * k), ty + th * (0.1 + 0.35 * (k % 2))) for k in range(5)]
            self._dots(spots, size, (150, 215, 255))
            self._dots([(x - size * 0.3, y - size * 0.3) for x, y in spots], size * 0.3, WHITE)
            self._line([hand, goal], (0, 120, 255), 5)
        elif verb == "photograph":
            self.draw.rectangle([hand[0] - size, hand[1] - 3 * size, hand[0] + size, hand[1] - 1.6 * size], fill=BLACK)
            self._star((hand[0] + way * 2 * size, hand[1] - 2.4 * size), 1.6 * size, (255, 255, 160))
        elif verb == "sniff":
            for k in (-1, 0, 1):
                self._line(
                    [
                        (middle[0] - size, middle[1] + k * size),
                        (middle[0], middle[1] + (k - 0.6) * size),
                        (middle[0] + size, middle[1] + k * size),
                    ],
                    (120, 120, 120),
                    3,
                )
        elif verb == "lick":
            self._line([hand, goal], (255, 90, 140), 7)

    def _line(self, points: Sequence[Point], color: Color, width: float) -> None:
        self.draw.line(list(points), fill=color, width=max(1, round(width * self.scale)))

    def _dots(self, points: Sequence[Point], radius: float, color: Color) -> None:
        for x, y in points:
            self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=color, outline=BLACK)

    def _star(self, at: Point, radius: float, color: Color) -> None:
        points = [
            (at[0] + r * math.cos(k * math.pi / 5), at[1] + r * math.sin(k * math.pi / 5))
            for k in range(10)
            for r in [radius if k % 2 else radius / 2.4]
        ]
        self.draw.polygon(points, fill=color, outline=BLACK)

    def _heart(self, at: Point, size: float) -> None:
        x, y = at
        points = [(x, y + size), (x - size, y - size * 0.2), (x - size / 2, y - size), (x, y - size * 0.3),
                  (x + size / 2, y - size), (x + size, y - size * 0.2)]  # fmt: skip
        self.draw.polygon(points, fill=(230, 20, 60))

    # -- where it is --------------------------------------------------------------------------------------------------

    def _ground(self, setting: Thing | None) -> None:
        """The background: a place, or a plain wall and floor."""
        name, state = (setting.name, setting.state) if setting else (None, None)
        sky, ground = {
            "beach": ((120, 200, 250), (240, 220, 150)),
            "street": ((185, 195, 205), (95, 95, 100)),
            "sidewalk": ((200, 180, 160), (190, 190, 185)),
            "park": ((150, 215, 250), (120, 200, 90)),
            "field": ((175, 225, 255), (200, 205, 110)),
            "kitchen": ((255, 245, 215), (225, 200, 170)),
            "living room": ((225, 205, 185), (180, 130, 85)),
            "bedroom": ((215, 200, 235), (205, 185, 205)),
        }.get(name or "", ((238, 238, 238), (215, 215, 215)))
        if name == "field" and state in ("grassy", "snowy"):
            ground = (95, 185, 60) if state == "grassy" else (245, 248, 255)
        self._fill((0, 0, WIDTH, HEIGHT), sky)
        self._fill((0, 190, WIDTH, HEIGHT), ground)
        marks = random.Random(f"{name} {state}")
        spots = [(marks.uniform(10, 630), marks.uniform(215, 470)) for _ in range(26)]
        if name == "beach":
            self._fill((0, 130, WIDTH, 190), (40, 120, 215))
        elif name == "street":
            for x in range(0, WIDTH, 120):
                self._fill((x, 330, x + 70, 342), WHITE)
            self._fill((0, 186, WIDTH, 200), (150, 150, 150))
        elif name == "sidewalk":
            for x in range(0, WIDTH, 80):
                self._fill((x, 190, x + 3, HEIGHT), (140, 140, 135))
            for y in range(190, HEIGHT, 70):
                self._fill((0, y, WIDTH, y + 3), (140, 140, 135))
        elif name == "park":
            for x in (60, 220, 420, 570):
                self._ellipse((x - 50, 90, x + 50, 200), (55, 140, 65))
            self._ellipse((120, 300, 760, 430), (225, 205, 165))
        elif name == "field":
            for x in range(0, WIDTH, 50):
                self._fill((x, 160, x + 8, 205), (140, 100, 60))
            self._fill((0, 172, WIDTH, 180), (140, 100, 60))
        elif name == "kitchen":
            self._fill((380, 40, 640, 90), (150, 90, 40))
            self._fill((360, 140, 640, 200), (245, 245, 245))
            for x in range(0, WIDTH, 64):
                self._fill((x, 190, x + 32, HEIGHT), (240, 222, 198))
        elif name == "living room":
            self._fill((60, 30, 220, 130), (150, 210, 250))
            self._fill((400, 40, 520, 110), (190, 60, 60))
            self._ellipse((120, 300, 520, 460), (170, 60, 70))
        elif name == "bedroom":
            self._fill((440, 20, 580, 130), (30, 40, 90))
            self._ellipse((490, 40, 530, 80), (255, 245, 180))
            for x in range(0, WIDTH, 40):
                self._fill((x, 0, x + 4, 190), (195, 175, 220))
        for at, depth in spots:
            self._mark(state, at, depth, marks)

    def _mark(self, state: str | None, x: float, y: float, marks: random.Random) -> None:
        """One of many small signs of the state that a place is in."""
        if state == "wet":
            self._ellipse((x - 26, y - 8, x + 26, y + 8), (90, 160, 235))
        elif state == "dry":
            self._line(
                [(x * self.scale, y * self.scale), ((x + 22) * self.scale, (y + 12) * self.scale)], (60, 45, 35), 3
            )
        elif state == "rocky":
            self._ellipse((x - 14, y - 10, x + 14, y + 10), (110, 105, 100))
        elif state == "sandy":
            self._ellipse((x - 5, y - 5, x + 5, y + 5), (205, 170, 80))
        elif state == "messy":
            self._fill((x - 9, y - 6, x + 9, y + 6), marks.choice(LITTER))
        elif state == "clean":
            self._line([(x * self.scale, (y - 9) * self.scale), (x * self.scale, (y + 9) * self.scale)], WHITE, 3)
            self._line([((x - 9) * self.scale, y * self.scale), ((x + 9) * self.scale, y * self.scale)], WHITE, 3)

    def _fill(self, box: Box, color: Color) -> None:
        self.draw.rectangle([value * self.scale for value in box], fill=color)

    def _ellipse(self, box: Box, color: Color) -> None:
        self.draw.ellipse([value * self.scale for value in box], fill=color)


class _Sprite:
    """One thing on a transparent ground; its box has ``margin`` around it."""

    def __init__(self, width: float, height: float, margin: float) -> None:
        self.width, self.height, self.margin = width, height, margin
        size = (math.ceil(width + 2 * margin), math.ceil(height + 2 * margin))
        self.image = Image.new("RGBA", size)
        self.draw = ImageDraw.Draw(self.image)

    def person(self, thing: Thing, worn: Sequence[Thing], posture: str | None) -> None:
        legs = (60, 65, 85)
        if posture in ("sit", "kneel"):
            for y in (0.62, 0.72):
                self._shape("r", (0.3, y, 1.05, y + 0.1), legs)
            self._shape("r", (0.9, 0.66, 1.05, 1.0) if posture == "sit" else (0.2, 0.8, 0.5, 1.0), legs)
        else:
            for hip, foot in zip(
                (0.33, 0.55), {"walk": (0.08, 0.8), "run": (-0.15, 1.05)}.get(posture or "", (0.3, 0.58)), strict=True
            ):
                self._shape("p", (hip, 0.58, hip + 0.16, 0.58, foot + 0.16, 1, foot, 1), legs)
        self._outline(thing.name, None)
        if thing.age == "old":
            self._shape("h", (0.2, -0.03, 0.8, 0.2), (225, 225, 230))
            self._shape("r", (1.02, 0.5, 1.08, 1), (110, 70, 30))
        elif thing.age == "young":
            self._shape("e", (0.3, 0.14, 0.42, 0.2), (255, 90, 110))
            self._shape("e", (0.58, 0.14, 0.7, 0.2), (255, 90, 110))
        for cloth in sorted(worn, key=lambda t: t.name in ("scarf", "tie", "hat", "helmet")):
            self._outline(cloth.name, COLORS[cloth.color or "gray"])

    def animal(self, thing: Thing, posture: str | None) -> None:
        color = COLORS[thing.color] if thing.color else None
        if thing.name != "bird" and posture not in LOW:
            leg = color or LEG_COLORS.get(thing.name, COLORS["gray"])
            for hip, foot in LEGS.get(posture, LEGS[None]):
                self._shape("p", (hip, 0.6, hip + 0.09, 0.6, foot + 0.09, 1, foot, 1), leg)
        self._outline(thing.name, color)
        if thing.state == "wet":
            self._drops()

    def object(self, thing: Thing) -> None:
        color = COLORS[thing.color] if thing.color else None
        self._outline(thing.name, color)
        self._material(thing.material)
        if thing.age == "old":
            for x in (0.2, 0.5, 0.8):
                self._line((x, 0.3, x + 0.1, 0.45, x - 0.05, 0.6, x + 0.08, 0.8), (70, 50, 30), 0.05)
        elif thing.age == "new":
            for x, y in ((0.1, 0.1), (0.9, 0.15)):
                self._line((x - 0.12, y, x + 0.12, y), (255, 255, 120), 0.07)
                self._line((x, y - 0.12, x, y + 0.12), (255, 255, 120), 0.07)
        if thing.state == "open":
            self._shape("p", (0.1, 0.05, 0.9, 0.05, 1.05, -0.15, -0.05, -0.15), (255, 250, 200))
        elif thing.state == "closed":
            self._line((0.05, 0.06, 0.95, 0.06), BLACK, 0.12)
            self._shape("e", (0.4, 0.0, 0.6, 0.2), (240, 200, 40))
        elif thing.state == "full":
            self._shape("e", (0.1, -0.1, 0.72, 0.2), (110, 60, 25))
        elif thing.state == "empty":
            self._shape("e", (0.15, 0.02, 0.7, 0.2), (235, 235, 235))
            self._shape("e", (0.25, 0.3, 0.6, 0.8), (235, 235, 235))

    def _material(self, material: str | None) -> None:
        """A pattern over what is drawn so far."""
        if material is None:
            return
        pattern = Image.new("RGBA", self.image.size)
        pen = ImageDraw.Draw(pattern)
        wide, high = pattern.size
        step = max(4, round(max(wide, high) / 9))
        if material == "wooden":
            for y in range(0, high, step):
                pen.rectangle([0, y, wide, y + step * 0.4], fill=(95, 55, 20, 235))
        elif material == "metal":
            for x in range(-high, wide, step):
                pen.line([(x, high), (x + high, 0)], fill=(225, 230, 240, 235), width=max(1, step // 3))
        elif material == "plastic":
            for x in range(0, wide, step):
                for y in range(0, high, step):
                    pen.ellipse([x, y, x + step * 0.5, y + step * 0.5], fill=(255, 255, 255, 235))
        elif material == "glass":
            pen.rectangle([0, 0, wide, high], fill=(*GLASS, 130))
            pen.line([(0, high), (wide, 0)], fill=(255, 255, 255, 255), width=max(1, step // 2))
        elif material == "ceramic":
            for part in (0.35, 0.6):
                pen.rectangle([0, high * part, wide, high * (part + 0.12)], fill=(20, 60, 160, 255))
        elif material == "leather":
            for x in range(0, wide, step):
                for y in range(0, high, step):
                    pen.line([(x, y), (x + step / 2, y + step / 2)], fill=(60, 30, 10, 255), width=2)
                    pen.line([(x + step / 2, y), (x, y + step / 2)], fill=(60, 30, 10, 255), width=2)
        elif material == "cardboard":
            for x in range(0, wide, step):
                pen.rectangle([x, 0, x + step * 0.4, high], fill=(200, 160, 105, 245))
        pattern.putalpha(ImageChops.multiply(pattern.getchannel("A"), self.image.getchannel("A")))
        self.image.alpha_composite(pattern)

    def _drops(self) -> None:
        for x, y in ((0.2, 0.4), (0.4, 0.55), (0.6, 0.4), (0.8, 0.3), (0.3, 0.75)):
            self._shape("e", (x - 0.05, y - 0.08, x + 0.05, y + 0.08), WATER)

    def _outline(self, name: str, color: Color | None) -> None:
        for shape, numbers, key in _strokes(name):
            self._shape(shape, numbers, _pick(key, color or COLORS["gray"]))

    def _place(self, numbers: Sequence[float]) -> list[float]:
        sides = (self.width, self.height)
        return [self.margin + value * sides[k % 2] for k, value in enumerate(numbers)]

    def _line(self, numbers: Sequence[float], color: Color, width: float) -> None:
        self.draw.line(
            self._place(numbers), fill=(*color, 255), width=max(1, round(width * min(self.width, self.height)))
        )

    def _shape(self, shape: str, numbers: Sequence[float], color: Color) -> None:
        at, edge = self._place(numbers), (20, 20, 20, 255)
        if shape == "p":
            self.draw.polygon(at, fill=(*color, 255), outline=edge)
        elif shape == "r":
            self.draw.rectangle(at, fill=(*color, 255), outline=edge)
        elif shape == "e":
            self.draw.ellipse(at, fill=(*color, 255), outline=edge)
        elif shape == "h":  # the upper half of an ellipse, or the lower one of one that begins above the box
            lower = numbers[1] < -0.5
            self.draw.pieslice(at, *((0, 180) if lower else (180, 360)), fill=(*color, 255), outline=edge)
        elif shape == "o":
            thick = max(1, round(0.1 * min(self.width, self.height)))
            self.draw.ellipse(at, outline=(*color, 255), width=thick)


@cache
def _strokes(name: str) -> tuple[tuple[str, tuple[float, ...], str], ...]:
    """The outline of a kind: shape, numbers and colour of each stroke."""
    made = []
    for stroke in OUTLINES[name].split("|"):
        shape, *numbers, color = stroke.split()
        made.append((shape, tuple(float(number) for number in numbers), color))
    return tuple(made)


def _pick(key: str, color: Color) -> Color:
    """The colour that a stroke's last word stands for."""
    if key in "cdl":
        by, to = {"c": (1.0, 0), "d": (0.7, 0), "l": (0.6, 255)}[key]
        red, green, blue = (round(value * by + to * (1 - by)) for value in color)
        return red, green, blue
    named = {"k": BLACK, "w": WHITE, "g": GLASS}
    return named[key] if key in named else (int(key[:2], 16), int(key[2:4], 16), int(key[4:], 16))
