"""Words shuffled, or one word in five dropped, as the AsCL authors' code does to token features."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Edit, Variant

LEAST_WORDS = 4
DROPPED = 0.2


class Noise:
    """A control to compare other negatives with: a text that is no English."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_1.noise",
        true=False,
        control=True,
        does="words are shuffled or dropped, to compare other negatives with",
    )

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """The words in another order, then the words without some."""
        caption = scene.sentence.text
        words = caption.split()
        if len(words) < LEAST_WORDS or scene.sentence is not scene.caption.sentences[0]:  # once a caption
            return
        shuffled = words[:]
        rng.shuffle(shuffled)
        dropped = [word for word in words if rng.random() > DROPPED]
        for new in (shuffled, dropped):
            if new and new != words:
                text = " ".join(new)
                yield Variant(text, self.kind.id, (Edit(0, len(caption), caption, text),))
