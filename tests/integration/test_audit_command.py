"""``capaug export`` and ``capaug audit`` on an output folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from capaug.evaluation.audit import Audit
from capaug.records import AugmentedCaption
from capaug.runs.reader import iter_rows


def test_export_writes_pairs(shared_run, capaug, tmp_path: Path) -> None:
    shown = capaug("export", shared_run.out)
    assert shown.code == 0
    pairs = [json.loads(line) for line in shown.stdout.splitlines()]
    negatives = {negative.text for row in iter_rows(shared_run.out) for negative in row.negatives}
    assert pairs and {pair["negative"] for pair in pairs} <= negatives
    written = capaug("export", shared_run.out, "--format", "pairs", "--to", "pairs.jsonl")
    assert (written.code, written.stdout) == (0, "")
    assert (tmp_path / "pairs.jsonl").read_text(encoding="utf-8") == shown.stdout


def test_export_writes_bytes_to_a_pipe(shared_run) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "capaug_cli", "export", str(shared_run.out), "--format", "arrow"],
        capture_output=True,
        check=True,
    )
    with pa.ipc.open_stream(done.stdout) as stream:
        rows = [AugmentedCaption.from_row(row) for row in stream.read_all().to_pylist()]
    assert rows == list(iter_rows(shared_run.out))


def test_audit_shows_judges_and_words(shared_run, capaug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.evaluation.audit.FEWEST", 20)
    values = json.loads(capaug("audit", shared_run.out, "--by", "kind", "--json").stdout)
    assert next(iter(values)) == "all" and len(values) > 3
    assert 0 <= values["all"]["ngram"] <= 1
    shown = capaug("audit", shared_run.out, "--words", "3")
    assert shown.code == 0
    assert f"{values['all']['ngram']:.3f}" in shown.stdout
    assert values["all"]["giveaways"][0]["feature"] in shown.stdout
    fourth = re.escape(values["all"]["giveaways"][3]["feature"])
    assert not re.search(rf"^│ {fourth} +│", shown.stdout, re.MULTILINE)


def test_figures_are_explained(capaug, shared_run, monkeypatch: pytest.MonkeyPatch) -> None:
    audits = {
        "all": Audit(20_000, 0.51, 0.5, 0.52),
        "a.b": Audit(400, 0.55, 0.49, 0.5),
        "a.c": Audit(100),
    }
    monkeypatch.setattr("capaug.evaluation.audit.audit", lambda pairs, words: audits[pairs])
    monkeypatch.setattr("capaug.evaluation.audit.draw_pairs", lambda *_, **__: {name: name for name in audits})
    shown = capaug("audit", shared_run.out, "--by", "kind").stdout
    assert "(95 times in 100 by less than this): a.b ±0.05." in shown
    assert "Below 0.50 (a.b): " in shown
    assert "too few: under 200 pairs" in shown
    del audits["a.b"], audits["a.c"]
    shown = capaug("audit", shared_run.out, "--by", "kind").stdout
    assert shown.splitlines()[-1].startswith("└")


def test_too_few_pairs_are_named(shared_run, capaug) -> None:
    assert "too few" in capaug("audit", shared_run.out, "--limit", "50").stdout


@pytest.mark.parametrize("name", ["export", "audit"])
def test_the_help_has_examples(capaug, name: str) -> None:
    assert f"capaug {name} capaug-out/coco-sample" in capaug(name, "--help").stdout.partition("Examples:")[2]


def test_wrong_usage(shared_run, capaug, tmp_path: Path) -> None:
    capaug("export", shared_run.out, "--format", "xml").check_refused(2, "unknown format 'xml'", "pairs")
    capaug("export", tmp_path / "no").check_refused(1, "no such folder")
    capaug("audit", shared_run.out, "--by", "colour").check_refused(2, "--by takes kind")
    capaug("audit", tmp_path / "no").check_refused(1, "no such folder")
