from __future__ import annotations

import json
from pathlib import Path

import pytest

from capaug.errors import InputError, OutputError
from capaug.formats import FORMATS
from capaug.records import AugmentedCaption
from capaug.runs.export import export


def test_the_rows_of_all_shards_are_written(out: Path, rows: tuple[AugmentedCaption, ...], tmp_path: Path) -> None:
    export(out, FORMATS.get("jsonl")(), tmp_path / "rows.jsonl")
    lines = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [row.as_row() for row in rows]


def test_a_broken_folder_leaves_no_file(out: Path, tmp_path: Path) -> None:
    sorted((out / "train").glob("*.arrow"))[-1].unlink()
    (tmp_path / "pairs.jsonl").write_text("of an earlier export")
    with pytest.raises(InputError, match="the shard is missing"):
        export(out, FORMATS.get("pairs")(), tmp_path / "pairs.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pairs.jsonl"]
    assert (tmp_path / "pairs.jsonl").read_text() == "of an earlier export"


def test_a_file_that_cannot_be_written_is_one_line(out: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export(out, FORMATS.get("pairs")(), tmp_path / "no" / "pairs.jsonl")
