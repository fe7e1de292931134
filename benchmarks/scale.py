"""A run over a million captions: seconds of processor, memory, disk; and what a billion would take.

    python -m benchmarks.scale captions.jsonl --captions 1000000 --scattered

Captions are made of those of a file by exchanging colours, numbers and a few nouns, so that no text comes back often,
in images of five; with ``--scattered`` the captions of an image lie far apart. ``capaug generate`` runs over the first
20th of them and over all, and the memory of all its processes is read twice a second (Linux). Time follows the size:
twelve minutes for a million on two cores with the recipe ``negclip``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.record import add_json_option, processor, record
from capaug.sources import open_source

OF_IMAGE = 5
PART = 20  # of the captions, for the run that memory is compared with
BILLION = 1_000_000_000
VARIED = [
    "red blue green yellow white black brown orange purple pink".split(),
    "two three four five".split(),
    "man woman boy girl".split(),
    "dog cat horse cow sheep".split(),
    "table bench chair couch bed".split(),
    "street beach field park yard".split(),
    "car truck bus van".split(),
    "large small big little".split(),
]
SETS = {word: words for words in VARIED for word in words}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: captions, wall-clock and processor seconds, MB of memory at most, MB on the disk."""

    captions: int
    seconds: float
    cpu: float
    memory: float
    disk: float


def main() -> None:
    """Print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("dataset", help="captions, as capaug generate --dataset takes them")
    options.add_argument("--captions", type=int, default=1_000_000)
    options.add_argument("--recipe", default="negclip")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--scattered", action="store_true", help="the captions of an image lie far apart")
    add_json_option(options)
    given = options.parse_args()
    texts = [caption.text for group in open_source(given.dataset).groups() for caption in group.captions]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, captions in (("part", given.captions // PART), ("whole", given.captions)):
            file = Path(folder) / f"{name}.jsonl"
            write(file, rows(texts, captions, given.scattered))
            found[name] = run(file, Path(folder) / name, captions, given.recipe, given.workers)
            print(json.dumps({name: asdict(found[name])}), flush=True)
    whole, part = found["whole"], found["part"]
    print(f"memory of the whole is {whole.memory / part.memory:.3f} of that of the part (bar: at most 1.2)")
    days = whole.cpu / whole.captions * BILLION / 86_400
    disk = whole.disk / whole.captions * BILLION / 1e6
    print(f"a billion captions: {days:,.0f} days of a core, {disk:,.1f} TB of shards")
    about = {"command": "python -m benchmarks.scale", "processor": processor(), "recipe": given.recipe}
    name = "scattered" if given.scattered else "adjacent"
    record(given.json, {"about": about, name: {key: asdict(cost) for key, cost in found.items()}})


def rows(texts: Iterable[str], captions: int, scattered: bool) -> Iterator[dict[str, str]]:
    """Rows of ``captions`` varied texts; those of an image follow each other, or come back after all other images."""
    rng = random.Random(0)
    images = max(1, captions // OF_IMAGE)
    for number, text in enumerate(islice(cycle(texts), captions)):
        image = number % images if scattered else number // OF_IMAGE
        yield {"image_id": str(image), "caption": varied(text, rng)}


def varied(text: str, rng: random.Random) -> str:
    """``text`` with words of :data:`VARIED` exchanged for their like."""
    return " ".join(rng.choice(SETS[word]) if word in SETS else word for word in text.split())


def write(file: Path, lines: Iterable[dict[str, str]]) -> None:
    """Write ``lines`` as JSON lines."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def run(file: Path, out: Path, captions: int, recipe: str, workers: int) -> Cost:
    """Generate from ``file`` into ``out``, and say what it took."""
    command = [sys.executable, "-m", "capaug", "generate", "--dataset", str(file), "--out", str(out)]
    before, began, most = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0.0
    with subprocess.Popen(
        [*command, "--recipe", recipe, "--workers", str(workers), "--quiet"], stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(0.5)
    if process.returncode:
        raise SystemExit(process.returncode)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    return Cost(captions, time.perf_counter() - began, cpu, most, disk)


def memory_of(pid: int) -> float:
    """MB that a process and those that it began hold for themselves alone, and their shares of what they share."""
    total = 0.0
    for each in (pid, *children(pid)):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has ended
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return total


def children(pid: int) -> Iterator[int]:
    """The processes that ``pid`` began, and that these began."""
    try:
        found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        found = []
    for one in found:
        yield one
        yield from children(one)


if __name__ == "__main__":
    main()
