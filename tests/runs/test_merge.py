"""Parts that are made apart and merged are one run's folder, to the byte."""

from __future__ import annotations

import errno
import json
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fake_work import FakeSource, FakeWork, SplitSource, groups
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.engines.base import WorkError
from capaug.errors import CapaugError, InputError, OutputError, UsageError
from capaug.formats import SHARD_FORMATS, shard_format
from capaug.generation import make_folder
from capaug.runs.export import export
from capaug.runs.manifest import Manifest
from capaug.runs.merge import merge
from capaug.runs.reader import iter_batches, iter_rows
from capaug.runs.share import Share
from capaug.runs.verify import verify

IMAGES = 22


def make(out: Path, share: Share | None = None, images: int = IMAGES, **changes: Any) -> Manifest:
    kind = changes.pop("kind", FakeSource)
    work = changes.pop("work", FakeWork())
    fixed: dict[str, Any] = {"recipe": {"name": "fake"}, "seed": 3, "shard_size": 4}
    return make_folder(kind(groups(images), {"images": images}), work, out, **{**fixed, **changes}, share=share)


def make_parts(folder: Path, of: int, **changes: Any) -> list[Path]:
    """All parts, made in another order than their own."""
    parts = [folder / f"part-{number}" for number in range(1, of + 1)]
    for number in sorted(range(1, of + 1), reverse=True):
        make(parts[number - 1], Share(number, of), **changes)
    return parts


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(SHARD_FORMATS.names()),
    st.integers(1, 7),
    st.integers(1, 24),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_parts_merged_are_one_run(name: str, of: int, images: int, size: int, order: random.Random) -> None:
    with TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)  # which most of the time would go to
        folder = Path(temporary)
        form = shard_format(name)
        whole = make(folder / "whole", images=images, shard_size=size, form=form)
        parts = make_parts(folder, of, images=images, shard_size=size, form=form)
        assert sum(len(list((part / "train").glob("data-*"))) for part in parts) == len(whole.shards)
        order.shuffle(parts)
        assert merge(folder / "merged", parts) == whole
        assert contents(folder / "merged") == contents(folder / "whole")


def test_a_part_is_a_folder_of_its_own_with_the_shards_of_one_run(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole")
    part = make(tmp_path / "part", Share(2, 4), kind=SplitSource)
    assert [shard.file for shard in part.shards] == ["train/data-000001.arrow", "train/data-000005.arrow"]
    assert part.shards == [whole.shards[1], whole.shards[5]]
    assert part.source == {"images": IMAGES, "part": "2/4"}
    assert verify(tmp_path / "part") == []


def test_a_part_without_a_shard_is_finished_too(tmp_path: Path) -> None:
    part = make(tmp_path / "part", Share(9, 9))
    assert (part.shards, part.captions) == ([], 0)
    assert list(iter_rows(tmp_path / "part")) == verify(tmp_path / "part") == []
    with pytest.raises(InputError, match="the source has no captions"):
        make(tmp_path / "empty", Share(1, 2), images=0)


def test_a_part_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "part"
    with pytest.raises(WorkError):
        make(out, Share(2, 3), work=FakeWork(fail_at="17"))
    assert [path.name for path in (out / "train").iterdir()] == ["data-000001.arrow"]
    kept = (out / "train" / "data-000001.arrow").stat().st_mtime_ns
    heard: list[int] = []
    make(out, Share(2, 3), progress=lambda summary: heard.append(summary.index))
    assert heard == [1, 4]
    assert (out / "train" / "data-000001.arrow").stat().st_mtime_ns == kept
    make(tmp_path / "unbroken", Share(2, 3))
    assert contents(out) == contents(tmp_path / "unbroken")


def test_two_parts_do_not_share_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkError):
        make(tmp_path / "part", Share(1, 2), work=FakeWork(fail_at="0"))
    for other in (Share(2, 2), None):  # not even before the first shard: the other may be at work
        with pytest.raises(OutputError, match=r"begun with another source \(part\)"):
            make(tmp_path / "part", other)
    make(tmp_path / "part", Share(1, 2))


def test_a_part_of_a_source_that_became_shorter_is_refused(tmp_path: Path) -> None:
    told = {"images": 0}
    settings: dict[str, Any] = {"recipe": {"name": "fake"}, "seed": 3, "shard_size": 4, "share": Share(2, 2)}
    with pytest.raises(WorkError):
        make_folder(FakeSource(groups(IMAGES), told), FakeWork(fail_at="21"), tmp_path, **settings)
    with pytest.raises(OutputError, match="become shorter"):
        make_folder(FakeSource(groups(9), told), FakeWork(), tmp_path, **settings)


def test_the_files_are_links_where_they_can_be(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, 2)
    merge(tmp_path / "merged", parts)
    for index in range(6):
        file = f"train/data-{index:06d}.arrow"
        assert (tmp_path / "merged" / file).samefile(parts[index % 2] / file)
    for part in parts:
        for path in part.rglob("*.*"):
            path.unlink()
    assert verify(tmp_path / "merged") == []


def test_and_copies_where_they_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    parts = make_parts(tmp_path, 2)
    monkeypatch.setattr(os, "link", refuse)
    merge(tmp_path / "merged", parts)
    make(tmp_path / "whole")
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
    assert not (tmp_path / "merged/train/data-000000.arrow").samefile(parts[0] / "train/data-000000.arrow")


