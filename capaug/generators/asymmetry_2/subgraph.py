"""A connected part of a caption: phrases in its middle, its end and its adjectives are left out, or whole sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from capaug.captions import Scene
from capaug.captions.sentence import Range
from capaug.draws import in_turn
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.phrases import Phrases
from capaug.english.pronouns import antecedent_lost
from capaug.generators.asymmetry_2.cuts import cuts, tail
from capaug.generators.asymmetry_2.gaps import gaps
from capaug.generators.asymmetry_2.sentences import all_others, without_one
from capaug.generators.asymmetry_2.shorter import dropped_adjectives, shorter
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


class Subgraph:
    """``A man in a red shirt riding a horse on the beach.`` -> ``A man riding a horse.``"""

    kind: ClassVar[Kind] = Kind("asymmetry_2.subgraph", true=True, does="a part of the scene graph is left out")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Parts without a phrase of the middle first, then those without adjectives and end.

        Of a caption of several sentences also one of them alone, whole or a part, and all but one.
        """
        if len(scene.caption.sentences) == 1:
            yield from shorter(self.kind, scene.sentence, self._parts(scene, rng))
            return
        ways = [self._parts(scene, rng)]
        if (others := all_others(scene)) is not None:
            ways.append(chain([others], (others + part for part in self._parts(scene, rng, alone=True))))
        if scene.sentence is scene.caption.sentences[0]:
            ways.append(without_one(scene))
        rng.shuffle(ways)
        yield from shorter(self.kind, scene.sentence, in_turn(ways))

    def _parts(self, scene: Scene, rng: random.Random, alone: bool = False) -> Iterator[list[Replacement]]:
        """Parts of the scene's sentence; ``alone``: of the sentence without the rest of its caption."""
        phrases = scene.sentence.once(Phrases, self.lexicon)
        if phrases.guarded:
            return
        adjectives = [words for thing in scene.sentence.things if (words := dropped_adjectives(scene, thing))]
        ends = [k for k in scene.once(cuts) if not self._is_missed(scene, phrases, (k, phrases.end), alone)]
        middles = [gap for gap in gaps(scene) if not self._is_missed(scene, phrases, gap, alone)]
        rng.shuffle(middles)
        rest = _Rest(phrases, adjectives)
        for gap in middles:
            yield rest.without(gap, drop=bool(adjectives))
            cut = next((k for k in ends if k > gap[1] + 1), None)
            if cut is not None:
                yield rest.without(gap, cut, drop=True)
        for cut in ends:
            if any(words[1] < cut for words in adjectives):
                yield rest.without(cut=cut, drop=True)
        for gap in middles:
            yield rest.without(gap)
        if alone:
            for cut in ends:
                yield rest.without(cut=cut)
        if len(adjectives) > 1:
            yield rest.without(drop=True)

    @staticmethod
    def _is_missed(scene: Scene, phrases: Phrases, gone: Range, alone: bool) -> bool:
        """Whether what stays speaks of what stands in the words ``gone``, here or, unless it is ``alone``, elsewhere.

        Of what another sentence names as well they may tell which one is meant (``The man [in a hat] is waving. Another
        man is reading.``).
        """
        first, end = gone
        if antecedent_lost(phrases, [gone]):
            return True
        if alone:
            return False
        elsewhere = scene.once(Elsewhere)
        before = [thing for thing in scene.sentence.things if thing.head == first - 1]
        if any(map(elsewhere.names, before)):
            return True
        return elsewhere.misses(thing for thing in scene.sentence.things if first <= thing.head < end)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of a caption, with ``adjectives`` that may go."""

    phrases: Phrases
    adjectives: list[Range]

    def without(self, gap: Range | None = None, cut: int | None = None, drop: bool = False) -> list[Replacement]:
        """Replacements that leave out a range of words, everything from a word on, and all adjectives that stay."""
        sentence = self.phrases.sentence
        first, end = gap or (0, 0)
        last = cut or self.phrases.end
        dropped = [words for words in self.adjectives if drop and words[1] < last and not first <= words[0] < end]
        made = [(*sentence.span(*words), "") for words in dropped]
        made += [(*sentence.span(*gap), "")] if gap else []
        return made + ([tail(self.phrases, cut)] if cut else [])
