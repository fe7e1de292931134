"""What a command is at, said while it goes on: a live view on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner

from .console import notices

TICK = 1.0  # seconds that something has to last at the most before it is said
EVERY = 30.0  # seconds after which the same is said again


FEW = 10


def clock(seconds: float) -> str:
    """Seconds as minutes or hours: ``2:05``, ``1:02:05``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def rate(captions: float) -> str:
    """So many captions a second, with a decimal where they are few: ``1.4 captions/s``, ``1,024 captions/s``."""
    return f"{captions:,.{1 if captions < FEW else 0}f} captions/s"


class Display:
    """Shows the phase that a command is in, and once there is one, how far it has come.

    Elsewhere than on a terminal what lasts a second is said once, and how far it has come twice a minute.

    Args:
        console: where it is shown.

    Attributes:
        since: when the last phase began, by the monotonic clock.
    """

    def __init__(self, console: Console) -> None:
        self.since = time.monotonic()
        self._console = console
        self._began = self.since
        self._phase = ""
        self._view: Callable[[], RenderableType] | None = None
        self._line: Callable[[], str] | None = None
        self._live: Live | None = None
        self._spinner = Spinner("dots")
        self._ended: Event | None = None
        self._said, self._said_at = "", 0.0

    def start(self) -> None:
        """Begin to show what :meth:`phase` and :meth:`show` name."""
        self.stop()
        self._began = time.monotonic()
        if self._console.is_terminal:
            self._live = Live(console=self._console, get_renderable=self._rendered)
            self._live.start()
        else:
            self._ended = Event()
            Thread(target=self._tick, args=(self._ended,), daemon=True).start()

    def phase(self, name: str) -> None:
        """Name what is done now; nothing, once :meth:`show` has more to tell."""
        self._phase = name
        if name:
            self.since = time.monotonic()

    def show(self, view: Callable[[], RenderableType], line: Callable[[], str]) -> None:
        """Show how far it has come from now on.

        Args:
            view: draws it, on a terminal.
            line: says it in a line, elsewhere.
        """
        self._view, self._line = view, line

    def stop(self) -> None:
        """End it; what was drawn last stays, a phase does not."""
        self._phase = self._said = ""
        if self._live:
            self._live.transient = self._view is None
            self._live.stop()
        if self._ended:
            self._ended.set()
        self._live = self._ended = self._view = self._line = None

    def say(self, seconds: float) -> None:
        """Say what is due so many seconds after the start, if anything is."""
        text = self._phase or (self._line() if self._line else "")
        what = self._phase or "progress"
        if text and (what != self._said or seconds >= self._said_at + EVERY):
            self._said, self._said_at = what, seconds
            self._console.print(f"[{clock(seconds)}] {text}", markup=False, highlight=False, soft_wrap=True)

    def _rendered(self) -> RenderableType:
        parts = [] if self._view is None else [self._view()]
        if self._phase:
            self._spinner.update(text=self._phase)
            parts.append(self._spinner)
        return Group(*parts)

    def _tick(self, ended: Event) -> None:
        while not ended.wait(TICK):
            self.say(time.monotonic() - self._began)


display = Display(notices)
"""That of the command that runs."""
