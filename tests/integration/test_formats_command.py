"""``generate --format`` and ``export``: the same rows in each format, whoever reads them next."""

from __future__ import annotations

import ast
import gzip
import json
from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pytest

from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows

OTHERS = ("parquet", "webdataset")


@pytest.fixture(scope="module", name="folders")
def folders_fixture(shared_run, command) -> dict[str, Path]:
    """The shared run in every format."""
    folders = {"arrow": shared_run.out}
    for name in OTHERS:
        folders[name] = shared_run.folder / name
        outcome = command(shared_run.folder, *shared_run.arguments, "--format", name, "--out", name)
        assert outcome.code == 0, outcome
    return folders


@pytest.fixture(autouse=True)
def cache_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAUG_CACHE", str(tmp_path / "cache"))


def test_every_format_has_the_same_rows(folders) -> None:
    rows = list(iter_rows(folders["arrow"]))
    for name, suffix in zip(OTHERS, ("parquet", "tar"), strict=True):
        assert list(iter_rows(folders[name])) == rows
        manifest = Manifest.read(folders[name])
        assert [shard.file for shard in manifest.shards] == [f"train/data-000000.{suffix}"]
        assert [path.name for path in (folders[name] / "train").iterdir()] == [f"data-000000.{suffix}"]


@pytest.mark.parametrize("name", OTHERS)
def test_commands_read_every_format(folders, capaug, name: str) -> None:
    for arguments in (("verify",), ("stats", "--json"), ("inspect", "--seed", "1"), ("export", "--format", "jsonl")):
        first, *rest = arguments
        said = {form: capaug(first, folders[form], *rest) for form in ("arrow", name)}
        assert said[name].code == 0, said[name]
        of_arrow = said["arrow"].stdout.replace(str(folders["arrow"]), str(folders[name]))
        assert said[name].stdout == of_arrow
    assert capaug("filter", folders[name], "--min", "0.7", "--to", "narrow").code == 0
    assert Manifest.read(Path("narrow")).format == name
    assert capaug("verify", "narrow").code == 0


@pytest.mark.parametrize("name", OTHERS)
def test_the_same_command_gives_the_same_bytes_and_another_format_is_refused(
    folders, shared_run, capaug, name: str
) -> None:
    (shard,) = (folders[name] / "train").iterdir()
    before, written = shard.stat().st_mtime_ns, shard.read_bytes()
    again = (*shared_run.arguments, "--format", name)
    assert "finished already" in capaug(*again, "--out", folders[name]).stdout
    assert shard.stat().st_mtime_ns == before
    assert capaug(*again, "--out", "anew").code == 0
    assert Path("anew/train", shard.name).read_bytes() == written
    other = "parquet" if name == "webdataset" else "arrow"
    capaug(*shared_run.arguments, "--format", other, "--out", folders[name]).check_refused(
        1, f"begun with another format ({name}, now {other})"
    )


def test_a_run_goes_on_in_its_format(shared_run, capaug) -> None:
    """Without its manifest and one of its shards a run is an unfinished one."""
    begun = (*shared_run.arguments, "--shard-size", "4", "--format", "parquet", "--compression", "lz4", "--out", "out")
    assert capaug(*begun).code == 0
    shards = {path: path.read_bytes() for path in sorted(Path("out/train").iterdir())}
    assert [path.suffix for path in shards] == [".parquet"] * 3
    assert pq.read_metadata(next(iter(shards))).row_group(0).column(0).compression == "LZ4"
    Path("out/manifest.json").unlink()
    next(iter(shards)).write_bytes(b"half")
    assert capaug(*begun).code == 0
    assert {path: path.read_bytes() for path in sorted(Path("out/train").iterdir())} == shards
    capaug(*begun[:-4], "--out", "out").check_refused(1, "another compression (lz4, now zstd)")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--format", "jsonl"), "unknown shard format 'jsonl'; known: arrow, parquet, webdataset"),
        (("--format", "parket"), "did you mean 'parquet'"),
        (("--compression", "zstd"), "arrow shards have no compression 'zstd', only none"),
        (("--format", "parquet", "--compression", "gzip"), "only zstd, lz4, none"),
    ],
)
def test_what_is_no_format_is_refused_before_anything_is_made(capaug, options, message: str) -> None:
    capaug("generate", "--dataset", "coco", *options, "--out", "out").check_refused(2, message)
    assert not Path("out").exists()


