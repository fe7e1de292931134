"""The engine of one machine: the stages in this process, or in worker processes that each write their own shards."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from capaug.engines.base import Work, WorkError, extent, failure, make_shard
from capaug.errors import CapaugError
from capaug.records import CaptionGroup
from capaug.shards.writer import ShardSummary

Chunk = tuple[int, list[CaptionGroup]]

_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "RAYON_NUM_THREADS",
)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    chunk: Chunk | None = None


def run_local(
    work: Work, folder: Path, chunks: Iterable[Chunk], workers: int, done: Callable[[ShardSummary], None]
) -> None:
    """Make the shards of ``chunks``; ``done`` hears of each, in the order in which they are finished.

    One worker, or a lone chunk, runs in this process. More are spawned, never more than there are chunks; each has one
    chunk in hand, so memory does not grow with the number of chunks. However the call ends, its processes are gone.

    Args:
        work: the stages, sent to each worker.
        folder: output folder, with its sub-folders.
        chunks: index and groups; read one at a time as workers come free.
        workers: number of processes, at least 1.
        done: called in this process.

    Raises:
        WorkError: the stages failed on a caption group, or a worker died.
        CapaugError: whatever the stages or ``chunks`` raise of it.
    """
    chunks = iter(chunks)
    first = list(islice(chunks, workers))
    if not first:
        return
    chunks = chain(first, chunks)
    if len(first) == 1:
        run = work.start()
        for index, groups in chunks:
            done(make_shard(run, folder, index, groups))
        return
    payload = pickle.dumps((work, folder))
    team: dict[Connection, _Worker] = {}
    try:
        with _threads(max(1, _cores() // len(first))):
            for number in range(len(first)):
                worker = _start(payload, number)
                team[worker.connection] = worker
        while team:
            for connection in wait(list(team)):
                worker = team[connection]  # type: ignore[index]
                summary = _answer(worker)
                if summary:
                    done(summary)
                worker.chunk = next(chunks, None)
                if worker.chunk:
                    _hand_over(worker)
                else:
                    del team[worker.connection]
                    worker.connection.close()  # ends its loop
                    worker.process.join()
    finally:
        for worker in team.values():
            worker.process.terminate()
        for worker in team.values():
            worker.process.join()
            worker.connection.close()


def _start(payload: bytes, number: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, payload, number), daemon=True)
    process.start()
    theirs.close()  # so that the end of the process is the end of the pipe
    return _Worker(process, ours)


def _answer(worker: _Worker) -> ShardSummary | None:
    """What the worker sent: the summary of its chunk, or None once it has loaded its models."""
    try:
        answer = worker.connection.recv()
    except (EOFError, OSError):
        raise _death(worker) from None
    if isinstance(answer, CapaugError):
        raise answer
    summary: ShardSummary | None = answer
    return summary


def _hand_over(worker: _Worker) -> None:
    try:
        worker.connection.send(worker.chunk)
    except OSError:
        raise _death(worker) from None


def _death(worker: _Worker) -> WorkError:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    where = f" at {extent(worker.chunk[1])}" if worker.chunk else " while it started"
    advice = "out of memory? take fewer --workers" if code == -signal.SIGKILL else "its last words stand above, if any"
    return WorkError(
        f"a worker process {how}{where} ({advice}); finished shards are kept, the same command goes on from there"
    )


def _serve(connection: Connection, payload: bytes, number: int) -> None:
    """The life of a worker: load the stages, then a shard for each chunk, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent ends its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        # Unpickling imports the stages, which must come after the lines above.
        work, folder = pickle.loads(payload)
        run = work.start(number)
        connection.send(None)
        while True:
            try:
                index, groups = connection.recv()
            except EOFError:
                return
            connection.send(make_shard(run, folder, index, groups))
    except CapaugError as error:
        connection.send(error)
    except Exception as error:
        connection.send(failure("starting a worker", error))


def _die_with_parent() -> None:
    """End at once if the parent was killed: a worker must not go on writing beside the run that resumes."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    """Processes that are started here give their numeric libraries ``count`` threads, unless the user has said."""
    added = [name for name in _THREAD_VARIABLES if name not in os.environ]
    os.environ.update(dict.fromkeys(added, str(count)))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux; elsewhere all of them
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
