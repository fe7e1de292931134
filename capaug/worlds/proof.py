"""Proof by worlds: how many of the texts that generators make of true captions are what they should be.

Every candidate counts, also those that the later filters would drop, but for the ones that only repeat a text of
their image (:class:`capaug.filters.rules.RuleFilter`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from capaug.augmenter import keyed_random
from capaug.filters.base import Candidate
from capaug.filters.rules import RuleFilter
from capaug.generators import GENERATORS, Generator, make_generator
from capaug.generators import Scene as ParsedScene
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption
from capaug.worlds.captions import write_captions
from capaug.worlds.evaluate import evaluate
from capaug.worlds.scene import random_scene

NOISE = "asymmetry_1.noise"  # ungrammatical on purpose, so neither true nor false
IMAGES_A_BATCH = 50
LEAST_RIGHT = 0.995  # of the negatives, and of the positives
MOST_NOT_UNDERSTOOD = 0.01


@dataclass(frozen=True, slots=True)
class Judged:
    """A text made of ``caption`` in the scene ``image``; ``truth`` is None where it was not understood."""

    image: int
    caption: str
    text: str
    kind: str
    positive: bool
    truth: bool | None

    @property
    def right(self) -> bool:
        """Whether a positive is true, or a negative false."""
        return self.truth is self.positive


@dataclass(slots=True)
class Tally:
    """How the texts of one kind, or of all of one sign, came out; ``failures`` are the wrong ones."""

    made: int = 0
    right: int = 0
    not_understood: int = 0
    failures: list[Judged] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """Count one text."""
        self.made += 1
        self.right += judged.right
        self.not_understood += judged.truth is None
        if not judged.right:
            self.failures.append(judged)

    @property
    def share(self) -> float:
        """Share of the understood texts that are right; 1 for none."""
        understood = self.made - self.not_understood
        return self.right / understood if understood else 1.0

    @property
    def share_not_understood(self) -> float:
        """Share of the texts that are no sentence of the language; 0 for none."""
        return self.not_understood / self.made if self.made else 0.0


def tally(texts: Iterable[Judged]) -> dict[str, Tally]:
    """Tallies by kind, and of all ``negatives`` and all ``positives``."""
    tallies: dict[str, Tally] = {}
    for judged in texts:
        for name in (judged.kind, "positives" if judged.positive else "negatives"):
            tallies.setdefault(name, Tally()).add(judged)
    return tallies


def judge_generators(images: Iterable[int], parser: str = "embedded", seed: int = 0) -> Iterator[Judged]:
    """Run every generator over the captions of the scenes ``images``, and judge what they make.

    Raises:
        UsageError: an unknown parser.
    """
    lexicon = Lexicon.load()
    reader, rules = Parser(parser, lexicon), RuleFilter()
    generators = [make_generator(name, lexicon) for name in sorted(GENERATORS)]
    left = iter(images)
    while batch := tuple(islice(left, IMAGES_A_BATCH)):
        texts = [write_captions(random_scene(image), image) for image in batch]
        captions = [
            Caption(f"{image}.{k}", t) for image, group in zip(batch, texts, strict=True) for k, t in enumerate(group)
        ]
        parsed = iter(reader.parse(captions))
        for image, group in zip(batch, texts, strict=True):
            world = random_scene(image)
            of_image = [next(parsed) for _ in group]
            for k, one in enumerate(of_image):
                scene = ParsedScene(one, of_image[:k] + of_image[k + 1 :])
                candidates = [c for g in generators for c in _candidates(g, scene, seed)]
                rules.judge(candidates)
                for candidate in candidates:
                    if candidate.refused is None:
                        variant = candidate.variant
                        truth = evaluate(world, variant.text)
                        yield Judged(image, one.text, variant.text, variant.kind, candidate.positive, truth)


def _candidates(generator: Generator, scene: ParsedScene, seed: int) -> Iterator[Candidate]:
    rng = keyed_random(seed, scene.caption.caption.id, generator.name)
    for variant in generator.generate(scene, rng):
        if variant.kind != NOISE:
            yield Candidate(scene, variant, generator.positive)
