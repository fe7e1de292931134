"""Speed and memory of the main job, as ratios against its limits.

    python -m benchmarks.generate captions_val2017.json --workers 2

Runs ``capaug generate`` on COCO's annotation file, start-up included, and the peak memory of its largest process; the
same number of captions is tokenised with plain spaCy for a scale that does not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import spacy
from spacy.tokenizer import Tokenizer

from benchmarks.record import add_json_option, processor, record

LEAST_CAPTIONS_PER_SECOND = 250  # on two cores
MOST_MEMORY_MB = 1500  # of any process


def main() -> None:
    """Run, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("annotations", type=Path)
    options.add_argument("--workers", type=int, default=2)
    add_json_option(options)
    given = options.parse_args()
    captions = [a["caption"] for a in json.loads(given.annotations.read_text(encoding="utf-8"))["annotations"]]
    with tempfile.TemporaryDirectory() as folder:
        command = ["generate", "--dataset", "coco", "--annotations", str(given.annotations), "--out", f"{folder}/out"]
        start = time.perf_counter()
        line = [sys.executable, "-m", "capaug_cli", *command, "--workers", str(given.workers)]
        subprocess.run(line, check=True, capture_output=True)
        seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    tokenizer = spacy.blank("en").tokenizer
    assert isinstance(tokenizer, Tokenizer)
    start = time.perf_counter()
    for _ in tokenizer.pipe(captions):
        pass
    plain = len(captions) / (time.perf_counter() - start)
    speed = len(captions) / seconds
    print(f"{len(captions)} captions, {given.workers} workers: {seconds:.1f} s, {speed:.0f} captions/s")
    print(f"speed / limit of {LEAST_CAPTIONS_PER_SECOND}/s: {speed / LEAST_CAPTIONS_PER_SECOND:.2f} (above 1 is good)")
    print(f"speed / plain spaCy tokenisation of {plain:.0f}/s: {speed / plain:.4f}")
    print(f"peak memory of a process: {memory:.0f} MB; / limit: {memory / MOST_MEMORY_MB:.2f} (below 1 is good)")
    figures = {"captions": len(captions), "seconds": seconds, "captions a second": speed, "memory, MB": memory}
    about = {"command": "python -m benchmarks.generate", "processor": processor(), "workers": given.workers}
    record(given.json, {"about": about, "val2017": figures})


if __name__ == "__main__":
    main()
