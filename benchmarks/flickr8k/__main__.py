"""What the objectives learn from photographs: Flickr8k, one warm start, branches of it, several seeds.

    python -m benchmarks.flickr8k --data flickr8k --out capaug-out/flickr8k

The folder of the data holds ``train.parquet``, ``validation.parquet`` and ``test.parquet`` with the columns
``image_id``, ``image`` (bytes of JPEG files) and ``captions`` (lists of texts). Makes the shards, trains ``plain``
once, then each branch from that model on with each seed, evaluates, and prints the tables that docs/results.md shows.
What is there already is not made again, so the same command goes on with what was broken off. Settings were chosen with
``--split validation``.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.flickr8k.branches import ABLATED, BRANCHES, COMPARED, FUSED, Schedule
from benchmarks.flickr8k.data import DEFAULT, SHARDS, prepare
from benchmarks.flickr8k.runs import Experiment, Run, run, start
from benchmarks.flickr8k.tables import markdown, tables
from benchmarks.record import add_json_option, processor, record


def main() -> int:
    """Generate, train, evaluate, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with {train,validation,test}.parquet")
    options.add_argument("--out", type=Path, required=True, help="folder for shards, runs and results")
    options.add_argument("--split", choices=("validation", "test"), default="test", help="to evaluate on")
    options.add_argument("--branches", nargs="+", choices=BRANCHES, metavar="NAME", help="some of them")
    options.add_argument("--ablations", action="store_true", help="plain, seeing, and what changes when it learns less")
    options.add_argument("--fusion", action="store_true", help="the fusion models fam and ascl too, which are slow")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--warm-steps", type=int, default=1500)
    options.add_argument("--steps", type=int, default=400)
    options.add_argument("--batch-size", type=int, default=64)
    options.add_argument("--learning-rate", type=float, default=1e-3)
    options.add_argument("--pictures", type=int, help="the first so many to train on")
    options.add_argument("--jobs", type=int, default=2, help="processes of one core each")
    add_json_option(options)
    given = options.parse_args()
    schedule = Schedule(given.warm_steps, given.steps, given.batch_size, given.learning_rate)
    experiment = Experiment(given.out, schedule, given.split, given.pictures)
    names = [*(given.branches or (COMPARED if given.ablations else BRANCHES))]
    names += [*(ABLATED if given.ablations else ()), *(FUSED if given.fusion else ())]
    learnt = {branch.rows for name, branch in ABLATED.items() if name in names}
    prepare(given.data, given.out, given.split, sorted(learnt & SHARDS.keys() - {DEFAULT}))
    runs = run_all(experiment, names, given.seeds, given.jobs)
    found = tables(runs)
    print(markdown(found))
    about = {"command": "python -m benchmarks.flickr8k", "processor": processor(), "seeds": given.seeds}
    about |= {"split": given.split, "warm steps": given.warm_steps, "steps": given.steps, "batch": given.batch_size}
    about |= {"learning rate": given.learning_rate}
    record(given.json, {"about": about, "pairs": runs[names[0]][0]["pairs"], **found})
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
    return (
        f"AUC {run['AUC']['all']:.1f}, mirror AUC {run['mirror AUC']['all']:.1f}, choice {run['right choice']:.1f}, "
        f"with another picture {run['with another picture']:.1f}, rSum {run['rSum']:.1f}, {run['seconds']:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
