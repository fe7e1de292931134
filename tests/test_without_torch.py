"""torch is optional: all but the trainer and two encoders loads without it, and what needs it says so in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from capaug.errors import installing

WITHOUT = """
import sys

class Finder:
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] == "torch" else self.finder.find_spec(name, path, target)

sys.meta_path[:] = [Finder(finder) for finder in sys.meta_path]
"""
RUN = WITHOUT + "from capaug_cli.main import main\nmain()\n"


def run(code: str, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder, env=environment)


def test_every_module_outside_the_trainer_loads() -> None:
    code = WITHOUT + (
        "import importlib, pkgutil\n"
        "import capaug, capaug_cli\n"
        "left_out = ('capaug.training.', 'capaug.encoders.embedded_torch', 'capaug.__main__', 'capaug_cli.__main__')\n"
        "for package in (capaug, capaug_cli):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not module.name.startswith(left_out):\n"
        "            importlib.import_module(module.name)\n"
        "            print(module.name)\n"
    )
    done = run(code)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert {"capaug.training", "capaug.encoders.transformers", "capaug_cli.evaluate.choice"} <= set(loaded)
    assert len(loaded) > 80


def test_the_default_recipe_runs(tmp_path: Path) -> None:
    done = run(RUN, "generate", "--dataset", "coco", "--limit", "2", "--workers", "1", "--out", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("train",),
        ("evaluate", "retrieval", "runs/model", "--data", "photos.parquet"),
        ("evaluate", "choice", "runs/model", "--data", "shards", "--pictures", "photos"),
        ("evaluate", "words", "runs/model", "--data", "shards", "--pictures", "photos", "--plot", "words.svg"),
        ("evaluate", "benchmark", "runs/model", "swap.json", "--pictures", "photos"),
    ],
    ids=lambda arguments: arguments[:2][-1],
)
def test_what_needs_torch_says_so(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(RUN, *arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: this command needs torch; install with: {installing('training')}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_device_of_torch_says_so(tmp_path: Path) -> None:
    done = run(RUN, "generate", "--dataset", "coco", "--device", "cuda", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: device 'cuda' needs torch; install it with: {installing('torch')}")


def test_without_torch_there_is_the_processor() -> None:
    code = WITHOUT + "from capaug.encoders import device_of_worker, resolve_device\n"
    code += "print(resolve_device('auto'), resolve_device('cpu'), device_of_worker('auto', 3))"
    assert run(code).stdout.split() == ["cpu", "cpu", "cpu"]
