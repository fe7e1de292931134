"""What ``capaug generate`` shows while it runs, on a terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from .console import notices

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
        return Text(f"{speed:,.0f} captions/s" if speed else "", style="cyan")


class RunProgress:
    """Counts the shards of a run and shows the counts if ``console`` is a terminal.

    Args:
        folder: output folder; shards that it holds already are counted as those of an earlier run.
        total: captions of the source, None if it cannot tell.

    Attributes:
        made: captions of the shards that this run made.
    """

    def __init__(self, folder: Path, total: int | None, console: Console = notices) -> None:
        self.made = 0
        self._earlier = {path.name for path in (folder / "summaries").glob("summary-*.json")}
        self._counts: Counter[str] = Counter()
        self._rejects: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("captions"), Speed(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, speed_estimate_period=SPEED_PERIOD)
        self._task = self._bar.add_task("", total=total)
        self._live = Live(console=console, get_renderable=self._view) if console.is_terminal else None

    def __enter__(self) -> RunProgress:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def add(self, summary: ShardSummary) -> None:
        """Count a finished shard."""
        from capaug.runs.layout import summary_path

        if summary_path(Path(), summary.index).name not in self._earlier:
            self.made += summary.captions
        self._counts["rows"] += summary.data.rows
        self._counts["negatives"] += sum(kind.count for kind in summary.negatives.values())
        self._counts["positives"] += sum(kind.count for kind in summary.positives.values())
        self._rejects.update(summary.rejects)
        for reasons in summary.refused.values():
            self._refused.update(reasons)
        self._bar.advance(self._task, summary.captions)

    def _view(self) -> RenderableType:
        lines = [("kept", self._counts), ("refused", self._refused), ("rejected captions", self._rejects)]
        return Group(self._bar, *(_line(title, counts) for title, counts in lines if counts))


def _line(title: str, counts: Counter[str]) -> Text:
    shown = ", ".join(f"{name} {count:,}" for name, count in counts.most_common(REASONS_SHOWN))
    return Text(f"{title}: {shown}", style="dim", no_wrap=True, overflow="ellipsis")
