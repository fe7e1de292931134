"""A word gives way to another that excludes it beside the same word, where nothing else tells which it is.

What the kinds ``compound``, ``activity`` and ``part`` share: the place, the text, and the rules that ask other words of
the caption and of the image's other captions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from capaug.captions import Scene
from capaug.captions.sentence import Sentence
from capaug.draws import in_turn, started
from capaug.english.edits import realise
from capaug.generators.rules import Rules
from capaug.generators.told import told
from capaug.lexicon.alternatives import Alternative
from capaug.records import Variant

Beside = Callable[[Sentence, str], Iterable[str]]
"""What stands in a sentence beside an anchor: all texts that might be words of a line."""


class Spot:
    """A word of a line where it stands in a scene's sentence: the words ``first`` to ``behind``, beside ``anchor``.

    ``last``: the last word of the two; ``start``: the first of the noun phrase that the word is in.
    """

    def __init__(
        self, scene: Scene, words: range, anchor: str, line: list[Alternative], at: int, start: int, last: int
    ) -> None:
        self.scene, self.sentence, self.anchor = scene, scene.sentence, anchor
        self.first, self.behind, self.start, self.last = words.start, words.stop, start, last
        self.line, self.word = line, line[at]

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the caption without those of the place, names and printed ones as well."""
        inside = range(self.first, self.behind)
        return told(self.scene, self.scene.caption.sentences, self.sentence, inside, printed=True)[0]

    @cached_property
    def siblings(self) -> frozenset[str]:
        """Those of the image's other captions."""
        return told(self.scene, [one for sibling in self.scene.siblings for one in sibling.sentences], printed=True)[0]


class Change:
    """Another word in the place of a spot's."""

    def __init__(self, spot: Spot, new: Alternative) -> None:
        self.spot, self.new = spot, new


def changed(
    spots: Iterable[Spot], kind: str, rules: Rules[Spot], offers: Rules[Change], rng: random.Random
) -> Iterator[Variant]:
    """The texts of spots that no rule refuses, spot by spot in random order."""
    found = started(_of_spot(spot, kind, rules, offers, rng) for spot in spots)
    rng.shuffle(found)
    yield from in_turn(found)


def _of_spot(spot: Spot, kind: str, rules: Rules[Spot], offers: Rules[Change], rng: random.Random) -> Iterator[Variant]:
    if rules.refuse(spot.scene, spot):
        return
    options = [one for one in spot.line if one.offered and one.text not in spot.word.cell]
    rng.shuffle(options)
    start, end = spot.sentence.span(spot.first, spot.behind)
    for new in options:
        if offers.refuse(spot.scene, Change(spot, new)):
            continue
        made = realise(spot.sentence.text, [(start, end, new.text)])
        if made is not None:
            yield Variant(made[0], kind, made[1])


def is_called_otherwise(spot: Spot, beside: Beside) -> bool:
    """Whether another caption has another word of the line beside the anchor."""
    others = {one.text for one in spot.line if one.text not in spot.word.cell}
    return any(
        not others.isdisjoint(beside(sentence, spot.anchor))
        for sibling in spot.scene.siblings
        for sentence in sibling.sentences
    )


# What all these kinds ask, each under its own id.
TOLD = Rules[Spot]("alternatives")
TOLD_OFFERS = Rules[Change]("alternatives")


@TOLD.rule("a Heineken beer bottle")
def of_a_name(spot: Spot) -> bool:
    """A name stands before it in its noun phrase, and tells more than it says."""
    before = range(spot.start, spot.first)
    return not spot.sentence.frozen.isdisjoint(before) or any(spot.sentence.tag(k).startswith("NNP") for k in before)


@TOLD.rule("a wool coat")
def held_by_the_graph(spot: Spot) -> bool:
    """It is a quality that attribute_replace.contrast changes."""
    start, end = spot.sentence.span(spot.first, spot.behind)
    return any(quality.start < end and start < quality.end for quality in spot.sentence.qualities)


@TOLD.rule("a tennis match between two women with rackets")
def still_told(spot: Spot) -> bool:
    """Other words of the caption tell it as well."""
    return not spot.word.tells.isdisjoint(spot.own)


@TOLD_OFFERS.rule("a kitchen counter with a blender | bathroom")
def not_with_this(change: Change) -> bool:
    """The caption or another of the image has what the new one does not go with, or what tells it already."""
    spot, new = change.spot, change.new
    return not (new.tells | new.forbids).isdisjoint(spot.own | spot.siblings)
