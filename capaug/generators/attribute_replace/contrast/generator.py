"""The kind ``attribute_replace.contrast``: values drawn for each quality, then other numbers of things."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import ClassVar

from capaug.captions import Quality, QualityPosition, Scene, Sentence
from capaug.draws import in_turn, started, weighted_order
from capaug.english import dictionary
from capaug.english.amounts import QUANTITY_TYPES, is_count, replace_quantity
from capaug.english.edits import Replacement, realise
from capaug.english.facts import affirmed
from capaug.english.inflection import in_progress, inflect
from capaug.english.qualities import partner_color, single_qualities
from capaug.generators.attribute_replace import LOOSE_TYPES
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.attribute_replace.contrast.order import QUANTITY_RULES, VALUE_RULES
from capaug.generators.attribute_replace.contrast.worn import other_colors
from capaug.generators.attribute_replace.numbers import Numbers
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST_VALUES = 4  # candidates of one quality; later filters and the recipe's limit choose among them
# The words in which captions say a value.
WORDINGS = {
    "snowy": ("snowy", "snow covered"),
    "grassy": ("grassy", "grassy", "grass covered"),
    "lying": ("lying", "laying", "laying down"),
    "wooden": ("wooden", "wooden", "wood"),
    "gray": ("gray", "grey"),
}


class Contrast:
    """One attribute gives way to a value that excludes it, or one thing becomes several."""

    kind: ClassVar[Kind] = Kind(KIND, true=False, does="an attribute or a number gives way to one that excludes it")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._numbers = Numbers(lexicon)

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Values of attributes first, attribute by attribute in random order, then numbers of things."""
        return affirmed(scene, self.kind.id, chain(self._values(scene, rng), self._recounted(scene, rng)))

    def _recounted(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        yield from self._made(scene, chain(self._numbers.more(scene, rng), self._numbers.one(scene, rng)))

    def _made(self, scene: Scene, changes: Iterable[list[Replacement]]) -> Iterator[Variant]:
        for edits in changes:
            if made := realise(scene.sentence.text, edits):
                yield Variant(made[0], self.kind.id, made[1])

    def _values(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(
            chain(
                (islice(self._values_of(scene, quality, rng), MOST_VALUES) for quality in scene.sentence.qualities),
                [self._made(scene, other_colors(scene, self.lexicon, rng))],
            )
        )
        rng.shuffle(found)
        yield from in_turn(found)

    def _values_of(self, scene: Scene, quality: Quality, rng: random.Random) -> Iterator[Variant]:
        """The values drawn for ``quality`` that pass, each made when it is asked for."""
        if quality.type in LOOSE_TYPES:
            return
        sentence = scene.sentence
        partner = partner_color(sentence, quality, self.lexicon)
        if partner is None and quality not in sentence.once(single_qualities, self.lexicon):
            return
        options = self.lexicon.attributes.contrasts(quality.name, quality.thing.name)
        if not options:
            return
        change = Change(scene, quality, partner)
        rules = QUANTITY_RULES if quality.type in QUANTITY_TYPES else VALUE_RULES
        for value in weighted_order(options, rng):
            change.value = value
            if rules.refuse(scene, change):
                continue
            edits = self._replace(sentence, quality, rng.choice(WORDINGS.get(value, (value,))))
            if edits and (made := realise(sentence.text, edits)):
                yield Variant(made[0], self.kind.id, made[1])

    def _replace(self, sentence: Sentence, quality: Quality, value: str) -> list[Replacement] | None:
        if quality.type == "collective" or (quality.type == "number" and not is_count(value, self.lexicon)):
            return replace_quantity(sentence, quality, value)
        if quality.position is QualityPosition.VERB:
            first = quality.words[0]
            value = inflect(value, "VBG" if sentence.word(first) == "seated" else sentence.tag(first))
        elif quality.type == "action" and not dictionary.lemmas(value, "adj"):
            value = in_progress(value)  # "asleep" -> "standing", "awake"
        return [(quality.start, quality.end, value)]
