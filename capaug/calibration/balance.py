"""Tables of the balance filter, fitted to captions: ``capaug calibrate --balance``.

All candidates of the captions that pass the rules are generated; the weights of each kind are then fitted to what the
filter lets through with them, round by round, until every feature is as frequent in the captions as in the negatives
chosen.

Weights that begin at COCO's tables and are drawn towards them lost to weights that begin at 0: on the half of the
captions that they were not fitted to, region phrases, aerial photographs and long captions alike, the judge was as good
and the captions with a negative were fewer by 0 to 2% (docs/history.md).
"""

from __future__ import annotations

import logging
import math
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capaug.errors import OutputError
from capaug.filters.balance import (
    BITS,
    MOST,
    NUMBERS,
    BalanceFilter,
    Floats,
    Integers,
    Table,
    accepted,
    differences,
    gumbel,
    ranks,
)
from capaug.fluency.ngram import FluencyModel
from capaug.formats.pairs import SAME_FORM
from capaug.kinds import negative_kinds
from capaug.pipeline import SPARE_OF_KIND, Pipeline
from capaug.recipes import KindSettings, Recipe
from capaug.records import CaptionGroup
from capaug.registry import KINDS, load_plugin

# Thresholds of the perturbed margin, for the first candidate of a caption, the first of a kind, and any other: a higher
# one keeps more captions and leaves more to the judge. docs/history.md has others.
LEAD, FIRST, FURTHER = math.inf, 14.0, 0.0
# Where the second is not FIRST. Arrangements and lacks flow one way (captions say "side by side" and "with", hardly
# ever "one behind the other" or "without"): for them it holds for the first of a caption too.
FIRST_OF = {
    "attribute_replace.contrast": 12.0,
    "asymmetry_1.object": math.inf,
    "relation_swap.arrangement": 4.0,
    "asymmetry_1.lack": 4.0,
}
ONE_WAY = frozenset({"relation_swap.arrangement", "asymmetry_1.lack"})  # with a table of their own, few as they are
# A long caption has many places. With 8 the recipe long keeps 3.8 negatives of one, and a judge is right in 0.591; with
# 4 in 0.566, with 0 in 0.548.
FURTHER_OF_LONG, LONG = 8.0, 40  # words of the captions on average, from which on they are long
# Weight of the squares: the root of the number of examples over OF_RIDGE, up to RIDGE. Below it weights learn single
# captions by heart, above it little is learnt of a few hundred (docs/history.md).
OF_RIDGE, RIDGE = 400, 20.0
FEWEST = 2000  # candidates of a kind that are worth a table of its own
ROUNDS, DRAWS = 15, 6
EARLY = 6  # rounds of whole steps; the later ones are halved, as the choice is a random one
CONJUGATE_STEPS = 30
FLUENCY = 1 << BITS  # the column of the language model, behind those of the table
AT_ONCE = 100  # images that a worker is given

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate and its caption."""

    image: str
    caption_id: str
    caption: str
    text: str
    kind: str


def balanced_kinds(recipe: Recipe) -> tuple[str, ...]:
    """The kinds of a recipe that can have tables: negatives, but for those that are wrong on purpose and those that
    always lengthen a text, which are balanced by construction (:data:`capaug.formats.pairs.SAME_FORM`).
    """
    false = [kind for kind in negative_kinds() if not KINDS.get(kind).kind.control and kind not in SAME_FORM]
    return tuple(kind for kind in recipe.kinds if kind in false)


def candidates_of(
    groups: Sequence[CaptionGroup],
    recipe: Recipe,
    kinds: Sequence[str],
    *,
    workers: int = 1,
    plugins: Sequence[Path] = (),
) -> list[Example]:
    """All candidates of ``kinds`` that a caption could keep and no filter before ``balance`` refuses, and of the
    positives that kinds of :data:`~capaug.formats.pairs.SAME_FORM` among them are measured against.

    Args:
        groups: captions by image.
        recipe: whose parser reads them, and whose token budget binds.
        kinds: what is to be balanced.
        workers: processes.
        plugins: Python files that register what the recipe names.
    """
    wanted = [*kinds, *(SAME_FORM[kind] for kind in kinds if kind in SAME_FORM)]
    limits = {kind: KindSettings(limit=MOST - SPARE_OF_KIND) for kind in wanted}
    before = takewhile(lambda name: name not in (BalanceFilter.name, "embedding"), recipe.filters)
    given = replace(recipe, kinds=limits, filters=tuple(before), hardest=0, balance="strict", fill=False)
    parts = [groups[at : at + AT_ONCE] for at in range(0, len(groups), AT_ONCE)]
    if workers == 1 or len(parts) == 1:
        _start(given, ())
        return _told(map(_candidates, parts), len(groups))
    spawned = multiprocessing.get_context("spawn")  # this process may have threads, which no fork survives
    with ProcessPoolExecutor(workers, spawned, _start, (given, tuple(plugins))) as pool:
        return _told(pool.map(_candidates, parts), len(groups))


def _told(parts: Iterable[list[Example]], images: int) -> list[Example]:
    """The examples of all parts, each part told of as it comes."""
    found: list[Example] = []
    log.info("making the candidates of %d images", images)
    for number, part in enumerate(parts, start=1):
        found += part
        log.info("made the candidates of %d of %d images", min(number * AT_ONCE, images), images)
    return found


_pipeline: list[Pipeline] = []  # of this process


def _start(recipe: Recipe, plugins: Sequence[Path]) -> None:
    for plugin in plugins:
        load_plugin(plugin)
    _pipeline[:] = [Pipeline(recipe, "cpu")]


def _candidates(groups: Sequence[CaptionGroup]) -> list[Example]:
    image_of = {caption.id: group.image_id for group in groups for caption in group.captions}
    found = []
    for of_caption in _pipeline[0].candidates(groups):
        for candidate in of_caption:
            caption, variant = candidate.scene.caption.caption, candidate.variant
            found.append(Example(image_of[caption.id], caption.id, caption.text, variant.text, variant.kind))
    return found


class Differences:
    """The features of examples as a sparse matrix: what the caption has less what the candidate has."""

    def __init__(self, examples: Sequence[Example]) -> None:
        captions, texts = [e.caption for e in examples], [e.text for e in examples]
        rows, places, values = differences(captions, texts)
        fluency = -FluencyModel().difference(captions, texts)
        self.size = len(examples)
        self._rows = np.concatenate([rows, np.arange(self.size)])
        self._places = np.concatenate([places, np.full(self.size, FLUENCY)])
        self._values = np.concatenate([values, fluency])

    def times(self, weights: Floats) -> Floats:
        """The matrix times ``weights``: a number an example."""
        return np.bincount(self._rows, self._values * weights[self._places], minlength=self.size).astype(float)

    def transposed(self, numbers: Floats) -> Floats:
        """``numbers``, one an example, times the matrix."""
        return np.bincount(self._places, self._values * numbers[self._rows], minlength=FLUENCY + 1).astype(float)


Thresholds = tuple[float, float, float]
"""Those of :class:`~capaug.filters.balance.Table`: ``lead``, ``first``, ``further``."""


class _Part:
    """The weights of one table while all are fitted: ``at`` are the places of its candidates among all."""

    def __init__(self, examples: Sequence[Example], at: Integers, controls: Sequence[Example]) -> None:
        self.at = at
        self._of = Differences([examples[k] for k in at])
        self._ridge = ridge_of(len(at))
        self._weights, self._target = np.zeros(FLUENCY + 1), np.zeros(FLUENCY + 1)
        if controls:
            self._target = Differences(controls).transposed(np.full(len(controls), 1 / len(controls)))

    def margins(self) -> Floats:
        return self._of.times(self._weights) - float(self._weights @ self._target)

    def step(self, chance: Floats, length: float) -> None:
        """A Newton step of ``length`` towards the balance of what is chosen with this chance, a number an example."""
        of, ridge = self._of, self._ridge
        gradient = of.transposed(chance) - chance.sum() * self._target - ridge * self._weights
        curvature = np.maximum(chance * (1 - chance), 0.05)
        self._weights += length * _solve(lambda v: ridge * v + of.transposed(curvature * of.times(v)), gradient)

    def table(self, thresholds: Thresholds) -> Table:
        weights = self._weights
        offset = -float(weights @ self._target)
        return Table(weights[:FLUENCY].astype(np.float16), float(weights[FLUENCY]), offset, *thresholds)


def fit(
    examples: Sequence[Example],
    limits: Mapping[str, int],
    thresholds: Mapping[str, Thresholds],
    table_of: Mapping[str, str],
    controls: Mapping[str, Sequence[Example]] | None = None,
) -> dict[str, Table]:
    """The tables under which what passes of ``examples`` is like the captions.

    In each round the chance of every example to be chosen is measured by draws, and the weights of all tables take a
    Newton step towards the features' balance: which kind has the first candidate of a caption hangs on all of them.

    Args:
        examples: the candidates.
        limits: how many of a kind a caption keeps.
        thresholds: of each kind.
        table_of: the name of the table of each kind; kinds may share one.
        controls: by table, what its candidates are to be like instead, in what they change of their captions.
    """
    names = sorted({table_of[example.kind] for example in examples})
    places: dict[str, list[int]] = {name: [] for name in names}
    for k, example in enumerate(examples):
        places[table_of[example.kind]].append(k)
    parts = {name: _Part(examples, np.array(places[name]), (controls or {}).get(name, ())) for name in names}
    choose = chooser(examples, limits, thresholds)
    rng = np.random.default_rng(0)
    margins = np.zeros(len(examples))
    for round_ in range(ROUNDS):
        for part in parts.values():
            margins[part.at] = part.margins()
        chance = np.mean([choose(margins, rng) for _ in range(DRAWS)], axis=0)
        for part in parts.values():
            part.step(chance[part.at], 1.0 if round_ < EARLY else 0.5)
        log.info("fitted the tables %d of %d times", round_ + 1, ROUNDS)
    mine = {(name, thresholds[kind]) for kind, name in table_of.items() if name in parts}
    tables = {(name, numbers): parts[name].table(numbers) for name, numbers in mine}
    return {kind: tables[name, thresholds[kind]] for kind, name in table_of.items() if name in parts}


def chooser(
    examples: Sequence[Example], limits: Mapping[str, int], thresholds: Mapping[str, Thresholds]
) -> Callable[[Floats, np.random.Generator], NDArray[np.bool_]]:
    """A function of margins that draws what the filter and the recipe's limits let through."""
    captions: dict[str, int] = {}
    of_caption = np.array([captions.setdefault(e.caption_id, len(captions)) for e in examples], dtype=np.int64)
    kinds = {kind: k for k, kind in enumerate(sorted({e.kind for e in examples}))}
    of_kind = np.array([kinds[e.kind] for e in examples], dtype=np.int64)
    of_group = of_caption * max(len(kinds), 1) + of_kind
    limit = np.array([limits[e.kind] for e in examples])
    of_each = np.array([thresholds[kind] for kind in kinds]).reshape(-1, 3)[of_kind]

    def choose(margins: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
        keys = margins - gumbel(rng.uniform(1e-12, 1, len(margins)))
        return accepted(keys, of_caption, of_kind, of_each) & (ranks(keys, of_group) < limit)

    return choose


def _solve(product: Callable[[Floats], Floats], right: Floats) -> Floats:
    """x with product(x) = right, by conjugate gradients to a tenth of the size of ``right``."""
    found = np.zeros_like(right)
    residual, direction = right.copy(), right.copy()
    square = start = float(right @ right)
    for _ in range(CONJUGATE_STEPS):
        if square <= 0.01 * start or not square:
            break
        bent = product(direction)
        length = square / float(direction @ bent)
        found += length * direction
        residual -= length * bent
        before, square = square, float(residual @ residual)
        direction = residual + square / before * direction
    return found


def ridge_of(examples: int) -> float:
    """The weight of the squares for so many examples."""
    return min(RIDGE, (examples / OF_RIDGE) ** 0.5)


def fit_all(examples: Sequence[Example], recipe: Recipe, kinds: Sequence[str]) -> dict[str, Table]:
    """A table for each of ``kinds`` that has examples; those with few share one."""
    counts = Counter(example.kind for example in examples)
    mine = [example for example in examples if example.kind in kinds]
    rare = [kind for kind in kinds if counts[kind] < FEWEST and kind not in SAME_FORM and kind not in ONE_WAY]
    words = [len(caption.split()) for caption in {example.caption for example in examples}]
    further = FURTHER_OF_LONG if sum(words) > LONG * len(words) else FURTHER
    log.info("fitting tables to %d candidates", len(mine))
    return fit(
        mine,
        {kind: recipe.kinds[kind].limit for kind in kinds},
        {kind: thresholds_of(kind, further) for kind in kinds},
        {kind: "rare" if kind in rare else kind for kind in kinds if counts[kind]},
        {kind: [e for e in examples if e.kind == SAME_FORM[kind]] for kind in kinds if kind in SAME_FORM},
    )


def thresholds_of(kind: str, further: float = FURTHER) -> Thresholds:
    """Those of a kind of negatives."""
    first = FIRST_OF.get(kind, FIRST)
    return (first if kind in ONE_WAY else LEAD), first, further


def with_tables(recipe: Recipe, tables: Path) -> Recipe:
    """``recipe`` with the tables of a file, and with the filter that reads them if it has none."""
    filters = recipe.filters
    if BalanceFilter.name not in filters:
        at = filters.index("rules") + 1 if "rules" in filters else 0
        filters = (*filters[:at], BalanceFilter.name, *filters[at:])
    return replace(recipe, filters=filters, tables=str(tables))


def write_tables(path: Path, tables: Mapping[str, Table]) -> None:
    """Write the tables as :func:`capaug.filters.balance.load_tables` reads them.

    Raises:
        OutputError: the file cannot be written.
    """
    distinct = list({id(table): table for table in tables.values()}.values())
    of_kind = [next(k for k, one in enumerate(distinct) if one is table) for table in tables.values()]
    numbers: dict[str, Any] = {name: np.array([getattr(table, name) for table in distinct]) for name in NUMBERS}
    try:
        np.savez_compressed(
            path,
            kinds=np.frombuffer(" ".join(tables).encode(), dtype=np.uint8),
            table_of=np.array(of_kind, dtype=np.uint8),
            weights=np.stack([table.weights for table in distinct]),
            **numbers,
        )
    except OSError as error:
        raise OutputError(f"{path}: cannot write the tables: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class KindShare:
    """How many candidates of a kind there are, of how many captions, and the share of these that keep one."""

    candidates: int
    captions: int
    kept: float


def shares(examples: Sequence[Example], tables: Mapping[str, Table]) -> dict[str, KindShare]:
    """What the tables leave of each kind that has candidates, where one of a kind is kept."""
    mine = [example for example in examples if example.kind in tables]
    thresholds = {kind: (table.lead, table.first, table.further) for kind, table in tables.items()}
    chosen = chooser(mine, dict.fromkeys(tables, 1), thresholds)(margins_of(mine, tables), np.random.default_rng(1))
    found = {}
    for kind in tables:
        of_kind = np.array([example.kind == kind for example in mine], dtype=bool)
        captions = len({example.caption_id for example in mine if example.kind == kind})
        if captions:
            kept = float(chosen[of_kind].sum()) / captions
            found[kind] = KindShare(int(of_kind.sum()), captions, kept)
    return found


def margins_of(examples: Sequence[Example], tables: Mapping[str, Table]) -> Floats:
    """The margin of each example by the table of its kind."""
    margins = np.zeros(len(examples))
    for kind, table in tables.items():
        at = np.array([k for k, example in enumerate(examples) if example.kind == kind], dtype=np.int64)
        if len(at):
            weights = np.append(table.weights.astype(float), table.fluency)
            margins[at] = Differences([examples[k] for k in at]).times(weights) + table.offset
    return margins
