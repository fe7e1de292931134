"""The scripts of docs/examples as a cluster runs them; Slurm's and Ray's own commands are played by stand-ins."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STAND_INS = {
    "capaug": f'exec {sys.executable} -m capaug_cli "$@"',
    # A line at a time, as many nodes take: a script that reads only the first would end the writer with SIGPIPE.
    "scontrol": 'test "$*" = "show hostnames node-[1-3]" && for n in $HOST node-2 node-3; do echo $n; sleep 0.1; done',
    "srun": 'test "$1" = --no-kill && shift && exec "$@"',
    # Ray would start on this machine, and stop all that is Ray's on it.
    "ray": 'echo "$@" >ray.txt; while test "$1" != --; do shift; done; shift; exec "$@"',
}


@pytest.fixture(name="run_script")
def run_script_fixture(tmp_path: Path) -> Callable[..., str]:
    """``run_script(script, *arguments, **variables)`` runs a script in ``tmp_path`` and gives what it printed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, line in STAND_INS.items():
        (folder / name).write_text(f"#!/bin/bash\n{line}\n")
        (folder / name).chmod(0o755)

    def run(script: Path, *arguments: str, **variables: str) -> str:
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", str(script), *arguments],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, **variables},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
