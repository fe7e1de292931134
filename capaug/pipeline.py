"""The stages of a recipe in their order: screen, parse, generate, the recipe's filters, choose.

A caption that makes a stage fail costs itself alone: it becomes a reject ``failed`` that names the exception, the kind
and the place, and the others go on as if it had not been there.
"""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from capaug.captions import ParsedCaption, Scene
from capaug.draws import keyed_random
from capaug.encoders import TextEncoder, load_encoder
from capaug.errors import CapaugError
from capaug.filters.base import Candidate, Filter
from capaug.filters.chooser import Chooser
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.parsing.screen import screen
from capaug.recipes import Recipe, scores_of
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Reject, SceneGraph
from capaug.registry import BUILTIN_KINDS, FILTERS, KINDS

SPARE_OF_KIND = 2  # candidates of a kind beyond its limit, for what the filters refuse
FAILED = "failed"
AT_ONCE = 128  # images of a shard whose candidates are in memory together


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
    """One caption on its way: what has been read, its candidates, what was refused, or the reject that it became."""

    group: CaptionGroup
    caption: Caption
    scenes: list[Scene] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    reject: Reject | None = None

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
        UsageError: an unknown parser, encoder, filter or device, or filters that do not go together.
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
        self._lexicon = Lexicon.load()
        self._parser = Parser(recipe.parser, self._lexicon)
        setup = FilterSetup(recipe, device, encoder)
        named = recipe.filters if filters is None else filters
        self._filters: list[Filter] = [FILTERS.get(one)(setup) if isinstance(one, str) else one for one in named]
        self.scores = scores_of(self._filters)
        self._chooser = Chooser(recipe)
        self._generators = [KINDS.get(kind)(self._lexicon) for kind in in_order(recipe.kinds)]
        self._most = {kind: self._pool(kind) for kind in recipe.kinds}

    def run(self, groups: Sequence[CaptionGroup]) -> ChunkResult:
        """Augment groups of captions; every caption ends in a row or in a reject, in input order."""
        refused: Counter[tuple[str, str]] = Counter()
        result = ChunkResult(scores=self.scores)
        for at in range(0, len(groups), AT_ONCE):
            self._add(groups[at : at + AT_ONCE], result, refused)
        result.refused = dict(sorted(refused.items()))
        return result

    def _add(self, groups: Sequence[CaptionGroup], result: ChunkResult, refused: Counter[tuple[str, str]]) -> None:
        """Add to ``result`` and ``refused`` what becomes of ``groups``; their candidates are gone after that."""
        works = self._judged(groups)
        for work in works:
            if work.reject is None:
                refused.update(work.refused)
        outcomes = map(self._outcome, works)
        for group in groups:
            result.rejects.extend(group.rejects)
            for outcome in islice(outcomes, len(group.captions)):
                if isinstance(outcome, Reject):
                    result.rejects.append(outcome)
                else:
                    result.rows.append(outcome)

    def outcomes(self, groups: Sequence[CaptionGroup]) -> list[AugmentedCaption | Reject]:
        """The row or the reject of each caption of ``groups``, in their order."""
        return [self._outcome(work) for work in self._judged(groups)]

    def candidates(self, groups: Sequence[CaptionGroup]) -> list[list[Candidate]]:
        """For each caption that gets a row the candidates that pass the filters, before anything is chosen."""
        return [work.candidates for work in self._judged(groups) if work.reject is None]

    def _judged(self, groups: Sequence[CaptionGroup]) -> list[_Work]:
        """All captions of ``groups``, with the candidates that every filter let through."""
        works = [_Work(group, caption) for group in groups for caption in group.captions]
        self._each(works, self._screen, "screening")
        self._parse(_alive(works))
        self._each(_alive(works), self._generate, "generating")
        for one in self._filters:
            self._filter(one, _alive(works))
        return works

    # -- stages --------------------------------------------------------------------------------------------------------

    @staticmethod
    def _screen(work: _Work) -> None:
        if fault := screen(work.caption.text):
            work.fail(*fault)

    def _parse(self, works: list[_Work]) -> None:
        """Give each caption its scenes: a sentence each, with the other captions of its image that could be read."""
        parsed: list[ParsedCaption | None]
        try:
            parsed = list(self._parser.parse([work.caption for work in works]))
        except Exception as error:
            self._check(error)
            parsed = [None] * len(works)
            for i, work in enumerate(works):
                try:
                    (parsed[i],) = self._parser.parse([work.caption])
                except Exception as alone:
                    self._failed(work, "parsing", alone)
        of_group: dict[int, list[ParsedCaption]] = defaultdict(list)
        for work, one in zip(works, parsed, strict=True):
            if one is not None:
                of_group[id(work.group)].append(one)
        for work, one in zip(works, parsed, strict=True):
            if one is not None:
                siblings = [other for other in of_group[id(work.group)] if other is not one]
                work.scenes = [Scene(one, sentence, siblings, self._lexicon) for sentence in one.sentences]

    def _generate(self, work: _Work) -> None:
        """The candidates of one caption, a few more of each kind than the recipe keeps; no more than those are made."""
        for generator in self._generators:
            kind = generator.kind
            rng = keyed_random(self.recipe.seed, work.caption.id, kind.stream or kind.id)
            made = (Candidate(scene, v, kind) for scene in work.scenes for v in generator.generate(scene, rng))
            try:
                work.candidates += islice(made, self._most[kind.id])
            except Exception as error:
                raise _KindFailed(kind.id) from error
        for scene in work.scenes:
            work.refused.update(scene.refused)

    def _filter(self, one: Filter, works: list[_Work]) -> None:
        """Let a filter judge the candidates; a costly one only those that can still be chosen."""
        if one.costly:
            for work in works:
                work.candidates = self._chooser.shortlist(work.candidates)
        try:
            one.judge([candidate for work in works for candidate in work.candidates])
        except Exception as error:
            self._check(error)
            self._each(works, partial(_judge_alone, one), f"filter {one.name}")
        for work in works:
            work.refused.update((c.kind.id, c.refused) for c in work.candidates if c.refused is not None)
            work.candidates = [c for c in work.candidates if c.refused is None]

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
            positives=tuple(replace(c.variant, scores=c.scores) for c in positives),
            negatives=tuple(replace(c.variant, scores=c.scores) for c in negatives),
        )

    def _pool(self, kind: str) -> int:
        """How many candidates of ``kind`` a caption is given."""
        wish = max((one.pool(kind) for one in self._filters), default=0)
        return wish or self.recipe.kinds[kind].limit + SPARE_OF_KIND

    # -- what fails ----------------------------------------------------------------------------------------------------

    def _each(self, works: list[_Work], step: Callable[[_Work], None], stage: str) -> None:
        """Take a step with each caption by itself; what raises becomes a reject."""
        for work in works:
            try:
                step(work)
            except Exception as error:
                self._failed(work, stage, error)

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


def _alive(works: list[_Work]) -> list[_Work]:
    return [work for work in works if work.reject is None]


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
