"""The stages of a recipe in their order: screen, parse, generate, the recipe's filters, choose.

Generating is lazy: kinds are asked in the order in which a caption keeps their variants, for as many as would fill its
places; where a filter refuses some, kinds are asked again, and what is made then goes through the filters as well.

A caption that makes a stage fail costs itself alone: it becomes a reject ``failed`` that names the exception, the kind
and the place, and the others go on as if it had not been there.
"""

from __future__ import annotations

import random
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from capaug.captions import ParsedCaption, Scene
from capaug.draws import in_turn, keyed_random
from capaug.encoders import TextEncoder, load_encoder
from capaug.errors import CapaugError
from capaug.filters.base import Candidate, Filter
from capaug.filters.chooser import Chooser
from capaug.garbage import no_collections
from capaug.generators.base import Generator
from capaug.generators.budget import TokenBudget
from capaug.generators.frozen import leaves_frozen
from capaug.lexicon import Lexicon
from capaug.lexicon.together import Together
from capaug.parsing.parser import Parser
from capaug.parsing.screen import screen
from capaug.parsing.sentences import characters_read
from capaug.recipes import Recipe, scores_of
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Reject, SceneGraph, Variant
from capaug.registry import BUILTIN_KINDS, FILTERS, KINDS
from capaug.tokens import load_seen

SPARE_OF_KIND = 2  # candidates of a kind beyond its limit, for what the filters refuse
AT_ONCE = 256  # captions worked on together
FAILED = "failed"


@dataclass(slots=True)
class FilterSetup:
    """What the filters of a pipeline are built from (:class:`capaug.filters.base.Setup`)."""

    recipe: Recipe
    device: str
    given: TextEncoder | None = None

    @property
    def encoder(self) -> TextEncoder:
        """The encoder that was given, else the recipe's."""
        if self.given is None:
            self.given = load_encoder(self.recipe.encoder, self.device)
        return self.given


@dataclass(slots=True, eq=False)
class _Work:
    """One caption on its way: what has been read, its candidates, what was refused, or the reject that it became.

    ``read``: the caption, or as many of its sentences as are read of one beyond the limits.
    ``made``: the kinds that were asked, each with what it has still to give; ``dry``: those that have no more.
    ``candidates``: those that no filter has refused.
    """

    group: CaptionGroup
    caption: Caption
    scenes: list[Scene] = field(default_factory=list)
    made: dict[str, Iterator[Candidate]] = field(default_factory=dict)
    dry: set[str] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    reject: Reject | None = None
    read: Caption = field(init=False)

    def __post_init__(self) -> None:
        self.read = self.caption

    def forget(self) -> None:
        """Let go of what was read, which hangs together in rings that only a search would free."""
        self.made.clear()
        for scene in self.scenes:
            scene.forget()

    def fail(self, reason: str, detail: str) -> None:
        """Make a reject of it."""
        group = self.group
        self.reject = Reject(
            group.image_id, self.caption.id, self.caption.text, group.source, group.split, reason, detail
        )


class _KindFailed(Exception):
    """The generator of a kind raised; the kind's id is the argument, the exception its cause."""


