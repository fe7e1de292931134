"""``capaug evaluate benchmark``: a model on the own files of benchmarks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from capaug.errors import InputError, UsageError

from ..console import warn
from ..report import Column, Report, Table, show
from .measured import bars, check, load, warn_missing
from .options import BatchSize, Device, Json, Model, Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capaug.training.data.pictures import PictureSource
    from capaug.training.evaluation.benchmark_files import Benchmark
    from capaug.training.evaluation.benchmarks import BenchmarkScores, Measure

EXAMPLES = """Examples:

capaug evaluate benchmark runs/seeing swap_att.json --pictures val2017 --json

capaug evaluate benchmark openai/clip-vit-base-patch32 sugar-crepe/data aro --pictures images

capaug evaluate benchmark openai/clip-vit-base-patch32 SugarCrepe_swap_att.parquet
"""
COLUMNS = (
    Column("entries", ","),
    Column("right", ".1%"),
    Column("with another picture", ".1%", missing="-"),
    Column("chance", ".1%"),
)


def benchmark(
    model: Model,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files of SugarCrepe, SugarCrepe++, ARO, VALSE, Winoground or NegBench, or folders of them.",
            show_default=False,
        ),
    ],
    pictures: Annotated[
        Path | None,
        typer.Option(
            help="Pictures by name: a folder, or a .parquet file (image_id, image); not for files that hold them.",
            show_default=False,
        ),
    ] = None,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:
    """Measure a model on files of benchmarks: JSON, JSON lines, CSV or Parquet, told by their fields.

    Entries whose pictures are not there are left out and counted. Of several files, those that cannot be used are named
    in a warning and left out.
    """
    check(plot)

    from capaug.training.data.pictures import open_pictures
    from capaug.training.evaluation.benchmark_files import benchmark_files, read_benchmark
    from capaug.training.evaluation.benchmarks import evaluate_benchmark

    # a wrong file, or names that may mean two pictures, are better told of before the model is loaded
    source = None if pictures is None else open_pictures(pictures)
    paths = benchmark_files(files)
    alone = len(paths) == 1
    read: list[Benchmark] = []
    unused: dict[str, str] = {}

    def left_out(path: Path, error: InputError) -> None:
        if alone:
            raise error
        warn(f"{error}; the file is left out")
        unused[str(path)] = str(error)

    for path in paths:
        try:
            there = read_benchmark(path)
            _resolve(there, source)
        except InputError as error:
            left_out(path, error)
        else:
            read.append(there)
    if not read:
        raise InputError(f"none of the {len(paths):,} files can be used")
    loaded, images = load(model, source, device)
    found: list[tuple[Path, BenchmarkScores]] = []
    for there in read:
        try:
            with bars() as tell:
                scores = evaluate_benchmark(loaded, there, images, batch_size=batch_size, tell=tell)
        except InputError as error:
            left_out(there.path, error)
            continue
        if scores.invalid:
            warn(f"{there.path}: {scores.invalid:,} entries do not count for {scores.name}; they are left out")
        if scores.left_out:
            used = source if there.pictures is None else there.pictures
            assert used is not None
            warn_missing(used, scores.missing_pictures, f"{scores.left_out:,} entries of {there.path} are left out")
        found.append((there.path, scores))
    if not found:
        raise InputError(f"none of the {len(paths):,} files can be used")
    report = _of_one(model, found[0][1]) if alone else _of_all(model, found, unused)
    show(report, json=json, plot=plot)


def _resolve(benchmark: Benchmark, source: PictureSource | None) -> None:
    """Ask for the pictures of a file.

    Raises:
        UsageError: it has none, and none are given.
        InputError: a name is that of two.
    """
    used = source if benchmark.pictures is None else benchmark.pictures
    if used is None:
        raise UsageError(f"{benchmark.path}: holds no pictures; say where they are with --pictures")
    used.names.resolve(name for entry in benchmark.entries if entry.valid for name in entry.names)


def _of_one(model: str, found: BenchmarkScores) -> Report:
    rows: list[tuple[Any, ...] | None] = [_row(name, measure) for name, measure in found.measures.items()]
    if found.macro is not None:
        rows += [("mean of the kinds", None, found.macro, "", None), None]
        rows += [_row(f"  {name}", measure) for name, measure in found.kinds.items()]

    def draw(path: Path) -> None:
        _draw(path, found.name, {**found.measures, **found.kinds})

    return Report({"model": model, **_values(found)}, [Table(found.name, [Column(""), *COLUMNS], rows)], draw)


def _of_all(model: str, found: Sequence[tuple[Path, BenchmarkScores]], unused: dict[str, str]) -> Report:
    """A row for each measure of each file, by benchmark, and the mean of each benchmark's files."""
    rows: list[tuple[Any, ...] | None] = []
    first: dict[str, Measure] = {}
    for name in dict.fromkeys(scores.name for _, scores in found):
        of = [(path, scores) for path, scores in found if scores.name == name]
        rows += [None] if rows else []
        for path, scores in of:
            rows += [(name, path.stem, *_row(measure, made)) for measure, made in scores.measures.items()]
            first[f"{name} {path.stem}"] = next(iter(scores.measures.values()))
        if len(of) > 1:
            for measure in of[0][1].measures:
                made = [scores.measures[measure] for _, scores in of]
                others = [one.other_accuracy for one in made]
                blind = [value for value in others if value is not None]
                means = (
                    _mean([one.accuracy for one in made]),
                    _mean(blind) if len(blind) == len(made) else None,
                    _mean([one.chance for one in made]),
                )
                rows.append((name, "mean of the files", measure, sum(one.made for one in made), *means))

    def draw(path: Path) -> None:
        _draw(path, model, first)

    columns = [Column("benchmark"), Column("file"), Column("measure"), *COLUMNS]
    values = {
        "model": model,
        "files": [{"file": str(path), **_values(scores)} for path, scores in found],
        "unused": unused,
    }
    return Report(values, [Table(model, columns, rows)], draw)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _row(name: str, measure: Measure) -> tuple[Any, ...]:
    return name, measure.made, measure.accuracy, measure.other_accuracy, measure.chance


def _draw(path: Path, title: str, measures: dict[str, Measure]) -> None:
    from capaug.training.evaluation.plots import write_bars

    write_bars(
        path,
        title,
        {name: measure.accuracy for name, measure in measures.items()},
        marks={name: measure.chance for name, measure in measures.items()},
        mark="chance",
    )


def _values(found: BenchmarkScores) -> dict[str, Any]:
    measures, kinds = (
        {
            name: {
                "accuracy": m.accuracy,
                "with_other_picture": m.other_accuracy,
                "entries": m.made,
                "chance": m.chance,
            }
            for name, m in group.items()
        }
        for group in (found.measures, found.kinds)
    )
    return {
        "benchmark": found.name,
        "measures": measures,
        "kinds": kinds,
        "macro": found.macro,
        "left_out": found.left_out,
        "invalid": found.invalid,
        "missing_pictures": list(found.missing_pictures),
    }
