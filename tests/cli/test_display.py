"""What is said of what goes on, and how often."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from capaug_cli.display import EVERY, Display, clock


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0:00"), (65, "1:05"), (3725, "1:02:05")])
def test_seconds_are_minutes_and_hours(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_a_phase_is_said_once_and_progress_now_and_then() -> None:
    file = io.StringIO()
    display = Display(Console(file=file))
    done = 0
    display.say(1)
    display.phase("loading [the] models")
    for second in (2, 3, 4):
        display.say(second)
    display.show(lambda: "", lambda: f"{done} done")
    display.say(5)
    display.phase("")
    for second in (6, 7, 8):
        done = second
        display.say(second)
    display.say(6 + EVERY - 1)
    display.say(6 + EVERY)
    assert file.getvalue().splitlines() == ["[0:02] loading [the] models", "[0:06] 6 done", "[0:36] 8 done"]


def test_a_long_phase_is_said_again() -> None:
    file = io.StringIO()
    display = Display(Console(file=file))
    display.phase("reading")
    display.say(1)
    display.say(1 + EVERY)
    assert file.getvalue().splitlines() == ["[0:01] reading", "[0:31] reading"]


def test_a_terminal_has_a_live_line() -> None:
    file = io.StringIO()
    display = Display(Console(file=file, force_terminal=True, width=60))
    display.start()
    display.phase("loading the models")
    display.show(lambda: "half is done", lambda: "")
    display.stop()
    drawn = file.getvalue()
    assert "half is done" in drawn
    assert "loading" not in drawn.splitlines()[-1]  # what was drawn last has no phase any more
    before = len(drawn)
    display.stop()
    assert len(file.getvalue()) == before
