"""Runs that are killed with -9 at random moments: is what comes of them the bytes of a run that nobody touched?

    python -m benchmarks.kill captions_val2017.json --captions 4000 --kills 8

``capaug generate`` runs once unbroken. Then it runs again and again into a new folder, and at a random moment a process
of it is killed: the main one or a random worker, in turns. If the main one, the same command is given again, which may
meet the processes of the killed one as they end; if a worker, the run has to go on by itself. Then every file of the
folder is compared. ``--engine`` is whose processes are killed.

The moments are drawn (``--seed``) evenly over what the unbroken run took. A run that ends before its moment counts as
not hit, and another moment is drawn for it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.record import add_json_option, processor, record

MAIN, WORKER = "main", "worker"
MOST_MISSES = 5  # moments in a row at which there was nothing to kill


@dataclass(frozen=True, slots=True)
class Kill:
    """A run that was killed: who, when, at how many finished shards, how often the command was given in all, and
    whether the bytes are those of the unbroken run.
    """

    victim: str
    second: float
    shards: int
    calls: int
    same: bool


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a run in a session of its own."""
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def victims(main: int, name: str) -> list[int]:
    """The processes that may be killed: the main one, or its workers."""
    if name == MAIN:
        return [main]
    found = []
    for child in psutil.Process(main).children(recursive=True):
        try:
            words = " ".join(child.cmdline())
        except psutil.Error:
            continue
        if "spawn_main" in words or words.startswith("ray::Actor"):  # no tracker of multiprocessing, no server of ray
            found.append(child.pid)
    return found


def killed(command: list[str], out: Path, victim: str, moment: float, wanted: dict[str, bytes]) -> Kill | None:
    """Run, kill, go on, compare; None if there was nothing to kill at that moment."""
    process = start(command)
    time.sleep(moment)
    try:
        choices = victims(process.pid, victim)
    except psutil.Error:
        choices = []
    if process.poll() is not None or not choices:
        process.wait()
        return None
    shards = len(list(out.glob("summaries/*.json")))
    os.kill(random.choice(choices), signal.SIGKILL)
    code, calls = process.wait(), 1
    while code and calls < 3:
        code, calls = start(command).wait(), calls + 1
    return Kill(victim, round(moment, 2), shards, calls, contents(out) == wanted)


def main() -> None:
    """Run, kill, compare, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("annotations", type=Path)
    options.add_argument("--captions", type=int, default=4000)
    options.add_argument("--kills", type=int, default=8, help="moments")
    options.add_argument("--engine", default="local", help="ray is started on this machine for each run")
    options.add_argument("--recipe", default="default")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--shard-size", type=int, default=32, help="images a shard")
    options.add_argument("--seed", type=int, default=0)
    add_json_option(options)
    given = options.parse_args()
    random.seed(given.seed)
    kills: list[Kill] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = folder / "captions.json"
        cut.write_text(json.dumps(first(given.annotations, given.captions)), encoding="utf-8")
        command = [sys.executable, "-m", "capaug_cli", "generate", "--dataset", "coco", "--annotations", str(cut)]
        command += ["--recipe", given.recipe]
        command += ["--engine", given.engine, "--workers", str(given.workers), "--shard-size", str(given.shard_size)]
        command += ["--address", "local"] if given.engine == "ray" else []  # its workers are then ours to kill
        began = time.perf_counter()
        subprocess.run([*command, "--out", str(folder / "unbroken")], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        wanted = contents(folder / "unbroken")
        shards = len(list((folder / "unbroken").glob("summaries/*.json")))
        print(f"unbroken: {given.captions:,} captions, {shards} shards, {seconds:.1f} s", flush=True)
        misses = 0
        while len(kills) < given.kills and misses < MOST_MISSES:
            out = folder / f"killed-{len(kills)}-{misses}"
            victim = (MAIN, WORKER)[len(kills) % 2]
            kill = killed([*command, "--out", str(out)], out, victim, random.uniform(0, seconds), wanted)
            misses = 0 if kill else misses + 1
            if kill:
                kills.append(kill)
                print(kill, flush=True)
    _print(kills)
    figures = {
        "about": {
            "command": f"python -m benchmarks.kill --captions {given.captions} --kills {given.kills}",
            "processor": processor(),
            "engine": given.engine,
            "recipe": given.recipe,
            "workers": given.workers,
            "captions": given.captions,
        },
        given.engine: {victim: counts(kills, victim) for victim in (MAIN, WORKER)},
        "kills": {str(number): asdict(kill) for number, kill in enumerate(kills)},
    }
    record(given.json, figures)
    if len(kills) < given.kills or not all(kill.same for kill in kills):
        sys.exit(1)


def first(annotations: Path, captions: int) -> dict[str, object]:
    """The first captions of an annotation file."""
    held = json.loads(annotations.read_text(encoding="utf-8"))
    return {"annotations": held["annotations"][:captions]}


def counts(kills: list[Kill], victim: str) -> dict[str, int]:
    """How often a victim was killed, and what came of it."""
    of_victim = [kill for kill in kills if kill.victim == victim]
    return {
        "kills": len(of_victim),
        "same bytes": sum(kill.same for kill in of_victim),
        "second calls": sum(kill.calls > 1 for kill in of_victim),
    }


def _print(kills: list[Kill]) -> None:
    table = Table("killed", "kills", "same bytes", "second calls")
    for victim in (MAIN, WORKER):
        table.add_row(victim, *map(str, counts(kills, victim).values()))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
