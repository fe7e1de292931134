"""Proof by worlds: how many of the texts that generators make of true captions are what they should be.

Every candidate counts, also those that the later filters would drop, but for the ones that only repeat a text of
their image (:class:`capaug.filters.rules.RuleFilter`); controls, which are wrong on purpose, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from capaug.pipeline import Pipeline
from capaug.recipes import KindSettings, Recipe
from capaug.records import Caption, CaptionGroup
from capaug.registry import KINDS
from capaug.worlds.captions import write_captions
from capaug.worlds.evaluate import evaluate
from capaug.worlds.scene import random_scene

EVERY = 10_000  # candidates of a kind: all that there are
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
    kinds = {kind: KindSettings(limit=EVERY) for kind in KINDS.names() if not KINDS.get(kind).kind.control}
    recipe = Recipe("worlds", kinds, seed=seed, parser=parser, filters=("rules",))
    pipeline = Pipeline(recipe, "cpu", strict=True)
    left = iter(images)
    while batch := tuple(islice(left, IMAGES_A_BATCH)):
        groups = [_group(image) for image in batch]
        candidates = iter(pipeline.candidates(groups))
        for image, group in zip(batch, groups, strict=True):
            world = random_scene(image)
            for caption, of_caption in zip(group.captions, candidates, strict=False):
                for candidate in of_caption:
                    text, kind = candidate.variant.text, candidate.kind
                    yield Judged(image, caption.text, text, kind.id, kind.true, evaluate(world, text))


def _group(image: int) -> CaptionGroup:
    texts = write_captions(random_scene(image), image)
    return CaptionGroup(
        str(image), tuple(Caption(f"{image}.{k}", text) for k, text in enumerate(texts)), "worlds", "all"
    )
