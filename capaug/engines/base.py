"""What an engine runs: the work of the stages over the parts of a source, and how one part is worked on."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from capaug.errors import CapaugError
from capaug.records import CaptionGroup, ChunkResult
from capaug.sources.parts import Part

Run = Callable[[Sequence[CaptionGroup]], ChunkResult]
"""Parses, generates and filters the groups of a part; the result does not depend on what was run before."""

Task = tuple[int, Part]
"""A part to work on, with its place in the source."""

Written = TypeVar("Written")
Write = Callable[[int, Sequence[CaptionGroup], ChunkResult], Written]
"""Puts away what came of a part (its place, its groups, the result); what it returns is small and tells of it."""


class Work(Protocol):
    """The stages from parse to filter, ready to be sent to a worker: picklable and small, models not yet loaded."""

    def start(self, worker: int = 0) -> Run:
        """Load the models; called once in each worker process, ``worker`` being its number from 0."""
        ...

    def wants_gpu(self) -> bool:
        """Whether a worker is to have a GPU, or a share of one, on a cluster that has some."""
        ...


class Engine(Protocol):
    """Who runs the work: one class an engine, made with the number of its workers, or without one.

    One that works on a cluster may take its ``address`` too.

    Attributes:
        replaced: workers that died while the last run went on, and whose place others took.
    """

    replaced: int

    def __init__(self, workers: int = ...) -> None: ...

    def run(self, work: Work, tasks: Iterable[Task], write: Write[Written], done: Callable[[Written], None]) -> None:
        """Work on every task, and put away each result where it was made.

        Args:
            work: the stages, sent to each worker.
            tasks: parts of a source; read one at a time as workers come free.
            write: sent to each worker, and called there with each result.
            done: called in this process with what ``write`` returned, in the order in which tasks are finished.

        Raises:
            WorkError: the stages failed on a caption group, or workers died and there was no going on without them.
            CapaugError: whatever the stages, ``tasks`` or ``write`` raise of it.
        """
        ...


class WorkError(CapaugError):
    """A worker failed or died. The message names the captions; the traceback of a failure is in ``__notes__``."""


def work_on(task: Task, run: Run, write: Write[Written]) -> Written:
    """Read a part, run the stages over it and put the result away.

    Raises:
        WorkError: the stages failed on a group, or lost or invented a caption.
        CapaugError: the part cannot be read, or the result cannot be put away.
    """
    index, part = task
    groups = list(part.groups())
    return put_away(index, groups, result_of(groups, run), write)


def result_of(groups: Sequence[CaptionGroup], run: Run) -> ChunkResult:
    """Run the stages over groups.

    Raises:
        WorkError: they failed on a group, or lost or invented a caption.
        CapaugError: whatever they raise of it.
    """
    try:
        result = run(groups)
    except CapaugError:
        raise
    except Exception as error:
        raise failure(_where(run, groups), error) from error
    _check_complete(groups, result)
    return result


def put_away(index: int, groups: Sequence[CaptionGroup], result: ChunkResult, write: Write[Written]) -> Written:
    """Hand a result to ``write``.

    Raises:
        CapaugError: whatever it raises; a :class:`WorkError` in place of what should not be raised.
    """
    try:
        return write(index, groups, result)
    except CapaugError:
        raise
    except Exception as error:
        raise failure(f"the shard of {extent(groups)}", error) from error


def failure(where: str, error: Exception) -> WorkError:
    """The error for an exception that no stage should raise, with its traceback as a note that survives pickling."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    wrapped = WorkError(f"{where} failed with {reason}; finished shards are kept, the same command goes on from there")
    wrapped.add_note("".join(traceback.format_exception(error)))
    return wrapped


def extent(groups: Sequence[CaptionGroup]) -> str:
    """A part in words: its first and last image."""
    if len(groups) == 1:
        return f"{groups[0].source}, image {groups[0].image_id!r}"
    return f"{groups[0].source}, images {groups[0].image_id!r} to {groups[-1].image_id!r}"


def _where(run: Run, groups: Sequence[CaptionGroup]) -> str:
    """The group that fails by itself, or the whole part if each one passes alone."""
    for group in groups:
        try:
            run([group])
        except Exception:
            first = f" ({group.captions[0].text[:80]!r})" if group.captions else ""
            return f"{extent([group])}{first}"
    return extent(groups)


def _check_complete(groups: Sequence[CaptionGroup], result: ChunkResult) -> None:
    """Every caption of the part must end in exactly one row or reject."""
    given = Counter((group.image_id, caption.id) for group in groups for caption in group.captions)
    given += Counter((reject.image_id, reject.caption_id) for group in groups for reject in group.rejects)
    made = Counter((row.image_id, row.caption_id) for row in result.rows)
    made += Counter((reject.image_id, reject.caption_id) for reject in result.rejects)
    if given != made:
        lost, extra = given - made, made - given
        image, caption = next(iter(lost or extra))
        done = "lost" if lost else "made up or doubled"
        raise WorkError(f"{groups[0].source}, image {image!r}: the stages {done} the caption {caption!r}")
