"""Runs the commands and the Python of pages, each alone: in a process forked from one that has loaded the libraries.

A line of JSON comes in on standard input, ``{"folder": ..., "command": [...]}`` or ``{"folder": ..., "code": ...}``,
and one goes out, ``{"code": 0, "stdout": ..., "stderr": ...}``. Nothing is left in a process of what ran before, as
where a reader types a line into a new shell, and the second that the imports take is spent once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A process that is to be forked has no other threads: neither those of matrix products nor that of Arrow's memory.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}


@dataclass(frozen=True)
class Outcome:
    """How a command or a block of Python ended."""

    code: int
    stdout: str
    stderr: str


class PageRunner:
    """The process that forks; started by the first that asks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"COLUMNS": "120"} | ONE_THREAD,
        )

    def command(self, words: Sequence[str], folder: Path) -> Outcome:
        """Run ``capaug`` with these words in ``folder``."""
        return self._ask({"folder": str(folder), "command": list(words)})

    def python(self, code: str, folder: Path) -> Outcome:
        """Run a program in ``folder``."""
        return self._ask({"folder": str(folder), "code": code})

    def _ask(self, item: dict[str, Any]) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(item) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def serve() -> None:
    """Answer line after line."""
    import datasets  # noqa: F401
    import pandas  # noqa: F401

    import capaug.augmenter
    import capaug.generation  # noqa: F401
    import capaug_cli.main  # noqa: F401

    for line in sys.stdin:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            child = os.fork()
            if child == 0:
                os.dup2(stdout.fileno(), 1)
                os.dup2(stderr.fileno(), 2)
                os._exit(code_of(json.loads(line)))
            _, status = os.waitpid(child, 0)
            texts = [file.seek(0) or file.read().decode() for file in (stdout, stderr)]
        print(
            json.dumps({"code": os.waitstatus_to_exitcode(status), "stdout": texts[0], "stderr": texts[1]}), flush=True
        )


def code_of(item: dict[str, Any]) -> int:
    """Run one item and give its exit code."""
    os.chdir(item["folder"])
    sys.path[0] = ""
    try:
        if "command" in item:
            from capaug_cli.main import main

            sys.argv = ["capaug", *item["command"]]
            main()
        else:
            exec(compile(item["code"], "page.md", "exec"), {"__name__": "__main__"})
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    serve()
