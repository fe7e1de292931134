"""The documentation is true: its commands run, its Python runs, its links lead somewhere.

The README's install and test commands are run by ``.ci/run``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language, without those that set the machine up or run the tests."""
    found = [text for name, text in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]
    return [text for text in found if "pip install" not in text and "pytest" not in text]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which the README's main command has run."""
    path = tmp_path_factory.mktemp("newcomer")
    (path / "docs").symlink_to(ROOT / "docs")  # pages name their examples from the top of the checkout
    run("capaug generate --dataset coco", path)
    return path


def run(command: str, folder: Path) -> str:
    """Run one shell line with ``capaug`` meaning the command of this environment."""
    words = shlex.split(command)
    assert words[0] == "capaug", command
    line = [sys.executable, "-m", "capaug_cli", *words[1:]]
    done = subprocess.run(
        line, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "120"}
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_readme_names_its_main_command() -> None:
    assert "capaug generate --dataset coco\n" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands(page: Path, folder: Path) -> None:
    for block in blocks(page, "sh"):
        for line in block.strip().splitlines():
            run(line, folder)


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda page: page.name)
def test_python(page: Path, folder: Path) -> None:
    code = "\n".join(blocks(page, "python"))
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = re.findall(r"^prints `(.+)`\.$", page.read_text(encoding="utf-8"), re.MULTILINE)
    for text in said:
        assert text in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target
