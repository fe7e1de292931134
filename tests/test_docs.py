"""The documentation is true: its commands run, its Python runs, its links lead somewhere.

Each page stands alone: its commands run in a folder in which nothing happened but the README's main command, and each
of its blocks of Python runs by itself; one below ``<!-- goes on -->`` goes on with the block before it.

The README's install and test commands are run by ``.ci/run``.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_runner import PageRunner
from typer.main import get_command

from capaug_cli.main import app
from recipes.build import outputs

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *(ROOT / "docs").rglob("*.md")]
)
FENCE = re.compile(r"^(?P<on><!-- goes on -->\n)?```(?P<language>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of the blocks that are run: ``sh`` and ``python``, but not what sets up or runs the tests."""
    found: list[tuple[str, str]] = []
    before = ""
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        language, text = fence["language"], fence["text"]
        if language not in ("sh", "python") or "pip install" in text or "pytest" in text:
            continue
        if language == "python":
            before = text = before + text if fence["on"] else text
        found.append((language, text))
    return found


def shown_only(page: Path) -> list[str]:
    """The commands in indented blocks, without what goes before and behind them in a pipe."""
    return re.findall(r"^    (?:\$ |[^|\n]*\| )?(capaug [^|>\n]+)", page.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module", name="runner")
def runner_fixture() -> Iterator[PageRunner]:
    runner = PageRunner()
    yield runner
    runner.close()


@pytest.fixture(scope="module", name="newcomer")
def newcomer_fixture(runner: PageRunner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's main command has run."""
    folder = tmp_path_factory.mktemp("newcomer")
    done = runner.command(["generate", "--dataset", "coco"], folder)
    assert done.code == 0, done.stderr
    return folder


@pytest.fixture(name="folder")
def folder_fixture(newcomer: Path, tmp_path: Path) -> Path:
    """A copy of it; pages name their examples from the top of the checkout."""
    shutil.copytree(newcomer, tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    return tmp_path


def test_what_is_to_be_installed_is_there() -> None:
    """capaug is on no index: what pages and messages tell to install is the folder of its source, or of others."""
    of_its_own = re.compile(r"pip install (-\S+ )*['\"]?capaug\b")
    said = [
        path for folder in ("capaug", "cli") for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".jinja")
    ]
    wrong = [str(path) for path in [*PAGES, *said] if of_its_own.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_the_readme_names_its_main_command() -> None:
    assert "capaug generate --dataset coco\n" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=name_of)
def test_commands_and_python(page: Path, folder: Path, runner: PageRunner) -> None:
    printed = ""
    for language, text in blocks(page):
        if language == "python":
            done = runner.python(text, folder)
            assert done.code == 0, f"{text}\n{done.stderr}"
            printed += done.stdout
        else:
            for line in text.strip().splitlines():
                program, *words = shlex.split(line)
                assert program == "capaug", line
                done = runner.command(words, folder)
                assert done.code == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    for said in re.findall(r"^prints `(.+)`\.$", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert said in printed


@pytest.mark.parametrize("page", outputs.pages(), ids=name_of)
def test_what_is_shown_is_what_is_printed(page: Path, newcomer: Path, runner: PageRunner) -> None:
    text = page.read_text(encoding="utf-8")
    now = outputs.rewrite(text, lambda words: runner.command(words, newcomer).stdout)
    assert now == text, "python -m recipes.build.outputs writes it"


def test_lines_that_are_printed_no_more_give_way_to_their_like() -> None:
    page = '<!--lines:capaug try "a bus"-->\n```text\n  -  a.swap  0.9  old\n  +  b.more  0.8  kept\n```\n'
    printed = "a bus\n  -  a.swap  0.7  new\n  -  a.swap  0.6  other\n  +  b.more  0.8  kept  \n\n"
    assert outputs.rewrite(page, lambda words: printed) == page.replace("0.9  old", "0.7  new")
    whole = outputs.rewrite(page.replace("lines:", "output:"), lambda words: printed)
    assert whole.split("```text\n")[1] == printed.replace("kept  \n\n", "kept\n") + "```\n"
    with pytest.raises(outputs.OutputError, match=r"nothing like it is printed any more.*b\.more"):
        outputs.rewrite(page, lambda words: "  -  a.swap  0.7  new\n")


@pytest.mark.parametrize("page", [page for page in PAGES if shown_only(page)], ids=name_of)
def test_commands_that_are_shown_alone(page: Path) -> None:
    """What is not run, as it needs data, a network or hours, is parsed: its command and options are there."""
    for line in shown_only(page):
        command: Any = get_command(app)
        words = shlex.split(line)[1:]
        context = command.make_context("capaug", list(words), resilient_parsing=True)
        while words and hasattr(command, "resolve_command"):
            name, command, words = command.resolve_command(context, words)
            context = command.make_context(name, list(words), parent=context, resilient_parsing=not words)


def test_the_kind_that_is_shown_is_that_of_the_example() -> None:
    page = (ROOT / "docs" / "how_to" / "own_kind.md").read_text(encoding="utf-8")
    shown = [text for language, text in re.findall(r"^```(py)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    example = (ROOT / "docs" / "examples" / "kind_of_ones_own.py").read_text(encoding="utf-8")
    assert shown
    assert all(text in example for text in shown)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert ":" in target or (page.parent / target).exists() or target == "../reference/help.md", target
