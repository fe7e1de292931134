"""The file of a page: what it may do, and what it is made of."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from capaug.formats import shard_format
from capaug.records import ChunkResult, Reject
from capaug.report.render import REPORT, REVIEW
from capaug.report.report import report
from capaug.runs.run import begin, finish
from capaug.runs.shards import write_shard
from tests.pages import opened

FOLDER = Path(__file__).parents[2] / "capaug" / "report"


def test_the_policy_lets_the_scripts_of_the_page_run_and_nothing_else(out: Path, tmp_path: Path) -> None:
    report(out, tmp_path / "report.html", rows=10, audited=False)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    assert set(re.findall(r"sha256-([^&]+)&#39;", policy)) == hashes and len(scripts) == len(REPORT)
    assert policy.startswith("default-src &#39;none&#39;; ") and "unsafe-eval" not in policy
    assert page.count("<script") == len(scripts) + 2  # settings, and one block


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("vendor/*.js"), *FOLDER.glob("page/*.js")]), ids=lambda path: path.name
)
def test_scripts_can_stand_in_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "</script" not in text and "<!--" not in text
    assert path.name in {*REPORT, *REVIEW}
    if path.parent.name == "vendor":
        assert "Permission to use, copy" in (path.parent / f"{path.name.split('.')[0]}.LICENSE.txt").read_text()


def test_a_run_without_rows_has_a_page(browser, tmp_path: Path) -> None:
    form = shard_format("arrow")
    run = begin(tmp_path / "empty", recipe={}, source={}, seed=0, shard_size=1, form=form)
    reject = Reject("1", "1-1", "\ud800", "coco", "val2017", "not_english", "no English words")
    write_shard(tmp_path / "empty", 0, ChunkResult(rejects=[reject]), "", form)
    finish(tmp_path / "empty", run, 1)
    report(tmp_path / "empty", tmp_path / "report.html", rows=10)
    seen = opened(browser, (tmp_path / "report.html").as_uri())
    assert seen.tab.text_content("#found") == "1 of 1; 1 to 1 shown"
    assert seen.tab.locator("text=No candidate was refused.").count() == 1
    assert not seen.errors
    seen.tab.context.close()
