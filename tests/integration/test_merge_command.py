"""``capaug generate --part`` and ``capaug merge``: two parts are the run that was not cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import capaug as library
from capaug.errors import installing

RUN = ("generate", "--dataset", "coco", "--limit", 4, "--shard-size", 1, "--workers", "1", "--json")


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_two_parts_are_one_run(capaug, tmp_path: Path) -> None:
    for number in (1, 2):
        made = json.loads(capaug(*RUN, "--part", f"{number}/2").stdout)
        assert made["out"] == f"capaug-out/coco-sample-part-{number}-of-2"
        assert (made["shards"], made["captions"]) == (2, 10)
    parts = ("capaug-out/coco-sample-part-2-of-2", "capaug-out/coco-sample-part-1-of-2")
    outcome = capaug("merge", "merged", *parts)
    assert (outcome.code, outcome.stderr) == (0, "")
    assert outcome.stdout == "20 rows of 20 captions are in merged (parts: 2, shards: 4)\n"
    assert capaug(*RUN, "--out", "whole").code == 0
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
    again = json.loads(capaug("merge", "merged", *parts, "--json").stdout)
    assert again == {"out": "merged", "parts": 2, "captions": 20, "rows": 20, "shards": 4}
    capaug("merge", "other", *parts, parts[0]).check_refused(2, parts[0], "are both part 2/2")
    capaug("merge", "other", "whole").check_refused(1, "whole: a whole run, no part of one")
    capaug("merge", "other", parts[0]).check_refused(2, "all 2 parts make a run; missing: 1/2")


def test_one_part_too_many_has_no_rows(capaug) -> None:
    said = capaug(*RUN[:-1], "--part", "5/5", "--out", "fifth").stdout
    assert "the run has fewer shards than parts, and none is of this part: nothing to do\n0 rows of 0 captions" in said
    assert "load_shards" not in said
    for command in ("stats", "inspect"):
        capaug(command, "fifth").check_refused(1, "fifth: a part of a run with fewer shards than parts")
    assert capaug("verify", "fifth").code == 0


def test_programs_make_parts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "captions.txt").write_text("A red bus.\nA dog on a couch.\nA black cat.\n")
    for number in (1, 2):
        library.generate("captions.txt", shard_size=1, part=(number, 2))
    parts = [f"capaug-out/captions.txt-all-part-{number}-of-2" for number in (1, 2)]
    whole = library.generate("captions.txt", "whole", shard_size=1)
    assert library.merge("merged", parts) == whole


def test_without_ray_the_engine_says_how_to_get_it(capaug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.engines.ray.find_spec", lambda name: None)
    outcome = capaug("generate", "--dataset", "coco", "--engine", "ray")
    outcome.check_refused(2, f"the engine ray needs Ray; install it with: {installing('ray')}")
