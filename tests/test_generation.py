from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_work import FakeSource, FakeWork, SplitSource, groups

from capaug.engines.base import Work, WorkError
from capaug.engines.local import Local
from capaug.errors import InputError, OutputError, UsageError
from capaug.generation import make_folder
from capaug.records import CaptionGroup
from capaug.runs.files import is_finished
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import read_sealed, write_sealed
from capaug.runs.shards import ShardSummary
from capaug.runs.verify import verify

IMAGES = 42
SHARD_SIZE = 4
SHARDS = 11


def make(
    out: Path,
    work: Work | None = None,
    images: list[CaptionGroup] | None = None,
    told: dict[str, object] | None = None,
    workers: int = 1,
    kind: type[FakeSource] = FakeSource,
    **changes: Any,
) -> Manifest:
    settings: dict[str, Any] = {
        "recipe": {"name": "fake", "encoder": "none"},
        "seed": 3,
        "shard_size": SHARD_SIZE,
        "engine": Local(workers),
    }
    source = kind(groups(IMAGES) if images is None else images, told or {"name": "fake", "images": IMAGES})
    return make_folder(source, work or FakeWork(), out, **{**settings, **changes})


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unbroken") / "new" / "out"
    make(out)
    return out


def test_nothing_is_lost_and_everything_is_counted(unbroken: Path) -> None:
    manifest = Manifest.read(unbroken)
    given = groups(IMAGES)
    captions = [caption for group in given for caption in group.captions]
    assert manifest.captions == len(captions) + sum(len(group.rejects) for group in given)
    assert manifest.rows == sum(bool(caption.text.strip()) for caption in captions)
    assert manifest.rejects == {"empty": 6, "null": 5}
    assert manifest.refused == {"attribute_replace.contrast": {"similarity_low": manifest.rows}}
    assert manifest.with_positive == manifest.with_negative == manifest.negatives["asymmetry_1.object"].count
    assert manifest.negatives["asymmetry_1.object"].mean_per_row == 1.0
    assert 0.02 < (manifest.negatives["asymmetry_1.object"].mean_similarity or 0) < 0.05
    assert manifest.positives["asymmetry_2.generalise"].mean_similarity is None
    assert [shard.file for shard in manifest.shards[:2]] == ["train/data-000000.arrow", "train/data-000001.arrow"]
    assert len(manifest.shards) == SHARDS
    assert manifest.versions["pyarrow"][0].isdigit()
    assert verify(unbroken) == []


@pytest.mark.parametrize("kind", [FakeSource, SplitSource])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_workers_and_who_reads_do_not_change_a_byte(
    unbroken: Path, tmp_path: Path, workers: int, kind: type[FakeSource]
) -> None:
    heard: list[int] = []
    make(tmp_path / "out", workers=workers, kind=kind, progress=lambda summary: heard.append(summary.index))
    assert sorted(heard) == list(range(SHARDS))
    assert contents(tmp_path / "out") == contents(unbroken)


SCRIPT = """
import sys
from pathlib import Path
from fake_work import FakeSource, FakeWork, SplitSource, groups
from test_generation import make

if __name__ == "__main__":
    make(Path(sys.argv[1]), FakeWork(seconds=float(sys.argv[2])), workers=int(sys.argv[3]))
"""


def script(tmp_path: Path, out: Path, seconds: float, workers: int, hash_seed: str = "0") -> subprocess.Popen[bytes]:
    (tmp_path / "script.py").write_text(SCRIPT)
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here / "engines"), str(here.parent)])
    return subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py"), str(out), str(seconds), str(workers)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": hash_seed},
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # who runs the tests may ignore it
    )


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "waited 30 seconds in vain"
        time.sleep(0.02)


