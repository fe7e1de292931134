"""The default recipe needs no torch, and what does need it says so in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from capaug.errors import installing

# Read by each Python process as it starts, workers too. (With None in sys.modules, scipy takes torch for installed.)
SITECUSTOMIZE = """
import sys
from importlib.machinery import PathFinder

class WithoutTorch(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] == "torch" else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = WithoutTorch
"""


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder, and beside it what hides torch."""
    folder = tmp_path_factory.mktemp("without-torch")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(SITECUSTOMIZE)
    return folder


def without_torch(folder: Path, *line: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder / "site"), os.environ.get("PYTHONPATH", "")])}
    line = (sys.executable, *line)
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_torch_is_hidden(folder: Path) -> None:
    done = without_torch(folder, "-c", "import torch")
    assert "No module named 'torch'" in done.stderr


def test_the_main_job_runs(folder: Path) -> None:
    done = without_torch(folder, "-m", "capaug_cli", "generate", "--dataset", "coco", "--limit", "30", "--workers", "2")
    assert done.returncode == 0, done.stderr
    code = (
        "from capaug import load_shards; print(sum(len(r['negatives']) for r in load_shards('capaug-out/coco-sample')))"
    )
    assert int(without_torch(folder, "-c", code).stdout) > 100


@pytest.mark.parametrize(
    ("line", "extra"),
    [
        ("generate --dataset coco --device cuda --out x", "torch"),
        ("generate --dataset coco --encoder some/model --out x", "transformers"),
        ("train", "training"),
        ("evaluate choice x --data y --pictures z", "training"),
    ],
)
def test_what_needs_torch_names_the_extra(folder: Path, line: str, extra: str) -> None:
    done = without_torch(folder, "-m", "capaug_cli", *line.split())
    (error,) = done.stderr.splitlines()
    assert done.returncode == 2 and "torch" in error and error.endswith(installing(extra))
