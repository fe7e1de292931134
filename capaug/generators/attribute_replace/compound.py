"""The first noun of a compound gives way to another: ``a kitchen sink`` -> ``a bathroom sink``.

What it tells of the thing is the room, the taste, the sport, what it is for. Most of it is told by other words of a
caption as well (a racket, a candle, a stove), of which ``data/compound_signs.tsv`` rather has too many.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from capaug.captions import Scene
from capaug.captions.sentence import Sentence, Thing
from capaug.draws import in_turn, started
from capaug.english.edits import realise
from capaug.english.facts import affirmed
from capaug.generators.attribute_replace.told import told
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.compounds import Compounds, Modifier
from capaug.records import Variant

LONGEST_MODIFIER = 2  # words: "ice cream" of an ice cream shop
EDIBLE = frozenset({"food", "drink"})
SAID_OF_THE_WHOLE = frozenset(
    {"age", "size", "number", "quantity", "fullness"}
)  # said of the cake, not of the chocolate
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
        self._compounds = Compounds.load()

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Compound by compound in random order."""
        return affirmed(scene, self.kind.id, self._changed(scene, rng))

    def _changed(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(self._of_spot(spot, rng) for spot in spots(scene, self._compounds))
        rng.shuffle(found)
        yield from in_turn(found)

    def _of_spot(self, spot: Spot, rng: random.Random) -> Iterator[Variant]:
        if RULES.refuse(spot.scene, spot):
            return
        options = [one for one in spot.line if one.offered and one.text not in spot.modifier.cell]
        rng.shuffle(options)
        start, end = spot.sentence.span(spot.first, spot.behind)
        for new in options:
            if OFFERS.refuse(spot.scene, Change(spot, new)):
                continue
            made = realise(spot.sentence.text, [(start, end, new.text)])
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])


class Spot:
    """A modifier in a scene's sentence: the words ``first`` to ``behind``, before the head of ``thing``."""

    def __init__(self, scene: Scene, thing: Thing, head: str, words: range, line: list[Modifier], at: int) -> None:
        self.scene, self.sentence, self.thing, self.head = scene, scene.sentence, thing, head
        self.first, self.behind = words.start, words.stop
        self.line, self.modifier = line, line[at]

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the caption without those of the modifier, names and printed ones as well."""
        inside = range(self.first, self.behind)
        return told(self.scene, self.scene.caption.sentences, self.sentence, inside, printed=True)[0]

    @cached_property
    def siblings(self) -> frozenset[str]:
        """Those of the image's other captions."""
        return told(self.scene, [one for sibling in self.scene.siblings for one in sibling.sentences], printed=True)[0]


class Change:
    """Another modifier for that of a spot."""

    def __init__(self, spot: Spot, new: Modifier) -> None:
        self.spot, self.new = spot, new


def spots(scene: Scene, compounds: Compounds) -> Iterator[Spot]:
    """The compounds of a scene's sentence that the table has, none of their words frozen."""
    sentence = scene.sentence
    for thing in sentence.things:
        found = _modified(sentence, thing, compounds)
        if found is None:
            continue
        spot = Spot(scene, thing, *found)
        if spot.modifier.changed and sentence.frozen.isdisjoint(range(spot.first, thing.head + 1)):
            yield spot


def _modified(sentence: Sentence, thing: Thing, compounds: Compounds) -> tuple[str, range, list[Modifier], int] | None:
    """The head of a thing's name, the words of its modifier, the line that has both and the modifier's place in it."""
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
                        return head, range(first, behind), line, at
    return None


RULES = Rules[Spot]("attribute_replace.compound")
OFFERS = Rules[Change]("attribute_replace.compound")


@RULES.rule("a dark chocolate cake; a ham and egg sandwich")
def goes_with_what_stands_before(spot: Spot) -> bool:
    """What stands before it is a part of it, or may be said of it alone: the chocolate is dark, not the cake."""
    sentence, k = spot.sentence, spot.first - 1
    if sentence.word(k) in JOINED_TO_IT or sentence.tag(k).startswith(("NN", "HYPH", "POS")):
        return True
    if not sentence.tag(k).startswith(("JJ", "VBN", "VBG")):
        return False
    objects, attributes = spot.scene.lexicon.objects, spot.scene.lexicon.attributes
    return objects.category(spot.modifier.text) in EDIBLE and attributes.type(sentence.word(k)) not in SAID_OF_THE_WHOLE


@RULES.rule("a Heineken beer bottle")
def of_a_name(spot: Spot) -> bool:
    """A name stands before it in its noun phrase, and tells more than it says."""
    before = range(spot.thing.base[0], spot.first)
    return not spot.sentence.frozen.isdisjoint(before) or any(spot.sentence.tag(k).startswith("NNP") for k in before)


@RULES.rule("a wine bottle-shaped lamp; a video game of tennis")
def goes_on(spot: Spot) -> bool:
    """The head is a modifier itself, or is told more closely."""
    behind, tag = spot.sentence.word(spot.thing.head + 1), spot.sentence.tag(spot.thing.head + 1)
    return tag.startswith("NN") or behind in BEHIND_A_MODIFIER


@RULES.rule("a wool coat")
def held_by_the_graph(spot: Spot) -> bool:
    """It is a quality that attribute_replace.contrast changes."""
    start, end = spot.sentence.span(spot.first, spot.behind)
    return any(quality.start < end and start < quality.end for quality in spot.sentence.qualities)


@RULES.rule("large palm trees; there is a clothing store across the street")
def only_there(spot: Spot) -> bool:
    """No more is said than that it is there: one of another sort may be there as well."""
    sentence = spot.sentence
    if len(sentence.things) == 1 and len(sentence.tokens) <= FEW_WORDS:
        return True
    return sentence.lower[0] in OPEN_WHAT_IS_THERE and spot.head.split()[-1] not in spot.siblings


@RULES.rule("a tennis match between two women with rackets")
def still_told(spot: Spot) -> bool:
    """Other words of the caption tell it as well."""
    return not spot.modifier.tells.isdisjoint(spot.own)


@RULES.rule("a wine bottle, say the others; a beer bottle")
def called_otherwise(spot: Spot) -> bool:
    """Another caption has the head with another modifier of the line."""
    for sibling in spot.scene.siblings:
        for sentence in sibling.sentences:
            for k, token in enumerate(sentence.tokens):
                if k and token.lemma.lower() == spot.head.split()[-1]:
                    before = {sentence.word(k - 1), f"{sentence.word(k - 2)} {sentence.word(k - 1)}"}
                    if any(one.text in before and one.text not in spot.modifier.cell for one in spot.line):
                        return True
    return False


@OFFERS.rule("a kitchen counter with a blender | bathroom")
def not_with_this(change: Change) -> bool:
    """The caption or another of the image has what the new one does not go with, or what tells it already."""
    spot, new = change.spot, change.new
    return not (new.tells | new.forbids).isdisjoint(spot.own | spot.siblings)
