"""``--verbose``, ``--quiet`` and ``--log``, and what a run tells of workers that die."""

from __future__ import annotations

import json
import logging
import logging.config
import re
from pathlib import Path

import pytest

GENERATE = ("generate", "--dataset", "coco", "--limit", "4", "--shard-size", "2", "--out", "out")
STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ capaug")


def test_verbose_tells_shard_by_shard(capaug) -> None:
    outcome = capaug(*GENERATE, "--workers", "1", "-v")
    assert outcome.code == 0
    assert outcome.told() == []
    lines = [line.partition("] ")[2] for line in outcome.stderr.splitlines()]
    for told in ("opening coco", "loading the models", "working on the first shard", "writing the manifest"):
        assert told in lines
    assert [line for line in lines if line.startswith("shard ")] == [
        f"shard {index}: captions 10, rejects 0" for index in (0, 1)
    ]
    assert sum(bool(re.fullmatch(r"part \d took \d+\.\d s", line)) for line in lines) == 2


def test_quiet_tells_nothing_but_errors(capaug) -> None:
    outcome = capaug(*GENERATE, "--workers", "1", "-q")
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "")
    outcome = capaug(*GENERATE, "--workers", "1", "--quiet", "--json")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert json.loads(outcome.stdout)["captions"] == 20
    outcome = capaug(*GENERATE, "--workers", "1", "-q", "--seed", "7")
    outcome.check_refused(1, "seed")
    outcome = capaug("filter", "out", "--hardest", "1", "--to", "hardest", "-q")
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "")
    outcome = capaug("calibrate", "--limit", "4", "--out", "mine.yaml", "-q")
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "")
    capaug(*GENERATE, "-q", "-v").check_refused(2, "--verbose and --quiet do not go together")


def test_a_log_has_it_all_with_time_stamps(capaug, tmp_path: Path) -> None:
    assert capaug(*GENERATE, "--workers", "1", "-q", "--log", "run.log").code == 0
    lines = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert all(STAMP.match(line) for line in lines)
    assert lines[-1].endswith("INFO capaug.generation: writing the manifest")
    assert any(line.endswith("shard 1: captions 10, rejects 0") for line in lines)
    assert capaug(*GENERATE, "--workers", "1", "--seed", "7", "--log", "run.log").code == 1
    added = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert added[: len(lines)] == lines
    assert "ERROR capaug: out: this run was begun with another" in added[-1]
    assert logging.getLogger("capaug").handlers == []


def test_errors_and_warnings_are_told_whatever_libraries_do_to_logging(capaug) -> None:
    logging.config.dictConfig({"version": 1})  # switches off every logger there is
    capaug(*GENERATE, "--workers", "0").check_refused(2, "workers must be at least 1")
    assert "loading the models" in capaug(*GENERATE, "--workers", "1", "-v").stderr


def test_a_log_that_cannot_be_written(capaug) -> None:
    capaug(*GENERATE, "--log", "no/run.log").check_refused(1, "no/run.log: the log cannot be written (No such file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_log_on_a_full_disk_does_not_end_the_run(capaug) -> None:
    outcome = capaug(*GENERATE, "--workers", "1", "--log", "/dev/full")
    assert outcome.code == 0
    assert outcome.told() == [
        "warning: /dev/full: the log can no longer be written ([Errno 28] No space left on device)"
    ]


KILLER = """
import os
import signal

from capaug.kinds import Kind
from capaug.registry import KINDS


@KINDS.register("mine.kills")
class Kills:
    kind = Kind("mine.kills", true=False)

    def __init__(self, lexicon):
        pass

    def generate(self, scene, rng):
        if "cat" in scene.sentence.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return iter(())
"""
CAPTIONS = {
    "street": ["a snowy street with two parked cars"],
    "table": ["a black cat sleeping on a wooden table", "an animal on a table"],
    "beach": ["a brown dog standing next to a red umbrella"],
}


def test_an_image_that_kills_its_worker_is_rejected_and_told(command, tmp_path: Path) -> None:
    (tmp_path / "kills.py").write_text(KILLER)
    (tmp_path / "kills.yaml").write_text("name: kills\nkinds:\n  mine.kills:\n  asymmetry_1.object:\n")
    lines = [json.dumps({"image_id": image, "caption": texts}) for image, texts in CAPTIONS.items()]
    (tmp_path / "captions.jsonl").write_text("\n".join(lines))
    run = ("generate", "--dataset", "captions.jsonl", "--recipe", "kills.yaml", "--plugin", "kills.py", "--out", "out")
    outcome = command(tmp_path, *run, "--workers", "2")
    assert outcome.code == 0, outcome
    *replaced, last = outcome.told()
    assert len(replaced) == 5
    for line in replaced:
        assert line.startswith("warning: a worker process was killed by SIGKILL at captions.jsonl, image")
        assert line.endswith("another takes its place, and the run goes on")
    killed = "captions.jsonl, image 'table' kills who works on it: its captions are rejects (killed_worker)"
    assert last == f"warning: {killed}"
    assert "\n5 workers died and were replaced\n" in outcome.stdout
    assert "2 captions without a row, in rejects/: killed_worker 2" in outcome.stdout
    rejects = [json.loads(line) for line in (tmp_path / "out/rejects/rejects-000000.jsonl").read_text().splitlines()]
    assert [(one["image_id"], one["caption"], one["reason"]) for one in rejects] == [
        ("table", text, "killed_worker") for text in CAPTIONS["table"]
    ]
