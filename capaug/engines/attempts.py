"""A task whose worker may die of it: tried once more, then in halves, until the image that kills is alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from capaug.engines.base import Run, Task, Write, Written, put_away, result_of
from capaug.records import CaptionGroup, ChunkResult, Reject
from capaug.sources.parts import Part

TRIES = 2  # of a whole task and of a lone image, for what kills once only is no fault of theirs
KILLED_WORKER = "killed_worker"
"""The reason of captions whose image kills whoever works on it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The groups ``first`` to ``end`` of a part, to be worked on by themselves; none of them is put away yet."""

    part: Part
    first: int
    end: int

    def result(self, run: Run) -> ChunkResult:
        """Read the groups and run the stages over them, as :func:`capaug.engines.base.result_of` does."""
        return result_of(list(islice(self.part.groups(), self.first, self.end)), run)


class Attempts:
    """A task and what has been tried of it.

    The results of the pieces, put together in order, are the result of the whole: rows do not depend on what they are
    made with. An image that kills when it is alone becomes rejects.

    Args:
        task: what is to be done.

    Attributes:
        finished: nothing is left to try.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.finished = False
        self._deaths = 0  # of what is tried now
        self._groups: Sequence[CaptionGroup] = ()  # read when the task is cut
        self._pieces: list[Piece] = []  # still to try, the next one last
        self._result = ChunkResult()
        self._written: Any = None

    @property
    def request(self) -> Task | Piece:
        """What a worker is to try now: the whole task, or a piece of it."""
        return self._pieces[-1] if self._pieces else self.task

    @property
    def last(self) -> bool:
        """Whether a lone image is tried for the last time, and nobody else should take its memory."""
        return bool(self._pieces) and _size(self._pieces[-1]) == 1 and self._deaths == TRIES - 1

    def groups(self) -> list[CaptionGroup]:
        """What is tried now."""
        request = self.request
        if isinstance(request, Piece):
            return list(self._groups[request.first : request.end])
        return list(request[1].groups())

    def answered(self, answer: Any) -> bool:
        """Take what a worker has made of :attr:`request`; whether it is a step forward, as that of no groups is not."""
        self._deaths = 0
        forward = True
        if self._pieces:
            forward = _size(self._pieces.pop()) > 0
            _add(self._result, answer)
        else:
            self._written = answer
        self.finished = not self._pieces
        return forward

    def died(self, how: str) -> list[CaptionGroup]:
        """Hear that a worker died of :attr:`request`.

        Args:
            how: it ended, in words.

        Returns:
            What is given up because of it: nothing, or the image that kills.
        """
        self._deaths += 1
        if not self._pieces:
            if self._deaths == TRIES:
                self._cut()
            return []
        piece = self._pieces[-1]
        if _size(piece) > 1:
            self._deaths = 0
            self._pieces[-1:] = _halves(piece)
        elif self._deaths == TRIES and _size(piece) == 1:
            self._deaths = 0
            self._pieces.pop()
            self.finished = not self._pieces
            lost = list(self._groups[piece.first : piece.end])
            for group in lost:
                self._result.rejects += [*group.rejects, *_rejects(group, how)]
            return lost
        return []

    def written(self, write: Write[Written]) -> Written:
        """What was told of the finished task; if it had to be cut, it is put away now.

        Raises:
            CapaugError: whatever ``write`` raises of it.
        """
        if not self._groups:
            written: Written = self._written
            return written
        self._result.refused = dict(sorted(self._result.refused.items()))
        return put_away(self.task[0], self._groups, self._result, write)

    def _cut(self) -> None:
        """Go on in halves. Before them stands a piece without groups: its result names the scores of the rows."""
        _, part = self.task
        self._deaths = 0
        self._groups = list(part.groups())
        self._pieces = [*_halves(Piece(part, 0, len(self._groups))), Piece(part, 0, 0)]


def _size(piece: Piece) -> int:
    return piece.end - piece.first


def _halves(piece: Piece) -> list[Piece]:
    """Both halves, the second one first; a lone image is not cut."""
    middle = (piece.first + piece.end) // 2
    halves = [Piece(piece.part, middle, piece.end), Piece(piece.part, piece.first, middle)]
    return [half for half in halves if _size(half)]


def _add(whole: ChunkResult, part: ChunkResult) -> None:
    whole.rows += part.rows
    whole.rejects += part.rejects
    whole.scores = part.scores
    for reason, count in part.refused.items():
        whole.refused[reason] = whole.refused.get(reason, 0) + count


def _rejects(group: CaptionGroup, how: str) -> list[Reject]:
    detail = f"a worker process that had this image alone {how}, {TRIES} times"
    return [
        Reject(group.image_id, caption.id, caption.text, group.source, group.split, KILLED_WORKER, detail)
        for caption in group.captions
    ]
