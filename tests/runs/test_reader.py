from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import pytest
from datasets.utils.logging import disable_progress_bar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.formats.arrow import read_rows, read_schema, read_scores
from capaug.records import SCORES, AugmentedCaption
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows, load_shards

disable_progress_bar()


def test_iter_rows_gives_back_what_was_written(out: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    assert tuple(iter_rows(out)) == rows
    assert tuple(iter_rows(str(out))) == rows


def test_all_loaders_read_the_rows_and_only_them(out: Path, rows: tuple[AugmentedCaption, ...], tmp_path: Path) -> None:
    expected = [row.as_row(SCORES) for row in rows]
    assert load_shards(out).to_list() == expected
    on_disk = datasets.load_from_disk(str(out))
    assert {split: of_split.to_list() for split, of_split in on_disk.items()} == {"train": expected}
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    assert {split: of_split.to_list() for split, of_split in loaded.items()} == {"train": expected}
    assert list(loaded["train"].features) == list(load_shards(out).features)
    streamed = datasets.load_dataset(str(out), split="train", streaming=True, cache_dir=str(tmp_path / "cache"))
    assert list(streamed) == expected


def test_a_run_without_a_row_still_loads(build: Any, rejects: Any) -> None:
    out = build([], rejects)
    assert list(iter_rows(out)) == []
    assert load_shards(out).num_rows == 0
    assert load_shards(out).column_names[:2] == ["image_id", "caption_id"]


def test_an_unfinished_run_says_how_to_finish(out: Path) -> None:
    (out / "manifest.json").unlink()
    for read in (load_shards, lambda path: list(iter_rows(path))):
        with pytest.raises(InputError, match="unfinished; run the same capaug generate command again"):
            read(out)


def test_what_is_no_output_is_refused(tmp_path: Path, out: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        load_shards(tmp_path / "nowhere")
    with pytest.raises(InputError, match="not an output folder of capaug generate"):
        load_shards(out / "train")
    (out / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match="not a manifest that this capaug can read"):
        load_shards(out)


def test_missing_and_broken_shards_are_one_line(out: Path) -> None:
    shard = out / "train/data-000001.arrow"
    shard.write_bytes(shard.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"data-000001.arrow: not a readable shard"):
        list(iter_rows(out))
    shard.unlink()
    for read in (load_shards, lambda path: list(iter_rows(path))):
        with pytest.raises(InputError, match=r"data-000001.arrow: the shard is missing"):
            read(out)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_byte_of_a_shard_is_read_or_refused_in_one_line(out: Path, data: st.DataObject) -> None:
    shard = out / "train/data-000000.arrow"
    whole = shard.read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), 1 << data.draw(st.integers(0, 7))
    try:
        shard.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        for read in (read_rows, read_scores, read_schema):
            with contextlib.suppress(InputError):
                list(read(shard))
    finally:
        shard.write_bytes(whole)


def test_the_manifest_reads_back_as_it_was_written(out: Path, tmp_path: Path) -> None:
    manifest = Manifest.read(out)
    manifest.write(tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == (out / "manifest.json").read_bytes()
    assert manifest.recipe == {"name": "default", "encoder": "embedded"}
    assert [shard.rows for shard in manifest.shards] == [2, 1, 0]
    assert [shard.file for shard in manifest.reject_shards] == [f"rejects/rejects-00000{n}.jsonl" for n in (1, 2)]


def test_runs_and_engines_import_nothing_heavy() -> None:
    code = (
        "import sys, capaug.generation, capaug.runs.reader, capaug.formats, capaug.sources, capaug.runs.verify;"
        "print([name for name in ('torch', 'spacy', 'datasets', 'pyarrow', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
