"""``capaug review`` on an output folder, and what it says of marks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capaug.review import Mark, read_marks, write_marks
from capaug.reviewing.server import Server

MARKS = [
    Mark(f"{k}", "negatives", kind, f"text {k}", verdict)
    for k, (kind, verdict) in enumerate(
        [("asymmetry_1.object", "right")] * 6 + [("attribute_replace.contrast", "wrong")] * 2
    )
]


@pytest.fixture(name="marking")
def marking_fixture(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """In place of a browser: marks each text as ``said`` says, then Ctrl-C."""
    state: dict[str, Any] = {"said": {"verdict": "right"}}

    def serve_forever(server: Server) -> None:
        state["server"] = server
        for place in range(len(server.review.items)):
            server.review.mark(place, state["said"])
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", serve_forever)
    return state


def test_marks_are_taken_from_the_page_until_it_is_done(shared_run, tmp_path: Path) -> None:
    """The command as it is, in a process of its own; a browser is not needed to send a mark."""
    line = [sys.executable, "-m", "capaug_cli", "review", str(shared_run.out), "--count", "6", "--to", "marks.jsonl"]
    process = subprocess.Popen(
        [*line, "--json"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        said = [process.stderr.readline() for _ in range(3)]
        assert said[0].startswith("6 texts to mark, 0 have a mark.") and "marks.jsonl" in said[2]
        url = said[1].strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", url)
        headers = {"Origin": url.rsplit("/", 2)[0], "Content-Type": "application/json"}
        for path, body in (("marks", [2, {"verdict": "wrong"}]), ("done", None)):
            request = urllib.request.Request(url + path, json.dumps(body).encode(), headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert answer.status == 200
        values = json.loads(process.communicate(timeout=60)[0])
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    (mark,) = read_marks(tmp_path / "marks.jsonl")
    assert values["reviewers"][0][mark.side][mark.kind]["texts"] == 1


def test_an_interrupted_review_goes_on(shared_run, capaug, marking) -> None:
    first = capaug("review", shared_run.out, "--count", "5", "--to", "marks.jsonl", "--kind", "negatives")
    assert first.code == 0
    assert "Negatives that are right: marks.jsonl" in first.stdout and "In the folder, kinds weighted" in first.stdout
    assert "5 texts to mark, 0 have a mark." in first.stderr
    marking["said"] = {"verdict": "wrong"}
    again = capaug("review", shared_run.out, "--count", "5", "--to", "marks.jsonl", "--kind", "negatives", "--json")
    assert "5 texts to mark, 5 have a mark." in again.stderr
    assert json.loads(again.stdout)["reviewers"][0]["negatives"]["all"]["right"] == 0
    assert len(read_marks(Path("marks.jsonl"))) == 5


def test_a_blind_review_with_controls(shared_run, capaug, marking) -> None:
    marking["said"] = {"truth": "false", "grammar": "ok", "sense": "ok"}
    options = ("--blind", "--controls", "4", "--count", "10", "--to", "blind.jsonl", "--json")
    values = json.loads(capaug("review", shared_run.out, *options).stdout)
    (found,) = values["reviewers"]
    assert (found["controls"]["right"], found["controls"]["texts"]) == (2, 4)
    assert found["negatives"]["all"]["share"] == 1 and found["positives"]["all"]["share"] == 0
    assert found["negatives"]["all"]["texts"] + found["positives"]["all"]["texts"] == 10
    assert found["answers"]["positives: truth"]["false"] == found["positives"]["all"]["texts"]
    assert len(marking["server"].review.items) == 14


def test_marks_are_scored(capaug, tmp_path: Path) -> None:
    write_marks(tmp_path / "anna.jsonl", MARKS)
    write_marks(tmp_path / "ben.jsonl", [replace(MARKS[0], verdict="wrong"), *MARKS[1:]])
    one = capaug("review", "--score", "anna.jsonl")
    assert one.code == 0 and "Agreement" not in one.stdout
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in one.stdout.splitlines() if "│" in line]
    assert ["all", "8", "0.750", "0.409", "0.929"] in cells
    both = capaug("review", "--score", "anna.jsonl", "--score", "ben.jsonl")
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in both.stdout.splitlines() if "│" in line]
    assert ["verdict", "8", "0.875", "0.714"] in cells
    values = json.loads(capaug("review", "--score", "anna.jsonl", "--score", "ben.jsonl", "--json").stdout)
    assert values["agreement"]["verdict"]["kappa"] == pytest.approx(0.7142857)


def test_wrong_usage(shared_run, capaug, tmp_path: Path) -> None:
    write_marks(tmp_path / "anna.jsonl", MARKS)
    capaug("review").check_refused(2, "name the output folder to review, or files of marks with --score")
    capaug("review", "gone").check_refused(1, "gone: no such folder")
    capaug("review", shared_run.out, "--controls", "3").check_refused(2, "give --blind too")
    capaug("review", shared_run.out, "--kind", "asymetry_1").check_refused(2, "did you mean 'asymmetry_1'?")
    capaug("review", "--score", "gone.jsonl").check_refused(1, "gone.jsonl: no such file of marks")
    capaug("review", *("--score", "anna.jsonl") * 3).check_refused(2, "one or two reviewers")
    (tmp_path / "no.jsonl").write_text("[]\n")
    capaug("review", shared_run.out, "--to", "no.jsonl").check_refused(1, "no.jsonl, line 1: not a JSON object")
    assert "capaug review capaug-out/coco-sample" in capaug("review", "--help").stdout
