"""The caption in other words: a clause for a phrase, a passive, two nouns or two sentences turned, a synonym."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from capaug.captions import Scene
from capaug.english.edits import Replacement
from capaug.english.phrases import Phrases
from capaug.generators.asymmetry_3.rewrites import KIND, overlap
from capaug.generators.asymmetry_3.rewrites.clauses import clauses, relative_clauses
from capaug.generators.asymmetry_3.rewrites.conjuncts import conjuncts
from capaug.generators.asymmetry_3.rewrites.order import exchanged_sentences
from capaug.generators.asymmetry_3.rewrites.passives import passives
from capaug.generators.asymmetry_3.rewrites.synonyms import synonyms
from capaug.generators.asymmetry_3.rewrites.turned import turned
from capaug.generators.realised import distinct
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

FORMS = (clauses, relative_clauses, turned, passives, conjuncts, exchanged_sentences)


class Paraphrase:
    """Says the same otherwise: first by form and word at once, then by one of them."""

    kind: ClassVar[Kind] = Kind(KIND, true=True, does="the same is said in other words")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four paraphrases."""
        phrases = scene.sentence.once(Phrases, self.lexicon)
        yield from distinct(self.kind, scene.sentence, self._options(scene, phrases, rng))

    @staticmethod
    def _options(scene: Scene, phrases: Phrases, rng: random.Random) -> Iterator[list[Replacement]]:
        forms = [change for rewrite in FORMS for change in rewrite(scene, phrases)]
        words = list(synonyms(scene, phrases, rng))
        rng.shuffle(forms)
        rng.shuffle(words)
        yield from (form + word for form, word in zip(forms, words, strict=False) if not overlap(form, word))
        yield from forms[:2]
        yield from (one + other for one, other in pairwise(words))
        yield from words
        yield from forms[2:]
