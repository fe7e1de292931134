"""The examples of docs/training.md run, and the page shows them as they are."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from capaug.worlds.folder import write_shapes

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "training.md"
OWN = "_of_ones_own"  # those of docs/extending.md
EXAMPLES = sorted(path for path in (ROOT / "docs" / "examples").glob("*.py") if not path.stem.endswith(OWN))


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_shapes(folder / "world", 10, recipe="negclip")
    return folder


@pytest.fixture(name="in_folder")
def in_folder_fixture(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(folder)
    yield


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("in_folder")
def test_an_example_runs(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(example), run_name="__main__")
    found = re.findall(r"^(?:epoch \d: )?loss (\d+\.\d\d)$", capsys.readouterr().out, re.MULTILINE)
    assert found
    assert all(0 < float(loss) < 20 for loss in found)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_shows_it(example: Path) -> None:
    assert f"```py\n{example.read_text(encoding='utf-8')}```\n" in PAGE.read_text(encoding="utf-8")


def test_the_page_shows_all() -> None:
    assert len(EXAMPLES) == 3
