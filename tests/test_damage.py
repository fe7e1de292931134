"""A byte of a finished folder changes, or a file is cut or lost: it is found, and mended to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fake_work import FakeWork
from hypothesis import given, settings
from hypothesis import strategies as st
from test_generation import contents, make

from capaug.errors import CapaugError, InputError, OutputError
from capaug.runs.files import is_finished
from capaug.runs.layout import MANIFEST, RUN, STATE
from capaug.runs.refilter import Bounds, refilter
from capaug.runs.repair import repair
from capaug.runs.verify import verify

FROM_THE_CAPTIONS = ("train/data-", "rejects/", "summaries/")
FEW = settings(max_examples=25, deadline=None)


@pytest.fixture(scope="module", name="whole")
def whole_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "out"
    make(out, shard_size=14)
    return out


@pytest.fixture(scope="module", name="filtered")
def filtered_fixture(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("filtered") / "out"
    refilter(whole, out, Bounds(lowest=0.02))
    return out


@st.composite
def damages(draw: st.DrawFn, whole: dict[str, bytes]) -> tuple[str, bytes]:
    """A file of a folder, and what became of it."""
    name = draw(st.sampled_from(sorted(whole)))
    data = whole[name]
    at = draw(st.integers(0, len(data) - 1))
    flipped = data[:at] + bytes([data[at] ^ 1 << draw(st.integers(0, 7))]) + data[at + 1 :]
    return name, draw(st.sampled_from([flipped, data[:at], data[at + 1 :], data[:at] + data[at + 1 :], data + b"\n"]))


def check(whole: Path, copy: Path, damage: tuple[str, bytes] | str, again: Callable[[Path], object]) -> None:
    """Damage a copy of the folder ``whole``, look for the damage and mend it."""
    before = contents(whole)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(whole, copy)
    if isinstance(damage, str):
        name = damage
        (copy / name).unlink()
    else:
        name, data = damage
        (copy / name).write_bytes(data)
    assert not is_finished(copy)
    assert [found.file for found in verify(copy)] == [name]
    written = repair(copy)
    if name.startswith(FROM_THE_CAPTIONS):
        assert written == []
        assert "run the command that made the folder again" in verify(copy)[0].advice
        again(copy)
    else:
        assert written == [name]
    assert contents(copy) == before
    assert is_finished(copy)
    assert verify(copy) == []


@FEW
@given(st.data())
def test_a_damaged_file_is_found_and_mended(whole: Path, data: st.DataObject) -> None:
    again = partial(make, shard_size=14)
    check(whole, whole.with_name("copy"), data.draw(damages(contents(whole))), again)


@FEW
@given(st.data())
def test_a_damaged_file_of_a_filtered_folder_is_found_and_mended(
    whole: Path, filtered: Path, data: st.DataObject
) -> None:
    again = partial(refilter, whole, bounds=Bounds(lowest=0.02))
    check(filtered, filtered.with_name("copy"), data.draw(damages(contents(filtered))), again)


def test_a_lost_file_is_found_and_mended(whole: Path) -> None:
    for name in contents(whole):
        check(whole, whole.with_name("copy"), name, partial(make, shard_size=14))


@FEW
@given(st.data())
def test_the_same_command_mends_any_file(whole: Path, data: st.DataObject) -> None:
    copy = whole.with_name("resumed")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(whole, copy)
    for name, damage in data.draw(st.lists(damages(contents(whole)), min_size=1, max_size=3)):
        (copy / name).write_bytes(damage)
    if {RUN, MANIFEST} <= {name for name, data in contents(whole).items() if (copy / name).read_bytes() != data}:
        with pytest.raises(OutputError, match=r"no manifest\.json says what the shards were made with"):
            make(copy, shard_size=14)
    else:
        make(copy, shard_size=14)
        assert contents(copy) == contents(whole)


@FEW
@given(st.data())
def test_what_is_damaged_twice_is_mended_or_refused_in_one_line(whole: Path, data: st.DataObject) -> None:
    copy = whole.with_name("twice")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(whole, copy)
    damaged = dict(data.draw(st.lists(damages(contents(whole)), min_size=2, max_size=4)))
    for name, damage in damaged.items():
        (copy / name).write_bytes(damage)
    try:
        written = repair(copy)
    except CapaugError as error:
        assert MANIFEST in damaged
        assert "\n" not in str(error)
        with pytest.raises(CapaugError):
            verify(copy)
        return
    before, after = contents(whole), contents(copy)
    assert all(after[name] == before[name] for name in written)
    left = {found.file for found in verify(copy)}
    assert left == {name for name in damaged if after[name] != before[name]}


def test_a_file_of_another_run_is_not_taken_for_whole(whole: Path, tmp_path: Path) -> None:
    other, mixed = tmp_path / "other", tmp_path / "mixed"
    make(other, shard_size=14, seed=4, recipe={"name": "fake", "encoder": "large"})
    for name, data in contents(other).items():
        if data != contents(whole)[name] and name != MANIFEST:
            shutil.copytree(whole, mixed)
            (mixed / name).write_bytes(data)
            assert [found.file for found in verify(mixed)] == [name]
            shutil.rmtree(mixed)


def test_a_run_that_was_broken_off_is_not_taken_for_finished(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    for name in (MANIFEST, STATE):
        (out / name).unlink()
    for look in (repair, verify):
        with pytest.raises(InputError, match="the run is unfinished; run the same capaug generate command again"):
            look(out)
    make(out, shard_size=14)
    assert contents(out) == contents(whole)


def test_a_manifest_is_not_told_from_half_of_the_shards(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / MANIFEST).unlink()
    (out / "summaries/summary-000002.json").unlink()
    with pytest.raises(InputError, match="the run is unfinished"):
        repair(out)


def test_no_manifest_is_told_from_a_shard_that_is_broken(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / MANIFEST).unlink()
    shard = out / "train/data-000000.arrow"
    shard.write_bytes(shard.read_bytes().replace(b"a dog sitting", b"a cat sitting"))
    with pytest.raises(InputError, match="the run is unfinished; run the same capaug generate command again"):
        repair(out)
    make(out, shard_size=14)
    assert contents(out) == contents(whole)


def test_the_card_of_another_version_takes_the_place_of_a_broken_one(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / "README.md").write_text("mine")
    monkeypatch.setattr("capaug.runs.companions.card", lambda manifest, examples: "the card of another version")
    assert repair(out) == ["README.md", MANIFEST]
    assert (out / "README.md").read_text() == "the card of another version"
    assert verify(out) == []


def test_nothing_is_made_where_nothing_is_broken(whole: Path) -> None:
    make(whole, FakeWork(fail_to_start="never started"), shard_size=14)
    assert repair(whole) == []
