"""The middle of the pipeline: groups of captions in, rows and rejects out (parse, generate, filter, choose)."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from capaug.encoders import device_of_worker, load_encoder
from capaug.filters.balance import BalanceFilter
from capaug.filters.base import Candidate
from capaug.filters.embedding import EmbeddingFilter
from capaug.filters.rules import RuleFilter
from capaug.generators import asymmetry_2, attribute_replace  # noqa: F401
from capaug.generators.old import Generator, Scene, make_generator
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.parsing.screen import screen
from capaug.recipes import Recipe, load_recipe
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Reject

# Spare candidates: of each kind for what the rules refuse, and of all kinds for what the encoder refuses.
SPARE_OF_KIND, SPARE = 2, 1
# Of a kind that is balanced: the more there are to choose among, the more captions keep one.
MOST_BALANCED = 12


class Augmenter:
    """Makes positives and negatives as a recipe says; models are loaded once, at construction.

    Args:
        recipe: a :class:`Recipe`, the name of one that ships (``default``) or the path of a YAML file.
        device: where the encoder runs: ``auto``, ``cpu``, ``cuda``, ``mps``.

    Raises:
        UsageError: an unknown recipe, parser, encoder or device.
        InputError: a recipe file that cannot be read.

    Example:
        >>> row = Augmenter().augment_captions(["A man riding a brown horse on a beach."])[0]
        >>> [negative.text for negative in row.negatives]  # doctest: +SKIP
    """

    def __init__(self, recipe: Recipe | str = "default", device: str = "auto") -> None:
        self.recipe = load_recipe(recipe) if isinstance(recipe, str) else recipe
        self._lexicon = Lexicon.load()
        self._parser = Parser(self.recipe.parser, self._lexicon)
        self._generators: list[Generator] = [make_generator(name, self._lexicon) for name in self.recipe.generators()]
        bands = {kind: settings.band for kind, settings in self.recipe.kinds.items() if settings.band is not None}
        self._rules = RuleFilter()
        self._balance = BalanceFilter(self.recipe.seed) if self.recipe.balance else None
        self._embedding = EmbeddingFilter(load_encoder(self.recipe.encoder, device), bands)

    def augment_captions(self, texts: Sequence[str]) -> list[AugmentedCaption]:
        """Augment lone captions; a caption that gets no row (empty, not English) is left out.

        For captions of one image that should know of each other, and for the reasons of what is left out, use
        :meth:`augment`.
        """
        groups = [CaptionGroup(str(i), (Caption(str(i), text),), "captions", "all") for i, text in enumerate(texts)]
        return self.augment(groups).rows

    def augment(self, groups: Sequence[CaptionGroup]) -> ChunkResult:
        """Augment groups of captions; every caption ends in a row or in a reject, in input order."""
        result = ChunkResult()
        scenes = self._scenes(groups, result)
        candidates = [list(self._candidates(scene)) for _, scene in scenes]
        self._rules.judge([c for per_caption in candidates for c in per_caption])
        if self._balance is not None:
            self._balance.judge([c for per_caption in candidates for c in per_caption if c.refused is None])
        # encoding costs the most: only what can still be chosen is encoded
        self._embedding.judge([c for per_caption in candidates for c in self._shortlist(per_caption)])
        refused: Counter[tuple[str, str]] = Counter()
        for (group, scene), per_caption in zip(scenes, candidates, strict=True):
            refused.update((c.variant.kind, c.refused) for c in per_caption if c.refused is not None)
            result.rows.append(self._row(group, scene, per_caption))
        result.refused = dict(sorted(refused.items()))
        return result

    def candidates(self, groups: Sequence[CaptionGroup]) -> list[list[Candidate]]:
        """For each caption that can be parsed the candidates that pass the rules, before anything is chosen."""
        candidates = [list(self._candidates(scene)) for _, scene in self._scenes(groups, ChunkResult())]
        self._rules.judge([c for per_caption in candidates for c in per_caption])
        return [[c for c in per_caption if c.refused is None] for per_caption in candidates]

    def _scenes(self, groups: Sequence[CaptionGroup], result: ChunkResult) -> list[tuple[CaptionGroup, Scene]]:
        """The captions that can be parsed, each with its siblings; the others are entered as rejects."""
        kept = [self._screened(group, result) for group in groups]
        parsed = iter(self._parser.parse([caption for captions in kept for caption in captions]))
        scenes: list[tuple[CaptionGroup, Scene]] = []
        for group, captions in zip(groups, kept, strict=True):
            of_image = [next(parsed) for _ in captions]
            for i, one in enumerate(of_image):
                scenes.append((group, Scene(one, of_image[:i] + of_image[i + 1 :])))
        return scenes

    def _screened(self, group: CaptionGroup, result: ChunkResult) -> list[Caption]:
        """The captions of a group that can be parsed; the others are entered as rejects."""
        result.rejects.extend(group.rejects)
        kept = []
        for caption in group.captions:
            fault = screen(caption.text)
            if fault is None:
                kept.append(caption)
            else:
                result.rejects.append(
                    Reject(group.image_id, caption.id, caption.text, group.source, group.split, *fault)
                )
        return kept

    def _candidates(self, scene: Scene) -> Iterator[Candidate]:
        """The candidates of one caption, a few more of each kind than the recipe keeps."""
        taken: Counter[str] = Counter()
        for generator in self._generators:
            wanted = {kind for kind in generator.kinds if kind in self.recipe.kinds}
            rng = keyed_random(self.recipe.seed, scene.caption.caption.id, generator.name)
            for variant in generator.generate(scene, rng):
                kind = variant.kind
                if kind in wanted and taken[kind] < self._most(kind):
                    taken[kind] += 1
                    yield Candidate(scene, variant, generator.positive)

    def _most(self, kind: str) -> int:
        """How many candidates of ``kind`` a caption is given."""
        if self._balance is not None and kind in self._balance.kinds:
            return MOST_BALANCED
        return self.recipe.kinds[kind].limit + SPARE_OF_KIND

    def _row(self, group: CaptionGroup, scene: Scene, candidates: list[Candidate]) -> AugmentedCaption:
        caption = scene.caption.caption
        judged = [c for c in candidates if c.variant.similarity is not None]
        return AugmentedCaption(
            image_id=group.image_id,
            caption_id=caption.id,
            caption=caption.text,
            source=group.source,
            split=group.split,
            scene_graph=scene.caption.graph,
            positives=tuple(c.variant for c in self._chosen(judged, True, self.recipe.positives)),
            negatives=tuple(c.variant for c in self._negatives(judged)),
        )

    def _negatives(self, judged: list[Candidate]) -> list[Candidate]:
        """The negatives of a row: by kinds and weights, or the hardest ones where the recipe asks for those."""
        if not self.recipe.hardest:
            return self._chosen(judged, False, self.recipe.negatives)
        by_kind = hardest(
            [c for c in judged if not c.positive and c.refused is None],
            {kind: settings.limit for kind, settings in self.recipe.kinds.items()},
        )
        return by_kind[: self.recipe.hardest]

    def _shortlist(self, candidates: list[Candidate]) -> list[Candidate]:
        """What the encoder is asked about: what would be chosen now, and a spare; any negative may be the hardest."""
        chosen = self._chosen(candidates, True, self.recipe.positives + SPARE)
        if self.recipe.hardest:
            return chosen + [c for c in candidates if not c.positive and c.refused is None]
        return chosen + self._chosen(candidates, False, self.recipe.negatives + SPARE)

    def _chosen(self, candidates: list[Candidate], positive: bool, most: int) -> list[Candidate]:
        """At most ``most`` that passed: the first of each kind before the second of any, heavy kinds first."""
        ranks: dict[str, int] = defaultdict(int)
        ranked = []
        for candidate in sorted(candidates, key=lambda c: c.order):
            kind = candidate.variant.kind
            if candidate.refused is None and candidate.positive is positive:
                settings = self.recipe.kinds[kind]
                if ranks[kind] < settings.limit:
                    ranked.append((ranks[kind], -settings.weight, kind, candidate))
                ranks[kind] += 1
        ranked.sort(key=lambda item: item[:3])
        return [candidate for *_, candidate in ranked[:most]]


def hardest(candidates: Sequence[Candidate], limits: Mapping[str, int]) -> list[Candidate]:
    """Scored candidates, the nearest to their caption first, of each kind at most its limit."""
    taken: Counter[str] = Counter()
    found = []
    for candidate in sorted(candidates, key=lambda c: -(c.variant.similarity or 0.0)):
        kind = candidate.variant.kind
        taken[kind] += 1
        if taken[kind] <= limits[kind]:
            found.append(candidate)
    return found


def keyed_random(seed: int, caption_id: str, generator: str) -> random.Random:
    """A random generator that depends on (seed, caption id, generator name) alone."""
    key = blake2b(f"{seed}\0{caption_id}\0{generator}".encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(key, "big"))


@dataclass(frozen=True, slots=True)
class AugmentWork:
    """What an engine's worker does: an :class:`Augmenter` of this recipe on this device."""

    recipe: Recipe
    device: str = "auto"

    def start(self, worker: int = 0) -> Callable[[Sequence[CaptionGroup]], ChunkResult]:
        """Load the models; called once in each worker. Workers share out the CUDA devices."""
        embedded = self.recipe.encoder == "embedded"
        return Augmenter(self.recipe, self.device if embedded else device_of_worker(self.device, worker)).augment
