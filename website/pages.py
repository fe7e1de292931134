"""What the site has beside the pages of ``docs/``: a hook of MkDocs, named in ``mkdocs.yml``.

- Notebooks are run, and shown with what they print. A cell that fails ends the build.
- Files of the repository that a page links to (code, cards, the changes) become pages below ``repository/``, so that
  no link of the site leads out of it.
- ``reference/help.md`` has the help of every command, as it is printed.
- The marks of figures (``recipes.build.figures``) are for that module alone, and are left out.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REPOSITORY = "repository/"  # where the files of the repository stand on the site
HELP = "reference/help.md"
LANGUAGES = {".py": "python", ".yaml": "yaml", ".toml": "toml", ".sh": "sh", ".json": "json"}

_LINK = re.compile(r"(?<=\]\()(?P<target>[^()\s#]+)(?P<anchor>#[^()\s]*)?(?=\))")
_MARK = re.compile(r"<!--table:[^>]*-->\n|<!--/?f\b[^>]*-->")
_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):(?=<code>)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    for path in sorted(DOCS.rglob("*.ipynb")):
        folder = path.relative_to(DOCS).parent
        for name, content in shown_notebook(path.read_text(encoding="utf-8"), path.stem).items():
            files.append(File.generated(config, (folder / name).as_posix(), content=content))
    files.append(File.generated(config, HELP, content=help_page()))
    waiting = [file for file in files.documentation_pages() if file.src_uri != HELP]
    while waiting:
        file = waiting.pop()
        for target in targets(file.src_uri, file.content_string):
            uri = place_of(target)
            if uri.startswith(REPOSITORY) and files.get_file_from_path(uri) is None:
                added = File.generated(config, uri, content=repository_page(target))
                files.append(added)
                waiting.append(added)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead the links to where things stand on the site."""
    here = page.file.src_uri

    def led(found: re.Match[str]) -> str:
        target = target_of(here, found["target"])
        if target is None:
            return found.group()
        return posixpath.relpath(place_of(target), posixpath.dirname(here) or ".") + (found["anchor"] or "")

    return _MARK.sub("", _LINK.sub(led, markdown) if may_link(here) else markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Docstrings name things by roles of Sphinx; their names are enough here."""
    return _ROLE.sub("", html)


def targets(here: str, markdown: str) -> Iterator[Path]:
    """The files and folders of the repository that a page links to."""
    if may_link(here):
        for found in _LINK.finditer(markdown):
            target = target_of(here, found["target"])
            if target is not None:
                yield target


def may_link(here: str) -> bool:
    """Whether a page is Markdown that was written: code and help hold no links."""
    return here != HELP and source_of(here).suffix in (".md", ".ipynb")


def source_of(here: str) -> Path:
    """The file that a page is made from."""
    if not here.startswith(REPOSITORY):
        return DOCS / here
    path = ROOT / here.removeprefix(REPOSITORY)
    return path if path.exists() else path.with_suffix("")


def target_of(here: str, link: str) -> Path | None:
    """What a link leads to, or None where that is no file of the repository (then MkDocs judges it)."""
    if ":" in link or link.startswith("/"):
        return None
    path = Path(os.path.normpath(source_of(here).parent / unquote(link)))
    return path if path.exists() and path.is_relative_to(ROOT) else None


def place_of(path: Path) -> str:
    """Where a file or folder of the repository stands on the site."""
    if path.is_relative_to(DOCS) and path.is_file():
        path = path.with_suffix(".md") if path.suffix == ".ipynb" else path
        return path.relative_to(DOCS).as_posix()
    return REPOSITORY + path.relative_to(ROOT).as_posix() + ("" if path.suffix == ".md" else ".md")


def repository_page(path: Path) -> str:
    """A page that shows a file, or all files of a folder."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    shown = [f"# {path.relative_to(ROOT).as_posix()}"]
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file() or "__pycache__" in file.parts or file.suffix == ".pyc":
            continue
        if path.is_dir():
            shown.append(f"## {file.relative_to(path).as_posix()}")
        shown.append(f"````{LANGUAGES.get(file.suffix, 'text')}\n{file.read_text(encoding='utf-8')}\n````")
    return "\n\n".join(shown)


@cache  # of what it holds, so that mkdocs serve runs a notebook anew only where it changed
def shown_notebook(text: str, name: str) -> dict[str, str | bytes]:
    """Run a notebook in an empty folder; a page of Markdown with what its cells print, and the pictures that they draw.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raised.
    """
    notebook = nbformat.reads(text, as_version=4)
    with TemporaryDirectory() as folder, TemporaryDirectory() as sockets:
        client = NotebookClient(notebook, timeout=120, coalesce_streams=True, resources={"metadata": {"path": folder}})
        kernel = client.create_kernel_manager()
        kernel.transport, kernel.ip = "ipc", f"{sockets}/kernel"  # over TCP a kernel warns of who may listen
        client.execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":  # progress and warnings of libraries are for who runs it
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    named = {"unique_key": name, "output_files_dir": f"{name}_files"}
    body, resources = MarkdownExporter().from_notebook_node(notebook, resources=named)
    page = f'{body}\n\n<a href="{name}.ipynb" download>This notebook</a>\n'
    return {f"{name}.md": page, **resources["outputs"]}


def help_page() -> str:
    """The help of all commands and sub-commands."""
    from typer.main import get_command
    from typer.testing import CliRunner

    from capaug_cli.main import app

    def of(command: Any, names: list[str]) -> Iterator[str]:
        done = CliRunner().invoke(app, [*names, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})
        yield f"## {' '.join(['capaug', *names])}\n\n```text\n{done.stdout.strip()}\n```"
        for name, below in getattr(command, "commands", {}).items():
            yield from of(below, [*names, name])

    head = "# Help of every command\n\nAs `capaug COMMAND --help` prints it; [the command line](../cli.md) tells more."
    return "\n\n".join([head, *of(get_command(app), [])]) + "\n"
