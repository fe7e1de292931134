"""A caption that ends early, at the end of a phrase: ``A man riding a wave on a surfboard.`` without its surfboard."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.english.phrases import Phrases
from capaug.generators.asymmetry_2.cuts import cuts, tail
from capaug.generators.asymmetry_2.sentences import first_sentences
from capaug.generators.asymmetry_2.shorter import shorter
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


class Truncate:
    """``A man riding a wave on a surfboard.`` -> ``A man riding a wave.``"""

    kind: ClassVar[Kind] = Kind("asymmetry_2.truncate", true=True, does="the end is left out")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Truncations, those that keep about two thirds of the words first; nothing is drawn.

        A caption of several sentences ends behind one of them; its first sentence stands for all.
        """
        sentences = scene.caption.sentences
        if len(sentences) > 1:
            if scene.sentence is sentences[0]:
                yield from shorter(self.kind, scene.sentence, ([cut] for cut in first_sentences(scene)))
            return
        phrases = scene.sentence.once(Phrases, self.lexicon)
        yield from shorter(self.kind, scene.sentence, ([tail(phrases, k)] for k in scene.once(cuts)))
