"""What the caption's facts exclude is denied: ``A man riding a horse`` -> ``A man not riding a motorcycle``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.english.exclusions import DENIAL, Denials
from capaug.english.phrases import Phrases
from capaug.generators.realised import distinct
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


class Absence:
    """Denies what is not so, of the facts and in the words in which ``asymmetry_1.negate`` denies what is: one draw."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_3.absence", true=True, stream=DENIAL, does="what the caption excludes is denied"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four denials, in random order; none where what the sentence names may not be there."""
        if scene.sentence.once(Phrases, self._lexicon).denied:
            return
        found = [true for _, true in scene.once(Denials).drawn(rng)]
        rng.shuffle(found)
        yield from distinct(self.kind, scene.sentence, found)
