"""The kind ``asymmetry_1.object``: things drawn one by one, and what takes their places."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from capaug.captions import Scene
from capaug.draws import in_turn, started, weighted_order
from capaug.english.facts import affirmed
from capaug.generators.asymmetry_1.object.exchange import exchanges
from capaug.generators.asymmetry_1.object.order import LEFT_ALONE
from capaug.generators.asymmetry_1.object.place import KIND
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST_OBJECTS = 4  # candidates of one thing


class Object:
    """One thing of the caption gives way to another, which could stand where it stands and is not there."""

    kind: ClassVar[Kind] = Kind(KIND, true=False, does="one thing gives way to another that is not there")

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Thing by thing in random order, what is usual in its place likely first."""
        return affirmed(scene, self.kind.id, self._candidates(scene, rng))

    def _candidates(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(self._by_thing(scene, rng))
        rng.shuffle(found)
        yield from in_turn(found)

    def _by_thing(self, scene: Scene, rng: random.Random) -> Iterator[Iterator[Variant]]:
        for exchange in scene.once(exchanges):
            if LEFT_ALONE.refuse(scene, exchange.place):
                continue
            options = [(offer.new, exchange.weight(offer)) for offer in exchange.fitting()]
            for rule, times in exchange.refused.items():
                scene.refuse(self.kind.id, rule, times)
            if options:
                yield islice(exchange.texts(weighted_order(options, rng)), MOST_OBJECTS)


def can_be_replaced(scene: Scene) -> bool:
    """Whether :class:`Object` makes anything of ``scene``; asked as ``scene.once(can_be_replaced)``."""
    return next(affirmed(scene, Object.kind.id, _all(scene)), None) is not None


def _all(scene: Scene) -> Iterator[Variant]:
    """All texts, those that there are already first."""
    for exchange in scene.once(exchanges):
        yield from exchange.made_already()
    for exchange in scene.once(exchanges):
        if LEFT_ALONE.first(exchange.place) is None:
            yield from exchange.texts(offer.new for offer in exchange.fitting())
