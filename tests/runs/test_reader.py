from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import datasets
import pytest
from datasets.utils.logging import disable_progress_bar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaug.errors import InputError, OutputError, UsageError
from capaug.formats import SHARD_FORMATS, shard_format
from capaug.formats.batches import read_rows, read_scores
from capaug.records import SCORES, AugmentedCaption
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_batches, iter_rows, load_shards

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


@pytest.fixture(name="cache", autouse=True)
def cache_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Arrow files of other shards are kept."""
    monkeypatch.setenv("CAPAUG_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "shards"


def test_shards_of_any_format_give_the_same_rows(
    out_of_any_format: Path, rows: tuple[AugmentedCaption, ...], cache: Path
) -> None:
    out = out_of_any_format
    expected = [row.as_row(SCORES) for row in rows]
    assert tuple(iter_rows(out)) == rows
    assert [row for batch in iter_batches(out) for row in batch.to_pylist()] == expected
    loaded = load_shards(out)
    assert (loaded.to_list(), str(loaded.split)) == (expected, "train")
    copies = [path.read_bytes() for path in cache.glob("*")]
    assert len(copies) == (Manifest.read(out).format != "arrow")
    assert load_shards(out).to_list() == expected
    assert [path.read_bytes() for path in cache.glob("*")] == copies


def test_load_dataset_reads_parquet_and_finds_tar_files(
    build: Any, rows: tuple[AugmentedCaption, ...], rejects: Any, tmp_path: Path
) -> None:
    loaded = datasets.load_dataset(str(build(rows, rejects, "parquet")), cache_dir=str(tmp_path / "cache"))
    assert loaded["train"].to_list() == [row.as_row(SCORES) for row in rows]
    shutil.rmtree(tmp_path / "out")
    out = str(build(rows[:2], [], "webdataset"))  # its reader looks for a sample in the first files
    loaded = datasets.load_dataset(out, split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded["txt"] == [row.caption for row in rows[:2]]
    assert [row["image_id"] for row in loaded["json"]] == ["7", "7"]


def test_columns_are_read_alone(out_of_any_format: Path) -> None:
    batches = iter_batches(out_of_any_format, ["caption", "negatives.text", "negatives.balance"])
    found = [row for batch in batches for row in batch.to_pylist()]
    assert found[1] == {
        "caption": "Un café “chez 🐴”:\na red sign.",
        "negatives": [{"text": "Un café “chez 🐴”:\na blue sign.", "balance": 0.25}],
    }
    assert len(found) == 3


@pytest.mark.parametrize("column", ["photo", "negatives.photo", "caption.text", ""])
def test_a_column_that_is_not_there_is_named(out_of_any_format: Path, column: str) -> None:
    with pytest.raises(UsageError, match=f"rows have no column '{column}'; they have: image_id, caption_id"):
        next(iter_batches(out_of_any_format, ["caption", column]))


def test_a_cache_that_cannot_be_written_is_one_line(
    build: Any, rows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = build(rows, [], "parquet")
    (tmp_path / "file").touch()
    monkeypatch.setenv("CAPAUG_CACHE", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="cannot be written"):
        load_shards(out)


def test_a_broken_shard_leaves_no_copy(build: Any, rows: Any, cache: Path) -> None:
    out = build(rows, [], "parquet")
    shard = out / "train/data-000001.parquet"
    shard.write_bytes(shard.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"data-000001.parquet: not a readable shard"):
        load_shards(out)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("name", SHARD_FORMATS.names())
def test_a_run_without_a_row_still_loads(build: Any, rejects: Any, name: str) -> None:
    out = build([], rejects, name)
    assert list(iter_rows(out)) == []
    assert [batch.num_rows for batch in iter_batches(out, ["caption", "negatives.text"])] == [0]
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
def test_a_changed_byte_of_a_shard_is_read_or_refused_in_one_line(out_of_any_format: Path, data: st.DataObject) -> None:
    out = out_of_any_format
    form = shard_format(Manifest.read(out).format)
    shard = out / f"train/data-000000.{form.suffix}"
    whole = shard.read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), 1 << data.draw(st.integers(0, 7))
    try:
        shard.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        for read in (partial(read_rows, form), partial(read_scores, form), form.read_schema, form.read_batches):
            with contextlib.suppress(InputError):
                list(read(shard))
        with contextlib.suppress(InputError):
            for batch in form.read_batches(shard, ["caption", "negatives.text"]):
                batch.to_pylist()
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