def processes_of(session: int) -> list[int]:
    """Processes of a session, zombies left out (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("hash_seed", ["1", "271828"])
def test_the_hash_seed_does_not_change_a_byte(unbroken: Path, tmp_path: Path, hash_seed: str) -> None:
    process = script(tmp_path, tmp_path / "out", 0, 1, hash_seed)
    assert process.communicate(timeout=60)[1] == b""
    assert contents(tmp_path / "out") == contents(unbroken)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on_to_the_same_bytes(unbroken: Path, tmp_path: Path, workers: int) -> None:
    out = tmp_path / "out"
    process = script(tmp_path, out, 0.15, workers)
    wait_for(lambda: len(list(out.glob("summaries/summary-*.json"))) >= 3)
    process.kill()
    process.communicate()
    wait_for(lambda: not processes_of(process.pid))
    finished = {path: path.stat().st_mtime_ns for path in out.glob("summaries/summary-*.json")}
    assert 3 <= len(finished) < SHARDS
    assert not is_finished(out)
    (out / "train" / ".data-000009.arrow.12345.tmp").write_bytes(b"half a shard")
    heard: list[ShardSummary] = []
    make(out, workers=2, progress=heard.append)
    assert len(heard) == SHARDS
    assert contents(out) == contents(unbroken)
    assert {path: path.stat().st_mtime_ns for path in finished} == finished


def test_what_a_dead_worker_left_is_cleared_away(unbroken: Path, tmp_path: Path) -> None:
    half = tmp_path / "out" / "train" / ".data-000001.arrow.12345.tmp"
    make(tmp_path / "out", progress=lambda summary: half.write_bytes(b"half a shard") and None)
    assert contents(tmp_path / "out") == contents(unbroken)


def test_ctrl_c_ends_all_processes_and_the_run_can_go_on(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = script(tmp_path, out, 0.15, 2)
    wait_for(lambda: len(list(out.glob("summaries/summary-*.json"))) >= 2)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=10)
    assert process.returncode == -signal.SIGINT
    # the script's own, none of the workers'; where it meets another exception it is told with that one's traceback
    assert stderr.count(b"\nKeyboardInterrupt") == 1
    wait_for(lambda: not processes_of(process.pid))  # multiprocessing's own tracker ends a moment later
    make(out)
    assert contents(out) == contents(unbroken)


def test_a_finished_run_is_left_alone(unbroken: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in unbroken.rglob("*")}
    heard: list[ShardSummary] = []
    assert is_finished(unbroken)
    manifest = make(unbroken, FakeWork(fail_to_start="never started"), progress=heard.append)
    assert manifest == Manifest.read(unbroken)
    assert heard == []
    assert {path: path.stat().st_mtime_ns for path in unbroken.rglob("*")} == before


@pytest.mark.parametrize("damage", [b"", b"ARROW1 other bytes"])
def test_a_damaged_shard_is_made_anew(unbroken: Path, tmp_path: Path, damage: bytes) -> None:
    out = tmp_path / "out"
    make(out)
    (out / "manifest.json").unlink()
    shard = out / "train" / "data-000002.arrow"
    shard.write_bytes(damage + shard.read_bytes()[len(damage) :] if damage else b"")
    (out / "rejects" / "rejects-000000.jsonl").unlink()
    (out / "summaries" / "summary-000004.json").write_text("{")
    make(out)
    assert contents(out) == contents(unbroken)


def test_a_deleted_shard_of_a_finished_run_is_made_anew(unbroken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out)
    (out / "train" / "data-000002.arrow").unlink()
    assert not is_finished(out)
    make(out)
    assert contents(out) == contents(unbroken)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"recipe": {"name": "fake", "encoder": "large"}}, r"recipe \(encoder\)"),
        ({"told": {"name": "fake", "images": 1}}, r"source \(images\)"),
        ({"seed": 4}, r"seed \(3, now 4\)"),
        ({"shard_size": 5}, r"shard_size \(4, now 5\)"),
    ],
)
def test_another_run_is_refused(unbroken: Path, changes: dict[str, Any], named: str) -> None:
    before = contents(unbroken)
    with pytest.raises(OutputError, match=named) as caught:
        make(unbroken, **changes)
    assert "\n" not in str(caught.value)
    assert contents(unbroken) == before


def test_another_run_is_refused_where_the_manifest_alone_tells_of_one(unbroken: Path, tmp_path: Path) -> None:
    for name in ("manifest.json", "run.json"):
        (tmp_path / name).write_bytes((unbroken / name).read_bytes())
    with pytest.raises(OutputError, match="seed"):
        make(tmp_path, seed=4)
    assert contents(tmp_path).keys() == {"manifest.json", "run.json"}


def test_a_source_that_changed_under_the_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkError):
        make(tmp_path, FakeWork(fail_at="41"))
    with pytest.raises(OutputError, match="the captions of shard 0 have changed"):
        make(tmp_path, images=groups(IMAGES)[1:])
    with pytest.raises(OutputError, match="become shorter"):
        make(tmp_path, images=groups(IMAGES)[: 2 * SHARD_SIZE])


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match=r"holds other things \(thesis.tex\)"):
        make(tmp_path)
    assert contents(tmp_path) == {"thesis.tex": b"years of work"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="a file of that name is in the way"):
        make(tmp_path / "out")
    with pytest.raises(OutputError, match="cannot be written"):
        make(tmp_path / "out" / "below")


def test_a_read_only_folder_is_refused() -> None:
    with pytest.raises(OutputError, match=r"cannot be written \(.*\); name a folder that you may write to"):
        make(Path("/proc/capaug"))


def test_a_full_disk_is_one_line_and_the_run_can_go_on(
    unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, real = tmp_path / "out", os.fsync

    def full(descriptor: int) -> None:
        if (out / "summaries" / "summary-000004.json").exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="the disk is full; free some space and run the same command again"):
            make(out)
    assert not list(out.rglob(".*"))
    make(out)
    assert contents(out) == contents(unbroken)


def test_a_part_that_changed_under_the_run_is_refused(tmp_path: Path) -> None:
    make(tmp_path, kind=SplitSource)
    (tmp_path / "manifest.json").unlink()
    path = tmp_path / "summaries/summary-000003.json"
    write_sealed(path, {**read_sealed(path), "source": "of other captions"})
    with pytest.raises(OutputError, match="the captions of shard 3 have changed"):
        make(tmp_path, kind=SplitSource)


def test_an_empty_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the source has no captions"):
        make(tmp_path, images=[])


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"shard_size": 0}])
def test_sizes_must_be_positive(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        make(tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_a_broken_run_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(["of something else"]))
    with pytest.raises(OutputError, match="not a run file of this capaug"):
        make(tmp_path)


def test_a_run_that_failed_before_its_first_shard_may_be_begun_anew(tmp_path: Path) -> None:
    def broken() -> Iterator[CaptionGroup]:
        raise InputError("a.csv has no column caption")
        yield

    with pytest.raises(InputError):
        make(tmp_path / "out", images=broken(), told={"column": "caption"})
    assert make(tmp_path / "out", images=groups(3), told={"column": "text"}).captions > 0