PLUGIN = """
from capaug.formats import SHARD_FORMATS
from capaug.formats.parquet import Parquet


@SHARD_FORMATS.register("tables")
class Tables(Parquet):
    name, suffix = "tables", "tables"
"""


def test_a_format_of_a_plug_in_is_written_by_workers_and_told_where_it_is_unknown(
    shared_run, command, folders, tmp_path: Path
) -> None:
    (tmp_path / "tables.py").write_text(PLUGIN)
    given = ("generate", "--dataset", "coco", "--limit", "12", "--shard-size", "6", "--workers", "2")
    done = command(tmp_path, *given, "--plugin", "tables.py", "--format", "tables", "--out", "out")
    assert done.code == 0, done
    shards = sorted((tmp_path / "out/train").iterdir())
    assert [path.name for path in shards] == ["data-000000.tables", "data-000001.tables"]
    captions = [caption for path in shards for caption in pq.read_table(path)["caption"].to_pylist()]
    assert captions == [row.caption for row in iter_rows(folders["arrow"])]
    command(tmp_path, "verify", "out").check_refused(2, "unknown shard format 'tables'")


def test_negclip_and_open_clip_are_tables_for_their_trainers(folders, capaug) -> None:
    rows = list(iter_rows(folders["arrow"]))
    path = "val2017/{image_id:0>12}.jpg"
    for name in ("negclip", "open_clip"):
        assert capaug("export", folders["parquet"], "--format", name, "--filepath", path, "--to", name).code == 0
    lists = {"neg_caption": ast.literal_eval, "neg_image": ast.literal_eval}
    lines = pandas.read_csv("negclip", sep="\t", converters=lists)
    with_negatives = [row for row in rows if row.negatives]
    assert lines["title"].tolist() == [row.read_text for row in with_negatives]
    assert lines["filepath"].tolist() == [f"val2017/{row.image_id:0>12}.jpg" for row in with_negatives]
    assert lines["neg_caption"].tolist() == [[v.text for v in row.negatives] for row in with_negatives]
    for line, others in enumerate(lines["neg_image"]):
        assert all(lines["filepath"][other] != lines["filepath"][line] for other in others) and others
    lines = pandas.read_csv("open_clip", sep="\t")
    assert len(lines) == len(rows) + sum(len(row.positives) for row in rows)
    assert set(lines["filepath"]) == {f"val2017/{row.image_id:0>12}.jpg" for row in rows}


def test_exports_are_compressed_by_their_name(folders, capaug) -> None:
    assert capaug("export", folders["arrow"], "--format", "triplets", "--to", "triplets.jsonl.gz").code == 0
    plain = capaug("export", folders["arrow"], "--format", "triplets").stdout
    assert gzip.decompress(Path("triplets.jsonl.gz").read_bytes()).decode() == plain
    images = {row.image_id for row in iter_rows(folders["arrow"])}
    assert {json.loads(line)["image_id"] for line in plain.splitlines()} <= images
    capaug("export", folders["arrow"], "--format", "parquet", "--to", "rows.parquet.gz").check_refused(2, "without .gz")


@pytest.mark.parametrize("name", OTHERS)
def test_a_whole_folder_is_one_file_of_its_format(folders, capaug, name: str) -> None:
    assert capaug("export", folders["arrow"], "--format", name, "--to", "rows").code == 0
    (shard,) = (folders[name] / "train").iterdir()
    assert Path("rows").read_bytes() == shard.read_bytes()


def test_a_file_path_is_for_formats_that_name_pictures(folders, capaug) -> None:
    capaug("export", folders["arrow"], "--format", "pairs", "--filepath", "{image_id}.jpg").check_refused(
        2, "--filepath is for formats that name pictures, as negclip and open_clip do, not for pairs"
    )
    capaug("export", folders["arrow"], "--format", "negclip", "--filepath", "{image}.jpg").check_refused(
        2, "it takes {image_id} or {image_id:0>12}"
    )
