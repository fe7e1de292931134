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
    work(tmp_path, FakeWork(), tasks(1), 2)
    work(tmp_path, FakeWork(), tasks(4)[1:], 2)
    processes = {int(path.name): path.read_text().split("\n")[0] for path in tmp_path.iterdir()}
    assert processes[0] == str(os.getpid())
    assert str(os.getpid()) not in {processes[k] for k in (1, 2, 3)}


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


def test_a_killed_worker_is_an_error_not_a_hang(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"killed by SIGKILL at fake, images '4' to '7' .*fewer --workers"):
        work(tmp_path, FakeWork(kill_at="5"), tasks(4), 2)
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
