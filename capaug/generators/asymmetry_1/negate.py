"""A fact that the caption states is denied: ``A man riding a horse`` -> ``A man not riding a horse``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.english.edits import realise
from capaug.english.exclusions import DENIAL, Denials
from capaug.generators.asymmetry_1.object.generator import can_be_replaced
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST = 4  # candidates
# How often a caption is denied though no positive denies the like, where an object can be replaced as well: more
# captions get a negative, and their words tell. Where none can, always, or many captions would have no negative.
UNMATCHED = 0.04


class Negate:
    """Denies what the sentence states, of the facts that ``asymmetry_3.absence`` draws too."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_1.negate", true=False, stream=DENIAL, does="what the caption states is denied"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four denials, in random order."""
        denials = scene.once(Denials)
        if not denials.allowed:
            return
        found = [false for false, _ in denials.drawn(rng)]
        if not found and rng.random() < (UNMATCHED if scene.once(can_be_replaced) else 1.0):
            found = denials.stated()
        made = filter(None, (realise(scene.sentence.text, edits) for edits in found))
        texts = list(dict(made).items())
        rng.shuffle(texts)
        for text, edits in texts[:MOST]:
            yield Variant(text, self.kind.id, edits)
