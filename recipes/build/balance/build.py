"""Fit the tables of the balance filter and write ``capaug/weights/balance/tables.npz``.

    make -C recipes/build balance DATA=FOLDER

``--coco`` is COCO's annotation file. All candidates of its captions that pass the rules are generated; the weights of
each kind are then fitted to what the filter lets through with them, round by round, until every feature is as frequent
in the captions as in the negatives chosen. To be run anew whenever the parser, the generators or the language model
have changed. A minute on two cores.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capaug.filters.balance import BITS, MOST, WEIGHTS, Floats, Integers, Table, accepted, differences, gumbel
from capaug.fluency.ngram import FluencyModel
from capaug.formats.pairs import SAME_FORM
from capaug.kinds import negative_kinds
from capaug.pipeline import SPARE_OF_KIND, Pipeline
from capaug.recipes import KindSettings, load_recipe
from capaug.records import Caption, CaptionGroup
from capaug.registry import KINDS as KNOWN

# Thresholds of the perturbed margin: a higher one keeps more captions and leaves more to the judge. docs/quality.md.
FIRST, FURTHER = 16.0, 0.0
FIRST_OF = {"attribute_replace.contrast": 20.0}  # where it is not FIRST
RIDGE = 20.0  # weight of the squares; below, weights learn single captions by heart
FEWEST = 2000  # candidates of a kind that are worth a table of its own
ROUNDS, DRAWS = 15, 6
EARLY = 6  # rounds of whole steps; the later ones are halved, as the choice is a random one
CONJUGATE_STEPS = 30
FLUENCY = 1 << BITS  # the column of the language model, behind those of the table
# Not balanced: controls are wrong on purpose. Those of SAME_FORM are measured against positives of their form.
FALSE = tuple(kind for kind in negative_kinds() if not KNOWN.get(kind).kind.control)
KINDS = tuple(kind for kind in FALSE if kind not in SAME_FORM)


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate and its caption; ``half`` is 0 or 1, the same for all captions of an image."""

    image: str
    caption_id: str
    caption: str
    text: str
    kind: str

    @property
    def half(self) -> int:
        """Which of two halves of the images it belongs to."""
        return zlib.crc32(self.image.encode()) & 1


def read_coco(path: Path) -> list[CaptionGroup]:
    """The images with their captions, in the order of image ids."""
    captions: dict[int, list[Caption]] = defaultdict(list)
    for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
        captions[annotation["image_id"]].append(Caption(str(annotation["id"]), annotation["caption"]))
    return [CaptionGroup(str(image), tuple(captions[image]), "coco", "all") for image in sorted(captions)]


def generate(groups: Sequence[CaptionGroup], kinds: Sequence[str] = KINDS, workers: int = 2) -> list[Example]:
    """All candidates of ``kinds``, and of the positives that kinds of SAME_FORM are measured against."""
    wanted = [*kinds, *(SAME_FORM[kind] for kind in kinds if kind in SAME_FORM)]
    parts = [(groups[at : at + 100], wanted) for at in range(0, len(groups), 100)]
    with ProcessPoolExecutor(workers) as pool:
        return [example for part in pool.map(_generate, parts) for example in part]


def _generate(part: tuple[Sequence[CaptionGroup], Sequence[str]]) -> list[Example]:
    groups, kinds = part
    if not _pipeline:
        limits = {kind: KindSettings(limit=MOST - SPARE_OF_KIND) for kind in kinds}
        _pipeline.append(Pipeline(replace(load_recipe("default"), kinds=limits, filters=("rules",)), "cpu"))
    image_of = {caption.id: group.image_id for group in groups for caption in group.captions}
    found = []
    for of_caption in _pipeline[0].candidates(groups):
        for candidate in of_caption:
            caption = candidate.scene.caption.caption
            variant = candidate.variant
            found.append(Example(image_of[caption.id], caption.id, caption.text, variant.text, variant.kind))
    return found


_pipeline: list[Pipeline] = []  # of this process


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
    limits: dict[str, int],
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
    weights = np.zeros(FLUENCY + 1)
    for round_ in range(ROUNDS):
        margins = of.times(weights) - float(weights @ target)
        chance = np.mean([choose(margins, rng) for _ in range(DRAWS)], axis=0)
        gradient = of.transposed(chance) - chance.sum() * target - RIDGE * weights
        curvature = np.maximum(chance * (1 - chance), 0.05)
        step = _solve(lambda v, c=curvature: RIDGE * v + of.transposed(c * of.times(v)), gradient)  # type: ignore[misc]
        weights += step if round_ < EARLY else step / 2
    table = weights[:FLUENCY].astype(np.float16)
    return Table(table, float(weights[FLUENCY]), -float(weights @ target), first, further)


def chooser(
    examples: Sequence[Example], limits: dict[str, int], first: float = FIRST, further: float = FURTHER
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


def fit_all(examples: Sequence[Example], kinds: Sequence[str] = KINDS) -> dict[str, Table]:
    """A table for each of ``kinds`` that has examples; those with few share one."""
    limits = {kind: settings.limit for kind, settings in load_recipe("default").kinds.items()}
    counts = Counter(example.kind for example in examples)
    rare = [kind for kind in kinds if 0 < counts[kind] < FEWEST and kind not in SAME_FORM]
    tables = {}
    for kind in kinds:
        if kind not in rare and counts[kind]:
            controls = [example for example in examples if example.kind == SAME_FORM.get(kind)]
            mine = [example for example in examples if example.kind == kind]
            tables[kind] = fit(mine, limits, controls, FIRST_OF.get(kind, FIRST))
    if rare:
        shared = fit([example for example in examples if example.kind in rare], limits)
        tables.update(dict.fromkeys(rare, shared))
    return tables


def write(path: Path, tables: dict[str, Table]) -> None:
    """Write the tables as :func:`capaug.filters.balance.load_tables` reads them."""
    distinct = list({id(table): table for table in tables.values()}.values())
    of_kind = [next(k for k, one in enumerate(distinct) if one is table) for table in tables.values()]
    numbers: dict[str, Any] = {
        name: np.array([getattr(table, name) for table in distinct])
        for name in ("fluency", "offset", "first", "further")
    }
    np.savez_compressed(
        path,
        kinds=np.frombuffer(" ".join(tables).encode(), dtype=np.uint8),
        table_of=np.array(of_kind, dtype=np.uint8),
        weights=np.stack([table.weights for table in distinct]),
        **numbers,
    )


def shares(examples: Sequence[Example], tables: dict[str, Table]) -> Iterator[tuple[str, int, int, float]]:
    """For each kind its candidates, captions that have one, and the share of these that keep one."""
    for kind, table in tables.items():
        mine = [example for example in examples if example.kind == kind]
        weights = np.append(table.weights.astype(float), table.fluency)
        choose = chooser(mine, {kind: 1}, table.first, table.further)
        chosen = choose(Differences(mine).times(weights) + table.offset, np.random.default_rng(1))
        captions = len({example.caption_id for example in mine})
        yield kind, len(mine), captions, float(chosen.sum()) / captions


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=FALSE, help="what to balance")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the tables to write (.npz)")
    args = parser.parse_args()
    examples = generate(read_coco(args.coco), args.kinds)
    tables = fit_all(examples, args.kinds)
    write(args.output, tables)
    for kind, candidates, captions, kept in shares(examples, tables):
        print(f"{kind}: {candidates:,} candidates of {captions:,} captions, {kept:.1%} of which keep one")
    print(f"{args.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