class Pipeline:
    """The stages of ``recipe``; models are loaded once, at construction.

    Args:
        recipe: what to make.
        device: where the encoder runs.
        encoder: instead of the one that the recipe names.
        filters: instead of those that the recipe names: names or filters of one's own, in order.
        strict: an exception of a stage is raised, instead of costing its caption alone.

    Raises:
        UsageError: an unknown parser, encoder, tokenizer, filter or device, or filters that do not go together.
    """

    def __init__(
        self,
        recipe: Recipe,
        device: str = "auto",
        *,
        encoder: TextEncoder | None = None,
        filters: Sequence[Filter | str] | None = None,
        strict: bool = False,
    ) -> None:
        self.recipe = recipe
        self._strict = strict
        self._lexicon = replace(Lexicon.load(), together=Together.load(recipe.exclusions))
        self._parser = Parser(recipe.parser, self._lexicon)
        setup = FilterSetup(recipe, device, encoder)
        named = recipe.filters if filters is None else filters
        self._filters: list[Filter] = [FILTERS.get(one)(setup) if isinstance(one, str) else one for one in named]
        self.scores = scores_of(self._filters)
        self._chooser = Chooser(recipe)
        self._budget = None if recipe.tokens is None else TokenBudget(load_seen(recipe.tokens, recipe.tokenizer))
        self._generators = {kind: KINDS.get(kind)(self._lexicon) for kind in in_order(recipe.kinds)}
        self._place = {kind: place for place, kind in enumerate(self._generators)}
        self._pools = {kind: self._pool(kind) for kind in self._generators}
        self._preferred = (self._in_preference(False), self._in_preference(True))

    def run(self, groups: Sequence[CaptionGroup]) -> ChunkResult:
        """Augment groups of captions; every caption ends in a row or in a reject, in input order."""
        result = ChunkResult(scores=self.scores)
        refused: Counter[tuple[str, str]] = Counter()
        for chunk in _chunks(groups):
            finished = iter(self._finished(chunk))
            for group in chunk:
                result.rejects.extend(group.rejects)
                for outcome, refused_of_one in islice(finished, len(group.captions)):
                    if isinstance(outcome, Reject):
                        result.rejects.append(outcome)
                    else:
                        result.rows.append(outcome)
                        refused.update(refused_of_one)
        result.refused = dict(sorted(refused.items()))
        return result

    def outcomes(self, groups: Sequence[CaptionGroup]) -> list[AugmentedCaption | Reject]:
        """The row or the reject of each caption of ``groups``, in their order."""
        return [outcome for chunk in _chunks(groups) for outcome, _ in self._finished(chunk)]

    def candidates(self, groups: Sequence[CaptionGroup]) -> list[list[Candidate]]:
        """For each caption that gets a row the candidates that pass the filters, before anything is chosen.

        All kinds are asked for all that a caption could keep and a few more, whether or not others fill its places.
        """
        found = []
        for chunk in _chunks(groups):
            with no_collections():
                works = self._judged(chunk, self._ask_all)
            found += [work.candidates for work in works if work.reject is None]
        return found

    def _finished(
        self, groups: Sequence[CaptionGroup]
    ) -> list[tuple[AugmentedCaption | Reject, Counter[tuple[str, str]]]]:
        """What became of each caption of ``groups``, and what was refused for it; all that was read is forgotten."""
        with no_collections():
            works = self._judged(groups, self._ask)
            finished = [(self._outcome(work), work.refused) for work in works]
            while works:  # gone before there are collections again, which would walk all of it
                works.pop().forget()
        return finished

    def _judged(self, groups: Sequence[CaptionGroup], ask: Callable[[_Work], bool]) -> list[_Work]:
        """All captions of ``groups``, with the candidates that every filter let through."""
        works = [_Work(group, caption) for group in groups for caption in group.captions]
        self._each(works, self._screen, "screening")
        self._parse(_alive(works))
        asked = self._each(_alive(works), ask, "generating")
        while asked:
            for one in self._filters:
                self._filter(one, _alive(asked))
            asked = self._each(_alive(asked), ask, "generating")
        return works

    # -- stages --------------------------------------------------------------------------------------------------------

    @staticmethod
    def _screen(work: _Work) -> None:
        text = work.caption.text
        if fault := screen(text):
            work.fail(*fault)
        elif (end := characters_read(text)) < len(text):
            work.read = Caption(work.caption.id, text[:end])

    def _parse(self, works: list[_Work]) -> None:
        """Give each caption its scenes: a sentence each, with the other captions of its image that could be read."""
        parsed: list[ParsedCaption | None]
        try:
            parsed = list(self._parser.parse([work.read for work in works]))
        except Exception as error:
            self._check(error)
            parsed = [None] * len(works)
            for i, work in enumerate(works):
                try:
                    (parsed[i],) = self._parser.parse([work.read])
                except Exception as alone:
                    self._failed(work, "parsing", alone)
        of_group: dict[int, list[ParsedCaption]] = defaultdict(list)
        for work, one in zip(works, parsed, strict=True):
            if one is not None:
                of_group[id(work.group)].append(one)
        for work, one in zip(works, parsed, strict=True):
            if one is not None:
                siblings = [other for other in of_group[id(work.group)] if other is not one]
                lexicon, refused = self._lexicon, work.refused
                work.scenes = [Scene(one, sentence, siblings, lexicon, refused) for sentence in one.sentences]

    def _ask(self, work: _Work) -> bool:
        """Ask for as many candidates as would fill the places that are left; whether there came any."""
        before = len(work.candidates)
        have: dict[str, int] = defaultdict(int)
        for candidate in work.candidates:
            have[candidate.kind.id] += 1
        for true, most in ((False, self.recipe.negatives), (True, self.recipe.positives)):
            filled = 0
            for rank, kind in self._preferred[true]:
                if filled >= most:
                    break
                filled += have[kind] > rank or (kind not in work.dry and self._make(work, kind))
        return self._in_place(work, before)

    def _ask_all(self, work: _Work) -> bool:
        """Ask all kinds for all that a caption could keep of them and a few more; whether there came any."""
        before = len(work.candidates)
        for kind in self._generators:
            while kind not in work.dry:
                self._make(work, kind)
        return self._in_place(work, before)

    def _make(self, work: _Work, kind: str) -> bool:
        """Make the next candidate of a kind, or all of them where a filter chooses; whether one more fills a place."""
        if kind not in work.made:
            work.made[kind] = self._made(work, kind)
        pool = self._pools[kind]
        try:
            fresh = list(work.made[kind] if pool else islice(work.made[kind], 1))
        except Exception as error:
            raise _KindFailed(kind) from error
        if pool or not fresh:
            work.dry.add(kind)
        work.candidates += fresh
        return bool(fresh) and not pool

    def _made(self, work: _Work, kind: str) -> Iterator[Candidate]:
        """The candidates of a kind, a few more than the recipe keeps; each is made when it is asked for."""
        generator = self._generators[kind]
        rng = keyed_random(self.recipe.seed, work.caption.id, generator.kind.stream or kind)
        true, budget, scenes = generator.kind.true, self._budget, work.scenes
        if budget is not None and not true and len(scenes) > 1:
            scenes = [scene for scene in scenes if budget.reaches(scene)]
        if len(scenes) > 1:  # edits are spread over the sentences
            scenes = rng.sample(scenes, len(scenes))
        made = (
            Candidate(scene, variant, generator.kind)
            for scene, variant in in_turn([_generated(generator, scene, rng) for scene in scenes])
            if leaves_frozen(scene, variant) and (budget is None or budget.lets_through(scene, variant, true))
        )
        return islice(made, self._pools[kind] or self.recipe.kinds[kind].limit + SPARE_OF_KIND)

    def _in_place(self, work: _Work, before: int) -> bool:
        """Put what came after the first ``before`` among them, kind by kind; whether there came any."""
        if len(work.candidates) == before:
            return False
        work.candidates.sort(key=lambda candidate: self._place[candidate.kind.id])
        return True

    def _filter(self, one: Filter, works: list[_Work]) -> None:
        """Let a filter judge the candidates; a costly one only those that can still be chosen."""
        if one.costly:
            for work in works:
                work.candidates = self._chooser.shortlist(work.candidates)
        try:
            one.judge([c for work in works for c in work.candidates if not (one.costly and _is_judged(one, c))])
        except Exception as error:
            self._check(error)
            self._each(works, partial(_judge_alone, one), f"filter {one.name}")
        for work in works:
            kept = []
            for candidate in work.candidates:
                if candidate.refused is None:
                    kept.append(candidate)
                else:
                    work.refused[candidate.kind.id, candidate.refused] += 1
            work.candidates = kept

    def _outcome(self, work: _Work) -> AugmentedCaption | Reject:
        if work.reject is not None:
            return work.reject
        positives, negatives = self._chooser.choose(work.candidates)
        return AugmentedCaption(
            image_id=work.group.image_id,
            caption_id=work.caption.id,
            caption=work.caption.text,
            source=work.group.source,
            split=work.group.split,
            scene_graph=work.scenes[0].caption.graph if work.scenes else SceneGraph(),
            positives=tuple(map(_scored, positives)),
            negatives=tuple(map(_scored, negatives)),
            read=len(work.read.text),
        )

    def _pool(self, kind: str) -> int:
        """How many candidates of ``kind`` are made at once to choose among; 0 where the first that pass are kept."""
        if wish := max((one.pool(kind) for one in self._filters), default=0):
            return wish
        any_may_be_kept = (self.recipe.hardest or self.recipe.fill) and not self._generators[kind].kind.true
        return self.recipe.kinds[kind].limit + SPARE_OF_KIND if any_may_be_kept else 0

    def _in_preference(self, true: bool) -> list[tuple[int, str]]:
        """The places of the kinds of one side, (rank, kind), in the order in which the chooser fills them."""
        uses = self.recipe.kinds.items()
        mine = [(kind, use) for kind, use in uses if self._generators[kind].kind.true is true]
        places = [(rank, -use.weight, kind) for kind, use in mine for rank in range(use.limit)]
        return [(rank, kind) for rank, _, kind in sorted(places)]

    # -- what fails ----------------------------------------------------------------------------------------------------

    def _each(self, works: list[_Work], step: Callable[[_Work], bool | None], stage: str) -> list[_Work]:
        """Take a step with each caption by itself; what raises becomes a reject. Those for which it was true."""
        stepped = []
        for work in works:
            try:
                if step(work):
                    stepped.append(work)
            except Exception as error:
                self._failed(work, stage, error)
        return stepped

    def _failed(self, work: _Work, stage: str, error: Exception) -> None:
        self._check(error)
        cause = error.__cause__ if isinstance(error, _KindFailed) else None
        if cause is not None:
            stage = str(error)
        work.fail(FAILED, f"{_named(cause or error)} ({stage}, {_place(cause or error)})")

    def _check(self, error: Exception) -> None:
        """Raise what is not the fault of one caption: a user's mistake, memory, anything at all if strict."""
        if self._strict or isinstance(error, CapaugError | MemoryError):
            raise error


