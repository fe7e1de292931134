"""How far ``capaug generate`` has come."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from .display import Display, clock, display, rate

if TYPE_CHECKING:
    from types import TracebackType

    from capaug.runs.shards import ShardSummary

SPEED_PERIOD = 120.0  # seconds over which the speed is measured: news comes a shard at a time
REASONS_SHOWN = 6


class Speed(ProgressColumn):
    """Captions a second."""

    def render(self, task: Task) -> Text:
        """The speed so far, or a blank before the second shard."""
        speed = task.finished_speed or task.speed
        return Text(rate(speed) if speed else "", style="cyan")


class Counted:
    """How many of some things are done, whose number is told with the first of them."""

    def __init__(self, what: str, shown: Display = display) -> None:
        self._what, self._shown = what, shown
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn())
        self._bar = Progress(*columns, speed_estimate_period=SPEED_PERIOD)
        self._task = self._bar.add_task(what, total=None)
        self._done = self._total = 0

    def tell(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if not self._done:
            self._shown.phase("")
            self._shown.show(lambda: self._bar, self._line)
        self._done, self._total = done, total
        self._bar.update(self._task, completed=done, total=total)

    def _line(self) -> str:
        return f"{self._what}: {self._done:,} of {self._total:,}"


class RunProgress:
    """Counts the shards of a run and shows the counts.

    Args:
        folder: output folder; shards that it holds already are counted as those of an earlier run.
        total: captions of the source, None if it cannot tell.
        shown: where they are shown.

    Attributes:
        made: captions of the shards that this run made.
    """

    def __init__(self, folder: Path, total: int | None, shown: Display = display) -> None:
        self.made = 0
        self._earlier = {path.name for path in (folder / "summaries").glob("summary-*.json")}
        self._total = total
        self._began = time.monotonic()
        self._counts: Counter[str] = Counter()
        self._rejects: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("captions"), Speed(), TimeRemainingColumn())
        self._bar = Progress(*columns, speed_estimate_period=SPEED_PERIOD)
        self._task = self._bar.add_task("", total=total)
        self._seen = 0
        self._shown = shown

    def __enter__(self) -> RunProgress:
        self._shown.show(self._view, lambda: self.line(time.monotonic()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._shown.stop()

    def add(self, summary: ShardSummary) -> None:
        """Count a finished shard."""
        from capaug.runs.layout import summary_path

        if summary_path(Path(), summary.index).name not in self._earlier:
            if not self.made:
                self._began = self._shown.since  # no models are loaded any more, and no earlier shards read
            self.made += summary.captions
        self._seen += summary.captions
        self._counts["rows"] += summary.data.rows
        self._counts["negatives"] += sum(kind.count for kind in summary.negatives.values())
        self._counts["positives"] += sum(kind.count for kind in summary.positives.values())
        self._rejects.update(summary.rejects)
        for reasons in summary.refused.values():
            self._refused.update(reasons)
        self._bar.advance(self._task, summary.captions)
        self._shown.phase("")

    def line(self, now: float) -> str:
        """How far it has come ``now``, by the monotonic clock."""
        parts = [f"{self._seen:,} captions" if self._total is None else f"{self._seen:,} of {self._total:,} captions"]
        if self.made:
            speed = self.made / (now - self._began)
            parts.append(rate(speed))
            if self._total is not None and self._total > self._seen:
                parts.append(f"{clock((self._total - self._seen) / speed)} left")
        return ", ".join(parts)

    def _view(self) -> RenderableType:
        lines = [("kept", self._counts), ("refused", self._refused), ("rejected captions", self._rejects)]
        return Group(self._bar, *(_line(title, counts) for title, counts in lines if counts))


def _line(title: str, counts: Counter[str]) -> Text:
    shown = ", ".join(f"{name} {count:,}" for name, count in counts.most_common(REASONS_SHOWN))
    return Text(f"{title}: {shown}", style="dim", no_wrap=True, overflow="ellipsis")
