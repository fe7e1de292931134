from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_work import FakeWork, groups

from capaug.engines.base import WorkError
from capaug.engines.local import Chunk, run_local
from capaug.errors import InputError, UsageError
from capaug.shards.layout import FOLDERS
from capaug.shards.writer import ShardSummary, read_summary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    return tmp_path


def chunks(count: int, size: int = 4) -> list[Chunk]:
    made = groups(count * size)
    return [(index, made[index * size : (index + 1) * size]) for index in range(count)]


def test_in_process_makes_each_shard_in_order(folder: Path) -> None:
    summaries: list[ShardSummary] = []
    run_local(FakeWork(), folder, chunks(3), 1, summaries.append)
    assert [summary.index for summary in summaries] == [0, 1, 2]
    assert [read_summary(folder, index) for index in range(3)] == summaries
    assert sum(summary.captions for summary in summaries) == sum(
        len(group.captions) + len(group.rejects) for _, chunk in chunks(3) for group in chunk
    )


def test_workers_read_no_further_than_they_work(folder: Path) -> None:
    read: list[int] = []
    finished: list[int] = []

    def watched() -> Iterator[Chunk]:
        for chunk in chunks(7):
            read.append(chunk[0])
            assert len(read) - len(finished) <= 2
            yield chunk

    environment = dict(os.environ)
    run_local(FakeWork(), folder, watched(), 2, lambda summary: finished.append(summary.index))
    assert sorted(finished) == read == list(range(7))
    assert dict(os.environ) == environment
    assert multiprocessing.active_children() == []


def test_no_chunks_start_nothing(folder: Path) -> None:
    run_local(FakeWork(fail_to_start="broken"), folder, [], 2, lambda summary: None)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_names_the_group_and_keeps_its_traceback(folder: Path, workers: int) -> None:
    with pytest.raises(WorkError, match=r"fake, image '6' \('a dog sitting on a couch'\).*ValueError: boom") as caught:
        run_local(FakeWork(fail_at="6"), folder, chunks(3), workers, lambda summary: None)
    assert "\n" not in str(caught.value)
    assert "in run" in caught.value.__notes__[0]
    assert read_summary(folder, 1) is None
    assert multiprocessing.active_children() == []


def test_a_lost_caption_is_an_error(folder: Path) -> None:
    with pytest.raises(WorkError, match="image '1': the stages lost the caption '1-0'"):
        run_local(FakeWork(lose_at="1"), folder, chunks(1), 1, lambda summary: None)


def test_a_killed_worker_is_an_error_not_a_hang(folder: Path) -> None:
    with pytest.raises(WorkError, match=r"killed by SIGKILL at fake, images '4' to '7' .*fewer --workers"):
        run_local(FakeWork(kill_at="5"), folder, chunks(4), 2, lambda summary: None)
    assert multiprocessing.active_children() == []


def test_ctrl_c_is_left_to_the_parent(folder: Path) -> None:
    finished: list[int] = []
    run_local(FakeWork(interrupt_at="5"), folder, chunks(3), 2, lambda summary: finished.append(summary.index))
    assert sorted(finished) == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [("user", UsageError, "^unknown encoder 'x'$"), ("broken", WorkError, "starting a worker .*broken weights")],
)
def test_a_worker_that_cannot_start(folder: Path, how: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        run_local(FakeWork(fail_to_start=how), folder, chunks(2), 2, lambda summary: None)
    assert multiprocessing.active_children() == []


def test_a_broken_source_ends_the_workers(folder: Path) -> None:
    def broken() -> Iterator[Chunk]:
        yield from chunks(2)
        raise InputError("captions.jsonl: line 9: not JSON")

    with pytest.raises(InputError, match="line 9"):
        run_local(FakeWork(), folder, broken(), 2, lambda summary: None)
    assert multiprocessing.active_children() == []
