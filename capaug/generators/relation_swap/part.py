"""Something is on another part of the same place: ``at the top of a ramp`` -> ``at the bottom of a ramp``.

The words are those that captions have on both sides, so that nothing is lost in the balance. What else tells the part
(a curb, a summit) is in ``data/parts_signs.tsv``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.captions.sentence import Sentence, Thing
from capaug.english.facts import affirmed
from capaug.generators.alternatives import TOLD, TOLD_OFFERS, Change, Spot, changed, is_called_otherwise
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.alternatives import Alternative, Alternatives
from capaug.records import Variant

LONGEST_PHRASE = 5  # words: "on the front and back"
FOLLOWING = 4  # words behind a phrase within which its noun stands


class Part:
    """A phrase gives way to another of its line."""

    kind: ClassVar[Kind] = Kind("relation_swap.part", true=False, does="it is on another part of the same place")

    def __init__(self, lexicon: Lexicon) -> None:
        self._parts = Alternatives.load("parts")

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Phrase by phrase in random order."""
        return affirmed(scene, self.kind.id, changed(spots(scene, self._parts), self.kind.id, RULES, OFFERS, rng))


def spots(scene: Scene, parts: Alternatives) -> Iterator[Spot]:
    """The phrases that stand before things of a scene's sentence, none of their words frozen."""
    sentence = scene.sentence
    for thing in sentence.things:
        found = _placed(sentence, thing, parts)
        if found is None:
            continue
        spot = Spot(scene, *found, found[0].start, found[0].stop - 1)
        if spot.word.changed and sentence.frozen.isdisjoint(range(spot.first, thing.head + 1)):
            yield spot


def _placed(sentence: Sentence, thing: Thing, parts: Alternatives) -> tuple[range, str, list[Alternative], int] | None:
    """The words of the longest phrase right before a thing, the thing's noun, the line of both, the phrase's place."""
    behind = thing.base[0]
    anchor = next((name for name in (thing.name, thing.lemma) if parts.of(name)), "")
    for first in range(max(0, behind - LONGEST_PHRASE), behind - 1):
        said = " ".join(sentence.lower[first:behind])
        for line in parts.of(anchor):
            for at, one in enumerate(line):
                if one.text == said:
                    return range(first, behind), anchor, line, at
    return None


def _before(sentence: Sentence, anchor: str) -> Iterator[str]:
    """Every run of words that ends a few words before the noun ``anchor``."""
    for k, token in enumerate(sentence.tokens):
        if token.lemma.lower() != anchor.split()[-1] and token.text.lower() != anchor:
            continue
        for behind in range(max(0, k - FOLLOWING), k + 1):
            for first in range(max(0, behind - LONGEST_PHRASE), behind):
                yield " ".join(sentence.lower[first:behind])


RULES = Rules[Spot]("relation_swap.part", TOLD)
OFFERS = Rules[Change]("relation_swap.part", TOLD_OFFERS)


@RULES.rule("on the side of a street, say the others; in the middle of the street")
def called_otherwise(spot: Spot) -> bool:
    """Another caption has it on another part."""
    return is_called_otherwise(spot, _before)


@RULES.rule("on the edge of a field and a road")
def of_two_places(spot: Spot) -> bool:
    """Two places have it on such a part."""
    thing = next(one for one in spot.sentence.things if one.base[0] == spot.behind)
    return spot.sentence.word(thing.head + 1) in ("and", "or")
