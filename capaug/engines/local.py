"""The engine of one machine: the stages in this process, or in worker processes that each read and write their own."""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from capaug.engines.attempts import KILLED_WORKER, Attempts
from capaug.engines.base import Task, Work, WorkError, Write, Written, extent, work_on
from capaug.engines.worker import Worker, WorkerDied
from capaug.errors import UsageError

MOST_STARTS = 2
"""Workers that die in a row while they load their models, before a run is ended."""
MOST_DEATHS = 40
"""Workers that die in a row with nothing done in between, before a run is ended. To find the one image that kills among
the 512 of a shard takes a dozen."""

log = logging.getLogger(__name__)


class Local:
    """Works in this process or in processes of this machine.

    One worker is this process, and what kills it ends the run. More are spawned, never more than there are tasks; each
    has one task in hand, so memory does not grow with the number of tasks. One that dies is replaced, and its task
    tried again (:mod:`capaug.engines.attempts`). However a run ends, its processes are gone.

    Args:
        workers: number of processes.

    Attributes:
        replaced: workers that died while the last run went on, and whose place others took.

    Raises:
        UsageError: less than one.
    """

    def __init__(self, workers: int = 1) -> None:
        if workers < 1:
            raise UsageError(f"the number of workers must be at least 1, not {workers}")
        self.workers = workers
        self.replaced = 0

    def run(self, work: Work, tasks: Iterable[Task], write: Write[Written], done: Callable[[Written], None]) -> None:
        """See :meth:`capaug.engines.base.Engine.run`."""
        self.replaced = 0
        tasks = iter(tasks)
        first = list(islice(tasks, self.workers))
        tasks = chain(first, tasks)
        if not first:
            return
        log.info("loading the models" if self.workers == 1 else f"loading the models, workers: {len(first)}")
        if self.workers == 1:
            run = work.start()
            log.info("working on the first shard")
            for task in tasks:
                began = monotonic()
                done(work_on(task, run, write))
                log.debug("part %d took %.1f s", task[0], monotonic() - began)
            return
        supervisor = _Supervisor(pickle.dumps((work, write)), len(first), write, done)
        try:
            supervisor.run(map(Attempts, tasks))
        finally:
            self.replaced = supervisor.replaced


class _Supervisor:
    """Keeps ``workers`` processes at work and replaces those that die."""

    def __init__(self, payload: bytes, workers: int, write: Write[Any], done: Callable[[Any], None]) -> None:
        self.replaced = 0
        self._payload, self._workers, self._write, self._done = payload, workers, write, done
        self._crew: dict[Connection, Worker] = {}
        self._again: deque[Attempts] = deque()  # what is to be tried before new tasks
        self._starts = self._deaths = 0  # in a row

    def run(self, tasks: Iterator[Attempts]) -> None:
        """Work until every task is finished, in whatever way; every process is gone then.

        Raises:
            WorkError: workers die and nothing is done any more.
            CapaugError: whatever a worker, ``tasks``, ``write`` or ``done`` raise of it.
        """
        try:
            for number in range(self._workers):
                self._start(number)
            while self._hand_out(tasks):
                for connection in wait(list(self._crew)):
                    self._hear(self._crew[connection])  # type: ignore[index]
            for worker in self._crew.values():
                worker.let_go()
            self._crew.clear()
        finally:
            for worker in self._crew.values():
                worker.process.terminate()
            for worker in self._crew.values():
                worker.let_go()

    def _start(self, number: int) -> None:
        worker = Worker.start(self._payload, number, self._workers)
        self._crew[worker.connection] = worker

    def _hand_out(self, tasks: Iterator[Attempts]) -> bool:
        """Give those that wait for work what there is; whether anything is still to be waited for."""
        at_work = [worker for worker in self._crew.values() if worker.attempts]
        for worker in self._crew.values():
            if not worker.ready or worker.attempts:
                continue
            if any(other.attempts.last for other in at_work if other.attempts):
                break
            if self._again and self._again[0].last and at_work:
                break
            attempts = self._again.popleft() if self._again else next(tasks, None)
            if attempts is None:
                break
            worker.send(attempts)
            at_work.append(worker)
        return bool(at_work or self._again) or not any(worker.ready for worker in self._crew.values())

    def _hear(self, worker: Worker) -> None:
        """Take what a worker sent; if it has died, start another."""
        try:
            answer = worker.answer()
        except WorkerDied as death:
            self._bury(worker, death)
            return
        attempts, worker.attempts = worker.attempts, None
        if attempts is None:
            if not self.replaced and not any(one.ready for one in self._crew.values()):
                log.info("working on the first shards")
            worker.ready, self._starts = True, 0
            log.debug("worker %d is ready after %.1f s", worker.number, monotonic() - worker.began)
            return
        log.debug("worker %d: part %d took %.1f s", worker.number, attempts.task[0], monotonic() - worker.began)
        if attempts.answered(answer):
            self._deaths = 0
        self._go_on(attempts)

    def _go_on(self, attempts: Attempts) -> None:
        """Tell of a task that is finished, and let one that is not be tried further."""
        if attempts.finished:
            self._done(attempts.written(self._write))
        else:
            self._again.append(attempts)

    def _bury(self, worker: Worker, death: WorkerDied) -> None:
        """Put another worker in the place of a dead one, and see to its task."""
        del self._crew[worker.connection]
        worker.connection.close()
        what = f"a worker process {death.how} {worker.where()} ({death.advice})"
        self._deaths += 1
        self._starts += not worker.ready
        if self._starts == MOST_STARTS or self._deaths == MOST_DEATHS:
            before = f"the last of {self._deaths} in a row: " if self._deaths > MOST_STARTS else ""
            raise WorkError(f"{before}{what}; finished shards are kept, the same command goes on from there")
        self.replaced += 1
        log.warning("%s; another takes its place, and the run goes on", what)
        self._start(worker.number)
        if worker.attempts:
            for group in worker.attempts.died(death.how):
                log.warning("%s kills who works on it: its captions are rejects (%s)", extent([group]), KILLED_WORKER)
            self._go_on(worker.attempts)
