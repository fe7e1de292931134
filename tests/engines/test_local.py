from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_work import FakeWork, Made, groups

from capaug.engines import ENGINES
from capaug.engines.base import Task, WorkError
from capaug.engines.local import Local
from capaug.errors import InputError, UsageError
from capaug.records import CaptionGroup, ChunkResult
from capaug.sources.parts import Carried

SIZE = 4


@dataclass(frozen=True)
class Keep:
    """Puts the captions of a result into a file named by its place, and tells the place."""

    folder: Path

    def __call__(self, index: int, given: Sequence[CaptionGroup], result: ChunkResult) -> int:
        ids = [row.caption_id for row in result.rows] + [reject.caption_id for reject in result.rejects]
        (self.folder / str(index)).write_text("\n".join([str(os.getpid()), given[0].image_id, *ids]))
        return index


@dataclass(frozen=True)
class Reasons:
    """Puts what came of each caption into a file named by its place, and tells the place."""

    folder: Path

    def __call__(self, index: int, given: Sequence[CaptionGroup], result: ChunkResult) -> int:
        lines = [f"{row.caption_id} row" for row in result.rows]
        lines += [f"{reject.caption_id} {reject.reason}: {reject.detail}" for reject in result.rejects]
        lines += [f"{key} {count}" for key, count in result.refused.items()]
        (self.folder / str(index)).write_text("\n".join(lines))
        return index


def tasks(count: int) -> list[Task]:
    """Every other part is read by the worker, the others are carried to it."""
    made = groups(count * SIZE)
    carried = [Carried(tuple(made[first : first + SIZE])) for first in range(0, len(made), SIZE)]
    return [(k, Made(k * SIZE, (k + 1) * SIZE) if k % 2 else part) for k, part in enumerate(carried)]


def work(
    folder: Path, work: FakeWork, given: Iterable[Task], workers: int, done: Callable[[int], None] = lambda _: None
) -> None:
    Local(workers).run(work, given, Keep(folder), done)


def kept(folder: Path) -> dict[int, list[str]]:
    """The first image and the captions of each place, without the process."""
    return {int(path.name): path.read_text().split("\n")[1:] for path in folder.iterdir()}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_is_worked_on_and_put_away_once(tmp_path: Path, workers: int) -> None:
    heard: list[int] = []
    work(tmp_path, FakeWork(), tasks(5), workers, heard.append)
    assert sorted(heard) == list(range(5))
    assert workers > 1 or heard == list(range(5))
    given = groups(5 * SIZE)
    for index, (first, *captions) in kept(tmp_path).items():
        part = given[index * SIZE : (index + 1) * SIZE]
        assert first == part[0].image_id
        expected = [one.id for group in part for one in group.captions]
        expected += [one.caption_id for group in part for one in group.rejects]
        assert sorted(captions) == sorted(expected)


def test_results_are_put_away_where_they_are_made(tmp_path: Path) -> None:
    work(tmp_path, FakeWork(), tasks(2)[:1], 1)
    work(tmp_path, FakeWork(), tasks(2)[1:], 2)
    work(tmp_path, FakeWork(), tasks(5)[2:], 2)
    processes = {int(path.name): path.read_text().split("\n")[0] for path in tmp_path.iterdir()}
    assert processes.pop(0) == str(os.getpid())
    assert str(os.getpid()) not in processes.values()


def test_the_registry_knows_it_and_it_wants_a_worker() -> None:
    assert ENGINES.get("local") is Local
    with pytest.raises(UsageError, match="the number of workers must be at least 1, not 0"):
        Local(0)


def test_workers_read_no_further_than_they_work(tmp_path: Path) -> None:
    read: list[int] = []
    finished: list[int] = []

    def watched() -> Iterator[Task]:
        for task in tasks(7):
            read.append(task[0])
            assert len(read) - len(finished) <= 2
            yield task

    environment = dict(os.environ)
    work(tmp_path, FakeWork(), watched(), 2, finished.append)
    assert sorted(finished) == read == list(range(7))
    assert dict(os.environ) == environment
    assert multiprocessing.active_children() == []


