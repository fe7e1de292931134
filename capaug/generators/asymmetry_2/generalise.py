"""The same said more generally: by hypernyms, without adjectives, without numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from capaug.captions import Scene
from capaug.english.edits import Replacement
from capaug.english.facts import affirmed
from capaug.english.phrases import Phrases
from capaug.generators.asymmetry_2.fewer import single, without_number
from capaug.generators.asymmetry_2.hypernyms import hypernym
from capaug.generators.asymmetry_2.shorter import dropped_adjectives, shorter
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


class Generalise:
    """``Two poodles on a leather couch.`` -> ``Two dogs on a couch.``, ``Poodles on a leather couch.``"""

    kind: ClassVar[Kind] = Kind("asymmetry_2.generalise", true=True, does="things are called by more general words")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Texts with two changes, one of them a noun, first; then a noun, two lighter changes, a lighter one."""
        return affirmed(scene, self.kind.id, shorter(self.kind, scene.sentence, self._changes(scene, rng)))

    def _changes(self, scene: Scene, rng: random.Random) -> Iterator[list[Replacement]]:
        sentence = scene.sentence
        phrases = sentence.once(Phrases, self.lexicon)
        if phrases.guarded_beside_denials:
            return
        nouns: list[list[Replacement]] = []
        lighter: list[list[Replacement]] = []
        for thing in sentence.things:
            if change := hypernym(scene, phrases, thing, rng):
                nouns.append(change)
            if change := without_number(scene, phrases, thing):
                lighter.append(change)
            if adjectives := dropped_adjectives(scene, thing):
                lighter.append([(*sentence.span(*adjectives), "")])
        rng.shuffle(nouns)
        rng.shuffle(lighter)
        pairs = [noun + light for noun in nouns for light in lighter]
        pairs += [one + other for one, other in combinations(nouns, 2)]
        rng.shuffle(pairs)
        yield from pairs[:2]
        yield from nouns
        yield from (one + other for one, other in combinations(lighter, 2))
        yield from pairs[2:]
        yield from lighter
        for thing in () if sentence.denied else sentence.things:
            if change := single(scene, phrases, thing):
                yield change
