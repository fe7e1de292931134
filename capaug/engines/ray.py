"""The engine of a cluster: each worker is an actor of Ray, which reads and writes its own as a local process does.

Plain actors and no Ray Data: a task ends in a file, so there is nothing to shuffle or to bring together; one task in
hand each keeps memory flat; and when a machine is lost, only what it had in hand is done again. Ray Data would first
turn the tasks, which are made one by one as the source is read, into a data set of its own.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice
from math import ceil
from pathlib import Path
from typing import Any

from capaug.engines.base import Run, Task, Work, WorkError, Write, Written, extent, failure, work_on
from capaug.errors import CapaugError, InputError, OutputError, UsageError, installing
from capaug.runs.run import versions

TRIES = 4  # of a task: workers die of it, or with their machines
ROUNDS = 3  # of the whole crew, dying with nothing done in between
SILENCE = 20.0  # seconds without an answer after which it is asked whether there is any machine left

log = logging.getLogger(__name__)


class Ray:
    """Works in actors of a Ray cluster, each with a CPU, and with a share of a GPU if the work wants one.

    What is read and written must lie where all machines of the cluster find it under the same path. An actor that dies,
    by itself or with its machine, is replaced, and its task done by another: the same bytes. A program that has
    connected to a cluster already stays connected to it.

    Args:
        workers: number of actors, by default one for each CPU of the cluster (of its machines with a GPU, where the
            work wants one). Those for which there is no room now begin when there is.
        address: what ``ray.init`` takes: ``auto`` for the cluster that this machine is in or ``RAY_ADDRESS`` names,
            ``HOST:PORT``, or ``local`` to start Ray on this machine.

    Attributes:
        replaced: workers that died while the last run went on, and whose place others took.

    Raises:
        UsageError: less than one worker, or Ray is not installed.
    """

    def __init__(self, workers: int | None = None, address: str = "auto") -> None:
        if workers is not None and workers < 1:
            raise UsageError(f"the number of workers must be at least 1, not {workers}")
        if find_spec("ray") is None:
            raise UsageError(f"the engine ray needs Ray; install it with: {installing('ray')}")
        self.workers = workers
        self.address = address
        self.replaced = 0

    def run(self, work: Work, tasks: Iterable[Task], write: Write[Written], done: Callable[[Written], None]) -> None:
        """See :meth:`capaug.engines.base.Engine.run`.

        Raises:
            UsageError: there is no cluster at the address, or its Ray or Python is another.
        """
        tasks = iter(tasks)
        first = next(tasks, None)
        if first is None:
            return
        import ray

        connected = ray.is_initialized()
        if not connected:
            connect(self.address)
        try:
            workers, gpus = room(work, self.workers)
            first_of_all = list(islice(chain([first], tasks), workers))
            crew = _Crew(pickle.dumps((work, write)), gpus, done)
            try:
                crew.run(first_of_all, tasks)
            finally:
                self.replaced = crew.replaced
        finally:
            if not connected:
                ray.shutdown()


def connect(address: str) -> None:
    """Connect this process to the cluster.

    Raises:
        UsageError: it cannot be reached.
    """
    import ray

    # A cluster of one's own would else report to Ray's makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Standard output is for results: neither what workers print nor Ray's news of lost machines, which are in its own
    # logs, may stand there. For the second there is no public switch.
    ray._private.worker._worker_logs_enabled = False
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UsageError(
            f"no Ray cluster to work on at {address!r}: {reason}; give --address HOST:PORT of its head, or --address "
            "local to start Ray on this machine"
        ) from None


def room(work: Work, workers: int | None) -> tuple[int, float]:
    """How many workers there are to be, and the share of a GPU that each of them gets."""
    import ray

    machines: list[Mapping[str, float]] = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    gpus = sum(machine.get("GPU", 0) for machine in machines) if work.wants_gpu() else 0
    if gpus:
        machines = [machine for machine in machines if machine.get("GPU")]
    workers = workers or max(1, int(sum(machine.get("CPU", 0) for machine in machines)))
    # Whole parts of a GPU, rounded up: else the last workers would never find room.
    return workers, 1 / ceil(workers / gpus) if gpus else 0


@dataclass(slots=True, eq=False)
class _Worker:
    number: int
    actor: Any
    ready: bool = False
    task: Task | None = None


class _Crew:
    """Keeps actors at work, and replaces those that die."""

    def __init__(self, payload: bytes, gpus: float, done: Callable[[Any], None]) -> None:
        import ray

        self.replaced = 0
        self._payload, self._done = payload, done
        self._class = ray.remote(num_cpus=1, num_gpus=gpus, scheduling_strategy="SPREAD")(Actor)
        self._workers: list[_Worker] = []
        self._answers: dict[Any, _Worker] = {}  # who is to answer, by what Ray has promised
        self._todo: deque[Task] = deque()  # to be given out before others
        self._deaths: dict[int, int] = {}  # by the place of a task
        self._in_a_row = 0

    def run(self, first: list[Task], tasks: Iterator[Task]) -> None:
        """Work on ``first``, by as many workers as those are, then on ``tasks``; every actor is gone then.

        Raises:
            WorkError: workers die again and again, or no machine is left.
            CapaugError: whatever a worker, ``tasks`` or ``done`` raise of it.
        """
        import ray

        self._todo.extend(first)
        try:
            for number in range(len(first)):
                self._start(number)
            while self._hand_out(tasks):
                answers, _ = ray.wait(list(self._answers), timeout=SILENCE)
                if not answers and not any(node["Alive"] for node in ray.nodes()):
                    raise WorkError(  # for Ray waits for one for ever
                        "the cluster has no machine left; finished shards are kept, the same command goes on from "
                        "there once it is up again"
                    )
                for answer in answers:
                    self._hear(self._answers.pop(answer), answer)
        finally:
            for worker in self._workers:
                ray.kill(worker.actor)

    def _start(self, number: int) -> None:
        worker = _Worker(number, self._class.remote())
        self._workers.append(worker)
        self._answers[worker.actor.start.remote(self._payload, number, str(Path.cwd()), versions())] = worker

    def _hand_out(self, tasks: Iterator[Task]) -> bool:
        """Give those that wait for work what there is; whether anything is still to be done."""
        for worker in self._workers:
            if worker.ready and worker.task is None:
                worker.task = self._todo.popleft() if self._todo else next(tasks, None)
                if worker.task is None:
                    break
                self._answers[worker.actor.work.remote(worker.task)] = worker
        return bool(self._todo) or any(worker.task for worker in self._workers)

    def _hear(self, worker: _Worker, promised: Any) -> None:
        import ray

        try:
            answer = ray.get(promised)
        except ray.exceptions.RayTaskError as error:
            raise failure("a worker", error) from error
        except ray.exceptions.RayError as error:
            self._bury(worker, error)
            return
        if isinstance(answer, CapaugError):
            raise answer
        self._in_a_row = 0
        if worker.task:
            self._done(answer)
        worker.ready, worker.task = True, None

    def _bury(self, worker: _Worker, error: Exception) -> None:
        """Put another worker in the place of one that is dead or out of reach, and its task before all others.

        Raises:
            WorkError: that has been done too often.
        """
        import ray

        ray.kill(worker.actor)  # who is merely out of reach must not go on beside the one that takes its place
        crowd = len(self._workers)
        self._workers.remove(worker)
        self._in_a_row += 1
        where, of_it = "while they started", 0
        if worker.task:
            index, part = worker.task
            where = f"at {extent(list(part.groups()))}"
            of_it = self._deaths[index] = self._deaths.get(index, 0) + 1
            self._todo.appendleft(worker.task)
        reason = (str(error).splitlines() or [""])[0].strip().removesuffix(".") or type(error).__name__
        if of_it == TRIES or self._in_a_row == max(TRIES, ROUNDS * crowd):
            raise WorkError(
                f"{of_it or self._in_a_row} workers died {where}, the last for this: {reason} (out of memory? take "
                "fewer --workers); finished shards are kept, the same command goes on from there"
            )
        self.replaced += 1
        log.warning("a worker died %s (%s); another takes its place, and the run goes on", where, reason)
        self._start(worker.number)


class Actor:
    """A worker, in its own process on some machine of the cluster. It returns errors that are meant for the user."""

    def start(self, payload: bytes, number: int, folder: str, made_with: Mapping[str, str]) -> CapaugError | None:
        """Load the stages, as :meth:`capaug.engines.base.Work.start` does.

        Args:
            payload: stages and writer, pickled.
            number: of the worker.
            folder: where the command was given, from which paths count.
            made_with: the versions there.
        """
        machine = platform.node()
        if others := [
            f"{name} {own}, not {made_with.get(name)}" for name, own in versions().items() if own != made_with.get(name)
        ]:
            return WorkError(f"{machine} has {'; '.join(others)}: install the same on every machine of the cluster")
        try:
            os.chdir(folder)
        except OSError:
            return WorkError(
                f"{machine} has no folder {folder}: give the command where all machines see the same files"
            )
        try:
            work, self._write = pickle.loads(payload)
            self._run: Run = work.start(number)
        except CapaugError as error:
            return error
        except Exception as error:
            return failure("starting a worker", error)
        return None

    def work(self, task: Task) -> Any:
        """What :func:`capaug.engines.base.work_on` makes of a task."""
        try:
            return work_on(task, self._run, self._write)
        except OutputError as error:
            return OutputError(f"{error} (said by {platform.node()}: all machines must see the folder as the same)")
        except InputError as error:
            return InputError(f"{error} (said by {platform.node()})")
        except CapaugError as error:
            return error
