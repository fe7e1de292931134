from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from capaug.errors import OutputError
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Reject
from capaug.runs.atomic import write_atomically
from capaug.runs.layout import FOLDERS
from capaug.runs.shards import VariantCount, digest, is_intact, read_summary, write_shard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_shard_and_its_summary(folder: Path, rows: tuple[AugmentedCaption, ...], rejects: tuple[Reject, ...]) -> None:
    refused = {("b.x", "low"): 2, ("a.x", "low"): 1, ("b.x", "high"): 3}
    summary = write_shard(folder, 12, ChunkResult(list(rows), list(rejects), refused), "digest")
    assert read_summary(folder, 12) == summary
    data = (folder / "train/data-000012.arrow").read_bytes()
    assert (summary.data.rows, summary.data.bytes) == (3, len(data))
    assert summary.data.sha256 == hashlib.sha256(data).hexdigest()
    assert (summary.captions, summary.with_positive, summary.with_negative) == (5, 1, 2)
    assert summary.rejects == {"empty": 1, "not_text": 1}
    assert summary.positives == {"asymmetry_2.generalise": VariantCount(1, 1, 0.75)}
    assert summary.negatives["relation_swap.roles"] == VariantCount(1, 0, 0.0)
    assert summary.refused == {"a.x": {"low": 1}, "b.x": {"high": 3, "low": 2}}
    assert is_intact(folder, summary.data)


def test_rejects_are_json_lines_that_lose_no_character(folder: Path, rejects: tuple[Reject, ...]) -> None:
    write_shard(folder, 0, ChunkResult(rejects=list(rejects)), "digest")
    lines = (folder / "rejects/rejects-000000.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == [asdict(reject) for reject in rejects]
    assert lines[-1] == ""


def test_no_rejects_no_file(folder: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    assert write_shard(folder, 0, ChunkResult(list(rows)), "digest").reject_data is None
    assert list((folder / "rejects").iterdir()) == []


def test_equal_results_give_equal_bytes(folder: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    first = write_shard(folder, 0, ChunkResult(list(rows)), "digest")
    again = write_shard(folder, 1, ChunkResult(list(rows)), "digest")
    assert first.data.sha256 == again.data.sha256
    assert write_shard(folder, 2, ChunkResult(list(rows[:2])), "digest").data.sha256 != first.data.sha256


def test_a_missing_or_broken_summary_is_none(folder: Path) -> None:
    write_shard(folder, 0, ChunkResult(), "digest")
    path = folder / "summaries/summary-000000.json"
    whole = path.read_bytes()
    for broken in (b"", b"[]", whole[:-20], whole.replace(b'"captions": 0', b'"captions": 1')):
        path.write_bytes(broken)
        assert read_summary(folder, 0) is None
    assert read_summary(folder, 1) is None


def test_digest_tells_chunks_apart() -> None:
    def group(image: str = "1", text: str = "a dog \ud83d", split: str = "val") -> list[CaptionGroup]:
        return [CaptionGroup(image, (Caption("5", text),), "coco", split)]

    digests = {digest(group()), digest(group("2")), digest(group(text="a cat")), digest(group(split="train"))}
    assert len(digests) == 4
    assert digest(group()) == digest(group())


def test_a_failed_write_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "file"
    write_atomically(path, b"old")

    def fail(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match=r"file: cannot be written \(Input/output error\)"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in folder.iterdir() if entry.is_file()] == ["file"]
