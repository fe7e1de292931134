from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from capaug.errors import InputError, OutputError, UsageError
from capaug.formats import FORMATS
from capaug.records import AugmentedCaption
from capaug.runs.export import export


def test_the_rows_of_all_shards_are_written(out: Path, rows: tuple[AugmentedCaption, ...], tmp_path: Path) -> None:
    export(out, FORMATS.get("jsonl")(), tmp_path / "rows.jsonl")
    lines = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [row.as_row() for row in rows]


def test_a_name_that_ends_in_gz_is_compressed_and_has_no_time(out: Path, tmp_path: Path) -> None:
    export(out, FORMATS.get("jsonl")(), tmp_path / "rows.jsonl")
    packed = []
    for name, now in (("one.jsonl.gz", 1.0), ("two.jsonl.gz", 1e9)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("time.time", lambda now=now: now)
            export(out, FORMATS.get("jsonl")(), tmp_path / name)
        packed.append((tmp_path / name).read_bytes())
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == (tmp_path / "rows.jsonl").read_bytes()


def test_tables_are_compressed_too(out: Path, tmp_path: Path) -> None:
    export(out, FORMATS.get("open_clip")(), tmp_path / "rows.tsv.gz")
    assert gzip.decompress((tmp_path / "rows.tsv.gz").read_bytes()).startswith(b"filepath\ttitle\t")


def test_a_binary_format_is_not(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only formats of text are compressed with gzip"):
        export(out, FORMATS.get("parquet")(), tmp_path / "rows.parquet.gz")
    assert not (tmp_path / "rows.parquet.gz").exists()


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
