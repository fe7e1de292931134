"""Proof by worlds: how many negatives are false and how many positives are true where everything is known.

    python -m benchmarks.shapes --images 4000

Runs every generator over the captions of made scenes and prints a table by kind, with examples of what went wrong. The
exit code is 1 where a share misses its limit.
"""

from __future__ import annotations

import argparse
import random
import sys

from benchmarks.record import add_json_option, record
from capaug.worlds.proof import LEAST_RIGHT, MOST_NOT_UNDERSTOOD, Tally, judge_generators, tally


def main() -> int:
    """Run, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--images", type=int, default=4000, help="scenes, of five captions each")
    options.add_argument("--parser", default="embedded")
    options.add_argument("--examples", type=int, default=3, help="failures shown of each kind")
    add_json_option(options)
    given = options.parse_args()
    tallies = tally(judge_generators(range(given.images), given.parser))
    print("| kind | texts | right | wrong | not understood |")
    print("|---|---|---|---|---|")
    for name in sorted(tallies, key=lambda name: ("." not in name, name)):
        print(_line(name, tallies[name]))
    for name, one in sorted(tallies.items()):
        if "." in name and one.failures:
            print(f"\n{name}")
            for failure in random.Random(0).sample(one.failures, min(given.examples, len(one.failures))):
                verdict = {True: "true", False: "false", None: "not understood"}[failure.truth]
                print(f"  [{failure.image}] {failure.caption}\n   -> {failure.text}  ({verdict})")
    figures = {
        name: {"texts": one.made, "right": one.share, "wrong": _wrong(one), "not understood": one.not_understood}
        for name, one in sorted(tallies.items())
    }
    record(given.json, {"about": {"command": "python -m benchmarks.shapes", "scenes": given.images}, "kinds": figures})
    both = tallies["negatives"], tallies["positives"]
    good = all(one.share >= LEAST_RIGHT and one.share_not_understood < MOST_NOT_UNDERSTOOD for one in both)
    return 0 if good else 1


def _line(name: str, one: Tally) -> str:
    return f"| {name} | {one.made:,} | {one.share:.2%} | {_wrong(one):,} | {one.not_understood:,} |"


def _wrong(one: Tally) -> int:
    return one.made - one.right - one.not_understood


if __name__ == "__main__":
    sys.exit(main())
