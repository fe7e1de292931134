"""The kind ``relation_swap.predicate``: predicates drawn for each link, and put in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from capaug.captions import Link, Scene
from capaug.draws import in_turn, started, weighted_order
from capaug.english.edits import realise
from capaug.english.facts import affirmed
from capaug.english.predicates import replace_predicate
from capaug.generators.relation_swap.predicate.change import KIND, Change, Spot
from capaug.generators.relation_swap.predicate.order import RULES
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST = 5  # candidates a link


class Predicate:
    """Predicates that the lexicon knows to exclude the one that is said."""

    kind: ClassVar[Kind] = Kind(KIND, true=False, does="one relation gives way to another that excludes it")

    def __init__(self, lexicon: Lexicon) -> None:
        self._relations = lexicon.relations

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """One of each link in turn, the links in random order, the usual predicates likely to come first."""
        return affirmed(scene, self.kind.id, self._changed(scene, rng))

    def _changed(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(islice(self._of_link(scene, link, rng), MOST) for link in scene.sentence.links)
        rng.shuffle(found)
        yield from in_turn(found)

    def _of_link(self, scene: Scene, link: Link, rng: random.Random) -> Iterator[Variant]:
        options = self._relations.contrasts(link.predicate, link.subject.name, link.object.name)
        if not options:
            return
        spot = Spot(scene, link)
        for predicate in weighted_order(options, rng):
            if RULES.refuse(scene, Change(spot, predicate)):
                continue
            edits = replace_predicate(scene.sentence, link, predicate)
            made = realise(scene.sentence.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])
