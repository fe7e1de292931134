"""A worker of the engine ``local``: a process that loads the stages and works on what it is sent, task after task."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from capaug.engines.attempts import Attempts, Piece
from capaug.engines.base import WorkError, extent, failure, work_on
from capaug.errors import CapaugError

_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "RAYON_NUM_THREADS",
)
_SIGKILL = 9  # Windows has no name for it


class WorkerDied(Exception):
    """The process is gone; the arguments are how it ended, in words, and advice."""

    def __init__(self, how: str, advice: str) -> None:
        super().__init__(how, advice)
        self.how = how
        self.advice = advice


@dataclass(slots=True, eq=False)
class Worker:
    """A process, seen from the one that began it.

    ``began`` is when it was started or sent what it has in hand, ``attempts`` what that is a try of; it is ``ready``
    once its models are loaded.
    """

    number: int
    process: BaseProcess
    connection: Connection
    began: float
    ready: bool = False
    attempts: Attempts | None = None

    @classmethod
    def start(cls, payload: bytes, number: int, workers: int) -> Worker:
        """Start one of ``workers`` processes, which gets the pickled stages and writer ``payload``.

        Raises:
            WorkError: the system starts no more processes.
        """
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, payload, number), daemon=True)
        try:
            with _threads(max(1, _cores() // workers)):
                process.start()
        except OSError as error:
            raise WorkError(f"a worker process cannot be started ({error.strerror}); take fewer --workers") from error
        theirs.close()  # so that the end of the process is the end of the pipe
        return cls(number, process, ours, monotonic())

    def send(self, attempts: Attempts) -> None:
        """Give it something to do. If it is dead already, :meth:`answer` will tell."""
        self.attempts, self.began = attempts, monotonic()
        with contextlib.suppress(OSError):
            self.connection.send(attempts.request)

    def answer(self) -> Any:
        """What it sent: what came of its task, or that it has loaded its models.

        Raises:
            WorkerDied: it did not live to send anything.
            CapaugError: it could not do what it was to do.
        """
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(answer, CapaugError):
            raise answer
        return answer

    def where(self) -> str:
        """What it is doing, in words."""
        if self.attempts:
            return f"at {extent(self.attempts.groups())}"
        return "while it waited for work" if self.ready else "while it started"

    def let_go(self) -> None:
        """End it, at once if it is still loading: it has nothing in hand."""
        if not self.ready:
            self.process.terminate()
        self.connection.close()  # ends its loop
        self.process.join()

    def _death(self) -> WorkerDied:
        self.process.join()
        code = self.process.exitcode or 0
        how = f"was killed by {_signal(-code)}" if code < 0 else f"ended with exit code {code}"
        advice = "out of memory? take fewer --workers" if code == -_SIGKILL else "its last words stand above, if any"
        return WorkerDied(how, advice)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


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
                request = connection.recv()
            except EOFError:
                return
            answer = request.result(run) if isinstance(request, Piece) else work_on(request, run, write)
            connection.send(answer)
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
