"""What the objectives learn where everything is known: the whole world of made scenes, one warm start, branches of it.

    python -m benchmarks.worlds --out capaug-out/worlds

Makes captions and negatives of the scenes, for each negative the partner scene of which it is true, and all pictures;
trains ``plain`` once, then each branch from that model on with each seed, evaluates on scenes held out, and prints the
tables that docs/results.md shows. What is there already is not made again, so the same command goes on with what was
broken off.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.record import add_json_option, processor, record
from benchmarks.worlds.branches import BRANCHES, FUSED, Schedule
from benchmarks.worlds.data import Sizes, counts_of, prepare
from benchmarks.worlds.runs import Experiment, Run, run, start
from benchmarks.worlds.tables import markdown, tables
from capaug.training.evaluation.quadruples import CHANCE


def main() -> int:
    """Draw, train, evaluate, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True, help="folder for shards, pictures, runs and results")
    options.add_argument("--branches", nargs="+", choices=[*BRANCHES, *FUSED], metavar="NAME", help="some of them")
    options.add_argument("--fusion", action="store_true", help="the fusion models fam and ascl too, which are slow")
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--scenes", type=int, default=2000, help="to train on")
    options.add_argument("--test-scenes", type=int, default=300, help="to test on")
    options.add_argument("--partners", type=int, default=3, help="partners a caption to train on, at most")
    options.add_argument("--side", type=int, default=112, help="of the pictures, in pixels")
    options.add_argument("--warm-steps", type=int, default=1000)
    options.add_argument("--steps", type=int, default=600)
    options.add_argument("--batch-size", type=int, default=64)
    options.add_argument("--learning-rate", type=float, default=1e-3)
    options.add_argument("--jobs", type=int, default=2, help="processes of one core each")
    add_json_option(options)
    given = options.parse_args()
    sizes = Sizes(given.scenes, given.test_scenes, given.partners, given.side)
    schedule = Schedule(given.warm_steps, given.steps, given.batch_size, given.learning_rate)
    data = prepare(given.out, sizes, given.jobs)
    experiment = Experiment(data, sizes, schedule)
    names = given.branches or [*BRANCHES, *(FUSED if given.fusion else ())]
    runs = run_all(experiment, names, given.seeds, given.jobs)
    found = tables(runs)
    print(markdown(found))
    about = {"command": "python -m benchmarks.worlds", "processor": processor(), "seeds": given.seeds}
    about |= {"scenes": given.scenes, "test scenes": given.test_scenes, "side": given.side}
    about |= {"warm steps": given.warm_steps, "steps": given.steps, "batch": given.batch_size}
    about |= {"learning rate": given.learning_rate}
    chance = {name: 100 * value for name, value in CHANCE.items()}
    counted = {"quadruples": runs[names[0]][0]["quadruples"], "partners": counts_of(data)}
    record(given.json, {"about": about, "chance": chance, **counted, **found})
    return 0


def run_all(experiment: Experiment, names: list[str], seeds: int, jobs: int) -> dict[str, list[Run]]:
    """The runs of each branch by seed; all branches with the first seed come first."""
    runs: dict[tuple[str, int], Run] = {}
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        pool.submit(start, experiment).result()
        waiting: dict[Future[Run], tuple[str, int]] = {
            pool.submit(run, experiment, name, seed): (name, seed) for seed in range(seeds) for name in names
        }
        try:
            for done in as_completed(waiting):
                key = waiting[done]
                runs[key] = done.result()
                print(f"{key[0]}, seed {key[1]}: {_brief(runs[key])}", file=sys.stderr, flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return {name: [runs[name, seed] for seed in range(seeds)] for name in names}


def _brief(run: Run) -> str:
    measured = ", ".join(f"{name} {run[name]['all']:.1f}" for name in CHANCE)
    return f"{measured}, AUC {run['AUC']['all']:.1f}, rSum {run['rSum']:.1f}, {run['seconds']:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
