"""What befalls a run on one machine: workers die, the disk fills up, folders vanish, two runs want one folder."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_work import FakeWork, groups
from test_generation import IMAGES, SHARDS, contents, make, processes_of, script, wait_for

from capaug.engines.local import Local
from capaug.errors import OutputError
from capaug.runs.lock import LOCK
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows
from capaug.runs.shards import ShardSummary
from capaug.runs.verify import verify

SECONDS = 0.15  # a shard, in a process of its own


@pytest.fixture(name="unbroken", scope="module")
def unbroken_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unbroken") / "out"
    make(out)
    return out


def finished(out: Path) -> int:
    """Shards that are done."""
    return len(list(out.glob("summaries/summary-*.json")))


# -- workers that die --------------------------------------------------------------------------------------------------


def test_an_image_that_kills_costs_itself_alone(unbroken: Path, tmp_path: Path) -> None:
    engine = Local(2)
    manifest = make(tmp_path / "two", FakeWork(kill_at="10"), engine=engine)
    make(tmp_path / "three", FakeWork(kill_at="10"), workers=3)
    assert contents(tmp_path / "two") == contents(tmp_path / "three")
    assert manifest.rejects == {**Manifest.read(unbroken).rejects, "killed_worker": 2}
    assert list(iter_rows(tmp_path / "two")) == [row for row in iter_rows(unbroken) if row.image_id != "10"]
    assert engine.replaced == 5
    assert verify(tmp_path / "two") == []
    made, wanted = contents(tmp_path / "two"), contents(unbroken)
    assert made.keys() == wanted.keys()
    of_shard = {"train/data-000002.arrow", "rejects/rejects-000002.jsonl", "summaries/summary-000002.json"}
    of_run = {"manifest.json", "README.md", "train/state.json"}
    assert {path for path, data in wanted.items() if made[path] != data} == of_shard | of_run


def test_a_worker_that_is_killed_by_chance_leaves_no_trace(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = script(tmp_path, out, SECONDS, 2)
    wait_for(lambda: finished(out) >= 2)
    workers = [one for one in processes_of(process.pid) if "spawn_main" in Path(f"/proc/{one}/cmdline").read_text()]
    os.kill(workers[-1], signal.SIGKILL)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    (line,) = stderr.decode().splitlines()
    assert line.startswith("a worker process was killed by SIGKILL ")
    assert line.endswith("; another takes its place, and the run goes on")
    assert contents(out) == contents(unbroken)


def test_what_a_dead_worker_left_half_written_is_cleared_away(unbroken: Path, tmp_path: Path) -> None:
    def tell(summary: ShardSummary) -> None:
        (tmp_path / "out" / "train" / ".data-000009.arrow.12345.tmp").write_bytes(b"half a shard")

    make(tmp_path / "out", progress=tell)
    assert contents(tmp_path / "out") == contents(unbroken)


# -- two runs on one folder --------------------------------------------------------------------------------------------


def test_a_second_run_is_kept_out(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = script(tmp_path, out, SECONDS, 1)
    wait_for(lambda: finished(out) >= 1)
    owner = rf"\(process {process.pid} on {socket.gethostname()}\)"
    with pytest.raises(OutputError, match=rf"another run {owner} writes to this folder; wait until it has ended"):
        make(out)
    assert process.communicate(timeout=60) == (None, b"")
    assert contents(out) == contents(unbroken)


def test_the_lock_of_a_killed_run_is_in_nobody_s_way(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = script(tmp_path, out, SECONDS, 1)
    wait_for(lambda: finished(out) >= 1)
    process.kill()
    process.communicate()
    assert (out / LOCK).read_text().split() == [str(process.pid), socket.gethostname()]
    make(out)
    assert contents(out) == contents(unbroken)


@pytest.mark.parametrize("error", [NotImplementedError("no flock"), OSError(95, "Operation not supported")])
def test_a_file_system_without_locks_is_warned_of(
    tmp_path: Path, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with caplog.at_level(logging.WARNING):
        make(tmp_path / "out", images=groups(3))
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{tmp_path / 'out'}: this file system knows no locks")


# -- folders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_that_is_deleted_under_the_run(unbroken: Path, tmp_path: Path, workers: int) -> None:
    out = tmp_path / "out"

    def delete(summary: ShardSummary) -> None:
        if finished(out) >= 3:
            shutil.rmtree(out)

    with pytest.raises(OutputError, match=rf"^{out}: the folder was deleted .* run the same command again") as told:
        make(out, FakeWork(seconds=0.02), workers=workers, progress=delete)
    assert "\n" not in str(told.value)
    make(out)
    assert contents(out) == contents(unbroken)


def test_a_part_of_the_folder_that_is_deleted_under_the_run(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(OutputError, match=rf"^{out}/train: the folder was deleted while the run wrote to it"):
        make(out, progress=lambda summary: shutil.rmtree(out / "train"))
    make(out)
    assert contents(out) == contents(unbroken)


def test_shards_that_are_deleted_under_the_run_are_missed(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def delete(summary: ShardSummary) -> None:
        if summary.index == 5:
            (out / "train" / "data-000002.arrow").unlink()

    with pytest.raises(OutputError, match=r"data-000002.arrow: gone or broken; run the same command again to mend it"):
        make(out, progress=delete)
    make(out)
    assert contents(out) == contents(unbroken)


@pytest.fixture(name="disk")
def disk_fixture(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 96 kB: needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, "-t", "tmpfs", "-o", "size=96k", "tmpfs"):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def mounted(folder: Path, *options: str) -> bool:
    """Whether the system mounts it so."""
    try:
        return subprocess.run(["mount", *options, str(folder)], capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_fills_up(unbroken: Path, disk: Path, workers: int) -> None:
    out = disk / "out"
    for _ in range(2):  # it is told the second time as well
        with pytest.raises(OutputError, match="the disk is full; free some space and run the same command again"):
            make(out, workers=workers)
        assert 0 < finished(out) < SHARDS
        assert not list(out.rglob(".*"))
    assert mounted(disk, "-o", "remount,size=8m")
    kept = {path: path.stat().st_mtime_ns for path in out.glob("summaries/*")}
    make(out, workers=workers)
    assert contents(out) == contents(unbroken)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_disk_that_may_only_be_read(unbroken: Path, disk: Path) -> None:
    out = disk / "out"
    assert mounted(disk, "-o", "remount,size=8m")
    make(out, images=groups(IMAGES))
    assert mounted(disk, "-o", "remount,ro")
    assert make(out) == Manifest.read(unbroken)  # a finished run needs no writing
    with pytest.raises(OutputError, match=r"cannot be written \(Read-only file system\); name a folder"):
        make(disk / "other")
    assert mounted(disk, "-o", "remount,rw")
    (out / "manifest.json").unlink()
    (out / "summaries" / "summary-000003.json").unlink()
    assert mounted(disk, "-o", "remount,ro")
    with pytest.raises(OutputError, match=r"cannot be written \(Read-only file system\); name a folder"):
        make(out)
