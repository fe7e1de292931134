"""A model on benchmarks of compositional understanding (:mod:`capaug.training.evaluation.benchmark_files`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path
from statistics import fmean

from capaug.errors import InputError, UsageError
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.benchmark_files import Benchmark, read_benchmark
from capaug.training.evaluation.metrics import Recall
from capaug.training.evaluation.other_pictures import other_images
from capaug.training.evaluation.retrieval import Described, evaluate_retrieval, group
from capaug.training.evaluation.scoring import Question, Tell, View, answer, compares_vectors, silent
from capaug.training.models.base import DualEncoder

LEAST = 25  # entries of a pair of attributes that get a figure of their own, as in ARO
K = 5  # the figure of NegBench's retrieval is Recall@5


@dataclass(frozen=True, slots=True)
class Measure:
    """``right`` of ``made``, ``with_other`` of them right with other pictures, and the accuracy of a guessing model.

    ``with_other`` is None where there is but one picture, and of measures that no picture is part of.
    """

    right: int
    made: int
    chance: float
    with_other: int | None = None

    @property
    def accuracy(self) -> float:
        """Share that is right; 0 for none."""
        return self.right / self.made if self.made else 0.0

    @property
    def other_accuracy(self) -> float | None:
        """Share that is right with other pictures: what is above chance there is read off the texts."""
        return None if self.with_other is None else self.with_other / self.made


@dataclass(frozen=True, slots=True)
class BenchmarkScores:
    """What :func:`evaluate_benchmark` finds.

    ``kinds`` are by the first measure; ``macro`` is the mean of their accuracies, None where there are no kinds.
    ``left_out`` of the file's entries have no picture, ``invalid`` others do not count for the benchmark's authors.
    """

    name: str
    measures: dict[str, Measure]
    kinds: dict[str, Measure]
    macro: float | None
    missing_pictures: tuple[str, ...]
    left_out: int
    invalid: int = 0


def evaluate_benchmark(
    model: DualEncoder,
    benchmark: Benchmark | Path,
    pictures: Pictures | None = None,
    *,
    batch_size: int = 64,
    tell: Tell = silent,
) -> BenchmarkScores:
    """How often the model is right on the entries of a benchmark whose pictures are there.

    ``text-only`` of SugarCrepe++ is left out for a model whose vectors play no part in its scores.

    Args:
        model: in any mode.
        benchmark: what :func:`~capaug.training.evaluation.benchmark_files.read_benchmark` has read, or its file.
        pictures: of its pictures; not needed, and not used, where the file holds them.
        batch_size: entries, pictures and texts at a time.
        tell: hears of ``questions``, or of what retrieval tells of.

    Raises:
        InputError: see :func:`~capaug.training.evaluation.benchmark_files.read_benchmark`; none of the pictures is
            there; a name is that of two pictures; one is broken; a score is no number.
        UsageError: the file holds no pictures, and none are given.
    """
    benchmark = read_benchmark(benchmark) if isinstance(benchmark, Path) else benchmark
    form, path = benchmark.form, benchmark.path
    pictures = Pictures(benchmark.pictures, model.images) if benchmark.pictures else pictures
    if pictures is None:
        raise UsageError(f"{path}: holds no pictures; say where they are")
    entries = [entry for entry in benchmark.entries if entry.valid]
    if not entries:
        raise InputError(f"{path}: none of the {len(benchmark.entries):,} entries is valid by the rule of {form.name}")
    resolved = pictures.source.names.resolve(name for entry in entries for name in entry.names)
    found, missing = resolved.found, resolved.missing
    there = [entry for entry in entries if all(name in found for name in entry.names)]
    if not there:
        count = len(found) + len(missing)
        raise InputError(f"{pictures.source.name}: none of the {count:,} pictures of {path} is there ({missing[0]})")
    left_out, invalid = len(entries) - len(there), len(benchmark.entries) - len(entries)
    if form.judge is None:
        described = group((found[entry.names[0]], text) for entry in there for text in entry.question.texts)
        recall = evaluate_retrieval(model, described, pictures, batch_size=batch_size, tell=tell).recall
        return BenchmarkScores(form.name, recalls(recall, described), {}, None, missing, left_out, invalid)
    questions = [
        Question(tuple(View(found[view.image_id], view.box) for view in entry.question.views), entry.question.texts)
        for entry in there
    ]
    others = other_views(view for question in questions for view in question.views)
    shown = [replace(one, views=tuple(others[view] for view in one.views)) for one in questions] if others else []
    answers = answer(model, questions + shown, pictures, batch_size=batch_size, tell=tell)
    judged = [form.judge(given) for given in answers]
    blind = judged[len(questions) :]
    chances = [form.chance(len(question.texts)) for question in questions]
    names = [name for name in judged[0] if name != "text-only" or compares_vectors(model)]

    def measure(name: str, rows: Sequence[int]) -> Measure:
        right, chance = sum(judged[row][name] for row in rows), fmean(chances[row][name] for row in rows)
        without = not blind or name == "text-only"
        return Measure(right, len(rows), chance, None if without else sum(blind[row][name] for row in rows))

    by_kind: dict[str, list[int]] = {}
    for row, entry in enumerate(there):
        if entry.kind:
            by_kind.setdefault(entry.kind, []).append(row)
    least = LEAST if form.kind == "attributes" else 1
    kinds = {kind: measure(names[0], rows) for kind, rows in sorted(by_kind.items()) if len(rows) >= least}
    return BenchmarkScores(
        form.name,
        {name: measure(name, range(len(there))) for name in names},
        kinds,
        fmean(kind.accuracy for kind in kinds.values()) if kinds else None,
        missing,
        left_out,
        invalid,
    )


def recalls(recall: Recall, described: Sequence[Described]) -> dict[str, Measure]:
    """Recall@5 both ways as measures; a guess shows five at random."""
    sizes = [len(item.captions) for item in described]
    pictures, captions = len(sizes), sum(sizes)
    missed = fmean(comb(captions - size, K) / comb(captions, K) if captions >= K else 0.0 for size in sizes)
    shares = {"image-to-text": (recall.image_to_text[K], pictures, 1 - missed)}
    shares["text-to-image"] = (recall.text_to_image[K], captions, min(1.0, K / pictures))
    return {
        f"{way} recall@{K}": Measure(round(share * queries), queries, chance)
        for way, (share, queries, chance) in shares.items()
    }


def other_views(views: Iterable[View]) -> dict[View, View] | None:
    """For each view the first one of the image that is the other one of its image; None where there is but one image
    (:func:`~capaug.training.evaluation.other_pictures.other_images`).
    """
    first: dict[str, View] = {}
    there = list(dict.fromkeys(views))
    for view in there:
        first.setdefault(view.image_id, view)
    others = other_images(first)
    return {view: first[others[view.image_id]] for view in there} if others else None
