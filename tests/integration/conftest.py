"""The commands as a user runs them, and one output folder that the tests share."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaug_cli.main import app

SHARED_IMAGES = 12
PROGRESS = re.compile(r"\[\d+:\d\d\] ")  # a slow machine says more of it than a quick one


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    def told(self) -> list[str]:
        """The lines on standard error, without those of what it was at."""
        return [line for line in self.stderr.splitlines() if not PROGRESS.match(line)]

    def check_refused(self, code: int, *parts: str) -> None:
        """It ended with ``code`` and one error line that has ``parts`` in it, and nothing else was written but how far
        it had come.
        """
        assert (self.code, self.stdout) == (code, ""), self
        assert "Traceback" not in self.stderr
        (line,) = self.told()
        assert line.startswith("error: ")
        for part in parts:
            assert part in line


Command = Callable[..., Outcome]


@pytest.fixture(scope="session", name="command")
def command_fixture() -> Command:
    """``command(folder, *arguments)`` runs ``capaug`` in ``folder`` in a process of its own."""

    def run(folder: Path, *arguments: str, stdin: str = "") -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "capaug_cli", *arguments],
            cwd=folder,
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
            env={name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")},
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(name="capaug")
def capaug_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """``capaug(*arguments)`` runs a command in this process, which is quicker, in ``tmp_path``."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, stdin: bytes | str = "") -> Outcome:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@dataclass(frozen=True)
class SharedRun:
    """A run on the first images of the sample: the folder it was started in, and how it ended."""

    folder: Path
    out: Path
    arguments: Sequence[str]
    outcome: Outcome


@pytest.fixture(scope="session", name="shared_run")
def shared_run_fixture(tmp_path_factory: pytest.TempPathFactory, command: Command) -> SharedRun:
    folder = tmp_path_factory.mktemp("run")
    arguments = ("generate", "--dataset", "coco", "--limit", str(SHARED_IMAGES), "--workers", "1")
    return SharedRun(folder, folder / "capaug-out" / "coco-sample", arguments, command(folder, *arguments))
