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
    BalanceFilter,
    Floats,
    Integers,
    Table,
    accepted,
    differences,
    gumbel,
)
from capaug.fluency.ngram import FluencyModel
from capaug.formats.pairs import SAME_FORM
from capaug.kinds import negative_kinds
from capaug.pipeline import SPARE_OF_KIND, Pipeline
from capaug.recipes import KindSettings, Recipe
from capaug.records import CaptionGroup
from capaug.registry import KINDS, load_plugin

# Thresholds of the perturbed margin: a higher one keeps more captions and leaves more to the judge. docs/quality.md.
FIRST, FURTHER = 16.0, 0.0
# Where it is not FIRST. Arrangements and lacks flow one way: captions say "side by side" and "with", hardly ever "one
# behind the other" or "without".
FIRST_OF = {
    "relation_swap.predicate": 19.0,
    "attribute_replace.contrast": 17.0,
    "relation_swap.arrangement": 4.0,
    "asymmetry_1.lack": 4.0,
}
OWN = frozenset(
    {"relation_swap.arrangement", "asymmetry_1.lack"}
)  # kinds that have a table of their own, few as they are
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


def fit(
    examples: Sequence[Example],
    limits: Mapping[str, int],
    controls: Sequence[Example] = (),
    first: float = FIRST,
    further: float = FURTHER,
) -> Table:
    """The table under which what passes of ``examples``, at most ``limits`` a caption, is like the captions.

    With ``controls`` it is to be like these, in what they change of their captions. In each round the chance of every
    example to be chosen is measured by draws, and the weights take a Newton step towards the features' balance.
    """
    of = Differences(examples)
    target = np.zeros(FLUENCY + 1)
    if controls:
        target = Differences(controls).transposed(np.full(len(controls), 1 / len(controls)))
    choose = chooser(examples, limits, first, further)
    rng = np.random.default_rng(0)
    weights, ridge = np.zeros(FLUENCY + 1), ridge_of(len(examples))
    for round_ in range(ROUNDS):
        margins = of.times(weights) - float(weights @ target)
        chance = np.mean([choose(margins, rng) for _ in range(DRAWS)], axis=0)
        gradient = of.transposed(chance) - chance.sum() * target - ridge * weights
        curvature = np.maximum(chance * (1 - chance), 0.05)
        step = _solve(lambda v, c=curvature: ridge * v + of.transposed(c * of.times(v)), gradient)  # type: ignore[misc]
        weights += step if round_ < EARLY else step / 2
    table = weights[:FLUENCY].astype(np.float16)
    return Table(table, float(weights[FLUENCY]), -float(weights @ target), first, further)


def chooser(
    examples: Sequence[Example], limits: Mapping[str, int], first: float = FIRST, further: float = FURTHER
) -> Callable[[Floats, np.random.Generator], NDArray[np.bool_]]:
    """A function of margins that draws what the filter and the recipe's limits let through."""
    groups: dict[tuple[str, str], int] = {}
    of_group = np.array([groups.setdefault((e.caption_id, e.kind), len(groups)) for e in examples])
    limit = np.array([limits[e.kind] for e in examples])
    thresholds = (np.full(len(examples), first), np.full(len(examples), further))

    def choose(margins: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
        keys = margins - gumbel(rng.uniform(1e-12, 1, len(margins)))
        chosen = accepted(keys, of_group, *thresholds)
        return chosen & (_ranks(keys, of_group) < limit)

    return choose


def _ranks(keys: Floats, groups: Integers) -> Integers:
    """The place of each in its group by ascending keys, from 0."""
    order = np.lexsort((keys, groups))
    of_sorted = groups[order]
    places = np.arange(len(keys))
    begins = np.append(True, of_sorted[1:] != of_sorted[:-1])
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[order] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return ranks


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
    limits = {kind: recipe.kinds[kind].limit for kind in kinds}
    counts = Counter(example.kind for example in examples)
    rare = [kind for kind in kinds if 0 < counts[kind] < FEWEST and kind not in SAME_FORM and kind not in OWN]
    words = [len(caption.split()) for caption in {example.caption for example in examples}]
    further = FURTHER_OF_LONG if sum(words) > LONG * len(words) else FURTHER
    tables = {}
    for kind in kinds:
        if kind not in rare and counts[kind]:
            log.info("fitting the table of %s to %d candidates", kind, counts[kind])
            controls = [example for example in examples if example.kind == SAME_FORM.get(kind)]
            mine = [example for example in examples if example.kind == kind]
            tables[kind] = fit(mine, limits, controls, FIRST_OF.get(kind, FIRST), further)
    if rare:
        log.info("fitting the table that %d rarer kinds share", len(rare))
        shared = fit([example for example in examples if example.kind in rare], limits, further=further)
        tables.update(dict.fromkeys(rare, shared))
    return tables


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
    numbers: dict[str, Any] = {
        name: np.array([getattr(table, name) for table in distinct])
        for name in ("fluency", "offset", "first", "further")
    }
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
    """What the tables leave of each kind that has candidates."""
    found = {}
    for kind, table in tables.items():
        mine = [example for example in examples if example.kind == kind]
        if not mine:
            continue
        weights = np.append(table.weights.astype(float), table.fluency)
        choose = chooser(mine, {kind: 1}, table.first, table.further)
        chosen = choose(Differences(mine).times(weights) + table.offset, np.random.default_rng(1))
        captions = len({example.caption_id for example in mine})
        found[kind] = KindShare(len(mine), captions, float(chosen.sum()) / captions)
    return found