def test_no_tasks_start_nothing(tmp_path: Path) -> None:
    work(tmp_path, FakeWork(fail_to_start="broken"), [], 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_names_the_group_and_keeps_its_traceback(tmp_path: Path, workers: int) -> None:
    with pytest.raises(WorkError, match=r"fake, image '6' \('a dog sitting on a couch'\).*ValueError: boom") as caught:
        work(tmp_path, FakeWork(fail_at="6"), tasks(3), workers)
    assert "\n" not in str(caught.value)
    assert "in run" in caught.value.__notes__[0]
    assert not (tmp_path / "1").exists()
    assert multiprocessing.active_children() == []


def test_a_lost_caption_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="image '1': the stages lost the caption '1-0'"):
        work(tmp_path, FakeWork(lose_at="1"), tasks(1), 1)


@pytest.mark.parametrize(
    ("kills", "how"),
    [(FakeWork(kill_at="5"), "was killed by SIGKILL"), (FakeWork(exit_at="5"), "ended with exit code 3")],
)
def test_the_image_that_kills_is_rejected_alone(
    tmp_path: Path, kills: FakeWork, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []
    engine = Local(2)
    engine.run(kills, tasks(4), Reasons(tmp_path), heard.append)
    assert sorted(heard) == [0, 1, 2, 3]
    killed = [one for index in heard for one in (tmp_path / f"{index}").read_text().split("\n") if "killed" in one]
    detail = f"a worker process that had this image alone {how}, 2 times"
    assert killed == [f"5-{i} killed_worker: {detail}" for i in range(3)]
    rows = sum((tmp_path / f"{index}").read_text().count(" row") for index in heard)
    assert rows == sum(bool(one.text.strip()) for group in groups(16) for one in group.captions) - 3
    assert engine.replaced == 5  # the task twice, two of its images, the image twice
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == engine.replaced + 1
    assert told[0].startswith(f"a worker process {how} at fake, images '4' to '7' (")
    assert told[-1] == "fake, image '5' kills who works on it: its captions are rejects (killed_worker)"
    assert multiprocessing.active_children() == []


def test_what_kills_once_costs_nothing_but_a_worker(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    (tmp_path / "unbroken").mkdir()
    engine = Local(2)
    fatal = FakeWork(kill_at="5", kill_once=tmp_path / "marker")
    engine.run(fatal, tasks(4), Reasons(tmp_path / "killed"), lambda index: None)
    assert engine.replaced == 1
    engine.run(FakeWork(), tasks(4), Reasons(tmp_path / "unbroken"), lambda index: None)
    assert engine.replaced == 0
    killed, unbroken = (
        {path.name: path.read_text() for path in (tmp_path / name).iterdir()} for name in ("killed", "unbroken")
    )
    assert killed == unbroken


def test_an_image_that_dies_beside_others_is_tried_with_no_other_at_work(tmp_path: Path) -> None:
    (tmp_path / "busy").mkdir()
    (tmp_path / "out").mkdir()
    fatal = FakeWork(seconds=0.05, kill_at="5", kill_beside=tmp_path / "busy")
    Local(2).run(fatal, tasks(30), Reasons(tmp_path / "out"), lambda index: None)
    assert not any("killed_worker" in path.read_text() for path in (tmp_path / "out").iterdir())


def test_workers_that_die_while_they_start_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"^a worker process was killed by SIGKILL while it started .*fewer --workers"):
        work(tmp_path, FakeWork(fail_to_start="killed"), tasks(4), 2)
    assert multiprocessing.active_children() == []


def test_a_run_ends_when_nothing_but_dying_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.engines.local.MOST_DEATHS", 3)
    with pytest.raises(WorkError, match=r"^the last of 3 in a row: a worker process .* at fake, image '1'"):
        work(tmp_path, FakeWork(kill_at="1"), [(0, Made(1, 2))], 2)
    assert multiprocessing.active_children() == []


def test_ctrl_c_is_left_to_the_parent(tmp_path: Path) -> None:
    finished: list[int] = []
    work(tmp_path, FakeWork(interrupt_at="5"), tasks(3), 2, finished.append)
    assert sorted(finished) == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [("user", UsageError, "^unknown encoder 'x'$"), ("broken", WorkError, "starting a worker .*broken weights")],
)
def test_a_worker_that_cannot_start(tmp_path: Path, how: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        work(tmp_path, FakeWork(fail_to_start=how), tasks(2), 2)
    assert multiprocessing.active_children() == []


def test_a_broken_source_ends_the_workers(tmp_path: Path) -> None:
    def broken() -> Iterator[Task]:
        yield from tasks(2)
        raise InputError("captions.jsonl: line 9: not JSON")

    with pytest.raises(InputError, match="line 9"):
        work(tmp_path, FakeWork(), broken(), 2)
    assert multiprocessing.active_children() == []
