"""A kind of one's own: ``a snowy street`` -> ``a sunny street``."""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.captions import Scene
from capaug.english.edits import realise
from capaug.english.facts import Facts
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

OPPOSITES = {"snowy": "sunny", "sunny": "snowy", "wet": "dry", "dry": "wet"}


class Weather:
    """The weather of a thing gives way to another, unless a caption of the image speaks of that one."""

    kind = Kind("seasons.weather", true=False)

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        facts = scene.once(Facts)
        for quality in scene.sentence.qualities:
            new = OPPOSITES.get(quality.name)
            if new is None:
                continue
            if new in facts.words:
                scene.refuse(self.kind.id, "said_of_the_image")
                continue
            made = realise(scene.sentence.text, [(quality.start, quality.end, new)])
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])