def in_order(kinds: Iterable[str]) -> list[str]:
    """``kinds`` in the order in which they are made: family by family, those that ship before others."""
    shipped = [f"{family}.{kind}" for family in sorted(BUILTIN_KINDS) for kind in BUILTIN_KINDS[family]]
    return [kind for kind in shipped if kind in kinds] + sorted(set(kinds) - set(shipped))


def _chunks(groups: Sequence[CaptionGroup]) -> Iterator[Sequence[CaptionGroup]]:
    """Groups with about :data:`AT_ONCE` captions in all: what they carry with them until they are done is the memory
    that a process takes, and larger chunks are no faster.
    """
    first = captions = 0
    for end, group in enumerate(groups, start=1):
        captions += len(group.captions)
        if captions >= AT_ONCE or end == len(groups):
            yield groups[first:end]
            first, captions = end, 0


def _generated(generator: Generator, scene: Scene, rng: random.Random) -> Iterator[tuple[Scene, Variant]]:
    for variant in generator.generate(scene, rng):
        yield scene, variant


def _alive(works: list[_Work]) -> list[_Work]:
    return [work for work in works if work.reject is None]


def _scored(candidate: Candidate) -> Variant:
    """The variant with what filters measured of it."""
    variant = candidate.variant
    return Variant(variant.text, variant.kind, variant.edits, candidate.scores)


def _is_judged(one: Filter, candidate: Candidate) -> bool:
    """Whether a filter has let a candidate pass before others came to its caption."""
    return bool(one.gives) and all(score in candidate.scores for score in one.gives)


def _judge_alone(one: Filter, work: _Work) -> None:
    """Judge the candidates of one caption, whatever an attempt with others left behind."""
    for candidate in work.candidates:
        candidate.refused = None
    one.judge(work.candidates)


def _named(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": ")


def _place(error: BaseException) -> str:
    """File and line where an exception was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
