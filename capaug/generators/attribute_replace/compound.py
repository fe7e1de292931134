"""The first noun of a compound gives way to another: ``a kitchen sink`` -> ``a bathroom sink``.

What it tells of the thing is the room, the taste, the sport, what it is for. Most of it is told by other words of a
caption as well (a racket, a candle, a stove), of which ``data/compounds_signs.tsv`` rather has too many.
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

LONGEST_MODIFIER = 2  # words: "ice cream" of an ice cream shop
EDIBLE = frozenset({"food", "drink"})
# Types of qualities that are said of the cake, not of the chocolate.
SAID_OF_THE_WHOLE = frozenset({"age", "size", "number", "quantity", "fullness"})
JOINED_TO_IT = frozenset({"and", "or", "&", "-", "/", ","})
OPEN_WHAT_IS_THERE = frozenset({"there", "here"})
FEW_WORDS = 5  # of a caption that names one thing
BEHIND_A_MODIFIER = frozenset({"-", "/", "&", "of"})


class Compound:
    """A modifier gives way to another of its line."""

    kind: ClassVar[Kind] = Kind(
        "attribute_replace.compound", true=False, does="what the first noun of a compound tells is another"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._compounds = Alternatives.load("compounds")

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Compound by compound in random order."""
        found = spots(scene, self._compounds)
        return affirmed(scene, self.kind.id, changed(found, self.kind.id, RULES, OFFERS, rng))


def spots(scene: Scene, compounds: Alternatives) -> Iterator[Spot]:
    """The compounds of a scene's sentence that the table has, none of their words frozen."""
    sentence = scene.sentence
    for thing in sentence.things:
        found = _modified(sentence, thing, compounds)
        if found is None:
            continue
        spot = Spot(scene, *found, thing.base[0], thing.head)
        if spot.word.changed and sentence.frozen.isdisjoint(range(spot.first, spot.last + 1)):
            yield spot


def _modified(
    sentence: Sentence, thing: Thing, compounds: Alternatives
) -> tuple[range, str, list[Alternative], int] | None:
    """The words of the modifier of a thing's name, its head, the line that has both and the modifier's place in it."""
    for length in range(compounds.longest, 0, -1):
        behind = thing.head - length + 1
        if behind <= 0:
            continue
        head = " ".join((*sentence.lower[behind : thing.head], sentence.tokens[thing.head].lemma.lower()))
        for line in compounds.of(head):
            for first in range(max(0, behind - LONGEST_MODIFIER), behind):
                said = " ".join(sentence.lower[first:behind])
                for at, one in enumerate(line):
                    if one.text == said:
                        return range(first, behind), head, line, at
    return None


def _before(sentence: Sentence, head: str) -> Iterator[str]:
    """What stands before the last word of ``head``, one word and two."""
    last = head.split()[-1]
    for k, token in enumerate(sentence.tokens):
        if k and token.lemma.lower() == last:
            yield sentence.word(k - 1)
            yield f"{sentence.word(k - 2)} {sentence.word(k - 1)}"


RULES = Rules[Spot]("attribute_replace.compound", TOLD)
OFFERS = Rules[Change]("attribute_replace.compound", TOLD_OFFERS)


@RULES.rule("a dark chocolate cake; a ham and egg sandwich")
def goes_with_what_stands_before(spot: Spot) -> bool:
    """What stands before it is a part of it, or may be said of it alone: the chocolate is dark, not the cake."""
    sentence, k = spot.sentence, spot.first - 1
    if sentence.word(k) in JOINED_TO_IT or sentence.tag(k).startswith(("NN", "HYPH", "POS")):
        return True
    if not sentence.tag(k).startswith(("JJ", "VBN", "VBG")):
        return False
    objects, attributes = spot.scene.lexicon.objects, spot.scene.lexicon.attributes
    return objects.category(spot.word.text) in EDIBLE and attributes.type(sentence.word(k)) not in SAID_OF_THE_WHOLE


@RULES.rule("a wine bottle-shaped lamp; a video game of tennis")
def goes_on(spot: Spot) -> bool:
    """The head is a modifier itself, or is told more closely."""
    behind = spot.last + 1
    return spot.sentence.tag(behind).startswith("NN") or spot.sentence.word(behind) in BEHIND_A_MODIFIER


@RULES.rule("large palm trees; there is a clothing store across the street")
def only_there(spot: Spot) -> bool:
    """No more is said than that it is there: one of another sort may be there as well."""
    sentence = spot.sentence
    if len(sentence.things) == 1 and len(sentence.tokens) <= FEW_WORDS:
        return True
    return sentence.lower[0] in OPEN_WHAT_IS_THERE and spot.anchor.split()[-1] not in spot.siblings


@RULES.rule("a wine bottle, say the others; a beer bottle")
def called_otherwise(spot: Spot) -> bool:
    """Another caption has the head with another modifier of the line."""
    return is_called_otherwise(spot, _before)
