"""The engine of one machine: the stages in this process, or in worker processes that each read and write their own."""

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
from typing import Any

from capaug.engines.base import Task, Work, WorkError, Write, Written, extent, failure, work_on
from capaug.errors import CapaugError, UsageError

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
    task: Task | None = None


class Local:
    """Works in this process or in processes of this machine.

    One worker, or a lone task, works in this process. More are spawned, never more than there are tasks; each has one
    task in hand, so memory does not grow with the number of tasks. However a run ends, its processes are gone.

    Args:
        workers: number of processes.

    Raises:
        UsageError: less than one.
    """

    def __init__(self, workers: int = 1) -> None:
        if workers < 1:
            raise UsageError(f"the number of workers must be at least 1, not {workers}")
        self.workers = workers

    def run(self, work: Work, tasks: Iterable[Task], write: Write[Written], done: Callable[[Written], None]) -> None:
        """See :meth:`capaug.engines.base.Engine.run`."""
        tasks = iter(tasks)
        first = list(islice(tasks, self.workers))
        tasks = chain(first, tasks)
        if len(first) == 1:
            run = work.start()
            for task in tasks:
                done(work_on(task, run, write))
        elif first:
            _run_team(pickle.dumps((work, write)), tasks, len(first), done)


def _run_team(payload: bytes, tasks: Iterator[Task], workers: int, done: Callable[[Any], None]) -> None:
    """Work on ``tasks`` with processes that each get ``payload`` to begin with."""
    team: dict[Connection, _Worker] = {}
    try:
        with _threads(max(1, _cores() // workers)):
            for number in range(workers):
                worker = _start(payload, number)
                team[worker.connection] = worker
        while team:
            for connection in wait(list(team)):
                worker = team[connection]  # type: ignore[index]
                answer = _answer(worker)
                if worker.task:
                    done(answer)
                worker.task = next(tasks, None)
                if worker.task:
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


def _answer(worker: _Worker) -> Any:
    """What the worker sent: what came of its task, or that it has loaded its models."""
    try:
        answer = worker.connection.recv()
    except (EOFError, OSError):
        raise _death(worker) from None
    if isinstance(answer, CapaugError):
        raise answer
    return answer


def _hand_over(worker: _Worker) -> None:
    try:
        worker.connection.send(worker.task)
    except OSError:
        raise _death(worker) from None


def _death(worker: _Worker) -> WorkError:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    where = f" at {extent(list(worker.task[1].groups()))}" if worker.task else " while it started"
    advice = "out of memory? take fewer --workers" if code == -signal.SIGKILL else "its last words stand above, if any"
    return WorkError(
        f"a worker process {how}{where} ({advice}); finished shards are kept, the same command goes on from there"
    )


def _serve(connection: Connection, payload: bytes, number: int) -> None:
    """The life of a worker: load the stages, then work on one task after the other, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent ends its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        # Unpickling imports the stages, which must come after the lines above.
        work, write = pickle.loads(payload)
        run = work.start(number)
        connection.send(None)
        while True:
            try:
                task = connection.recv()
            except EOFError:
                return
            connection.send(work_on(task, run, write))
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