def test_a_merge_goes_on_and_a_finished_one_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts, out = make_parts(tmp_path, 2), tmp_path / "merged"
    link, linked = os.link, []

    def full(file: Path, to: Path) -> None:
        linked.append(to)
        if len(linked) == 5:
            raise KeyboardInterrupt
        link(file, to)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        with pytest.raises(KeyboardInterrupt):
            merge(out, parts)
    assert not (out / "manifest.json").exists()
    manifest = merge(out, parts)
    make(tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert merge(out, parts) == manifest
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_versions_are_those_that_made_the_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = make_parts(tmp_path, 2, plugins={"mine.py": "abc"})
    make(tmp_path / "whole", plugins={"mine.py": "abc"})
    monkeypatch.setattr("capaug.runs.run.version", lambda library: "99")
    merge(tmp_path / "merged", parts)
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"seed": 4}, r"seed \(3, now 4\)"),
        ({"shard_size": 5}, r"shard_size \(4, now 5\)"),
        ({"recipe": {"name": "other"}}, r"recipe \(name\)"),
        ({"images": 23}, r"source \(images\)"),
        ({"plugins": {"mine.py": "abc"}}, r"versions \(plugin mine.py\)"),
    ],
)
def test_parts_of_two_runs_are_refused(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    make(tmp_path / "1", Share(1, 2))
    make(tmp_path / "2", Share(2, 2), **changes)
    refused(tmp_path, ["1", "2"], InputError, f"2: a part of another run than .*1, with another {named}; make all")


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        ([], UsageError, "name the folders of the parts"),
        (["1", "2", "2"], UsageError, "2 and .*2 are both part 2/3; name each part once"),
        (["2", "again", "1"], UsageError, "2 and .*again are both part 2/3"),
        (["2"], UsageError, "all 3 parts make a run; missing: 1/3, 3/3"),
        (["1", "half"], UsageError, "half is one of 2 parts, .*1 one of 3; merge those of one run"),
        (["whole"], InputError, "whole: a whole run, no part of one .it was made without --part"),
        (["1", "merged"], UsageError, "merged: what is merged needs a folder of its own"),
        (["1", "none"], InputError, "none: no such folder"),
        (["1", "unfinished"], InputError, "unfinished: the run is unfinished; run the same capaug generate command"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, names: list[str], error: type[CapaugError], message: str) -> None:
    for name, share in {"1": Share(1, 3), "2": Share(2, 3), "again": Share(2, 3), "half": Share(2, 2)}.items():
        make(tmp_path / name, share)
    make(tmp_path / "whole")
    with pytest.raises(WorkError):
        make(tmp_path / "unfinished", Share(3, 3), work=FakeWork(fail_at="20"))
    refused(tmp_path, names, error, message)


def refused(folder: Path, names: list[str], error: type[CapaugError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        merge(folder / "merged", [folder / name for name in names])
    assert "\n" not in str(caught.value)
    assert not (folder / "merged").exists()


def test_a_source_that_grew_between_the_parts_is_refused(tmp_path: Path) -> None:
    for number, images in ((1, 22), (2, 40)):
        source = FakeSource(groups(images), {"told": "nothing"})
        make_folder(source, FakeWork(), tmp_path / str(number), recipe={}, seed=0, shard_size=4, share=Share(number, 2))
    refused(tmp_path, ["1", "2"], InputError, "1: part 1/2 has 3 of 8 shards, not 4; the source has changed")


def test_a_broken_file_of_a_part_is_refused(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, 2)
    shard = parts[1] / "train" / "data-000003.arrow"
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match=r"data-000003.arrow: missing, or not the bytes that were written; give"):
        merge(tmp_path / "merged", parts)
    (parts[1] / "manifest.json").unlink()
    make(parts[1], Share(2, 2))
    (parts[0] / "summaries" / "summary-000004.json").write_text(json.dumps([]))
    with pytest.raises(InputError, match=r"summary-000004.json: gone or broken"):
        merge(tmp_path / "merged", parts)


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, 2)
    (tmp_path / "merged").mkdir()
    (tmp_path / "merged" / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match=r"holds other things \(thesis.tex\)"):
        merge(tmp_path / "merged", parts)


def test_parts_of_two_formats_are_not_merged(tmp_path: Path) -> None:
    parts = [tmp_path / "one", tmp_path / "two"]
    make(parts[0], Share(1, 2))
    make(parts[1], Share(2, 2), form=shard_format("parquet"))
    with pytest.raises(InputError, match=r"two: a part of another run .* with another format \(arrow, now parquet\)"):
        merge(tmp_path / "out", parts)


@pytest.mark.parametrize("name", SHARD_FORMATS.names())
def test_a_part_without_a_shard_is_whole_and_has_no_columns(tmp_path: Path, name: str) -> None:
    part = tmp_path / "part"
    make(part, Share(3, 3), images=4, form=shard_format(name))
    assert verify(part) == []
    assert list(iter_rows(part)) == []
    for read in (lambda: next(iter_batches(part, ["caption"])), lambda: export(part, shard_format(name), part / "to")):
        with pytest.raises(InputError, match="a part of a run with fewer shards than parts; it has no rows"):
            read()
