"""The site that ``mkdocs build --strict`` made: it asks for nothing, what it leads to is there, its notebooks have run.

``.ci/run`` builds it, where a warning or a cell that fails is an error, and gives its folder in ``CAPAUG_SITE``.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NOTEBOOKS = sorted(DOCS.rglob("*.ipynb"))
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}


class Addresses(HTMLParser):
    """What a page fetches by itself, where its links lead, and the names in it that links may lead to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in FETCHED and FETCHED[tag] in given and given.get("rel") != "canonical":
            self.fetched.append(given[FETCHED[tag]])


@pytest.fixture(scope="module", name="site")
def site_fixture() -> Path:
    if "CAPAUG_SITE" not in os.environ:
        pytest.skip("CAPAUG_SITE names no site that mkdocs build --strict has made; .ci/run makes one")
    return Path(os.environ["CAPAUG_SITE"])


@pytest.fixture(scope="module", name="pages")
def pages_fixture(site: Path) -> dict[Path, Addresses]:
    return {page: Addresses(page) for page in sorted(site.rglob("*.html"))}


def outside(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


def test_every_page_is_there(site: Path, pages: dict[Path, Addresses]) -> None:
    written = {
        page.relative_to(DOCS).with_suffix(".html") for suffix in ("md", "ipynb") for page in DOCS.rglob(f"*.{suffix}")
    }
    made = {Path(name) for name in ("reference/help.html", "repository/CHANGELOG.html", "repository/SECURITY.html")}
    assert {page.relative_to(site) for page in pages} >= written | made


def test_nothing_is_fetched_from_elsewhere(pages: dict[Path, Addresses]) -> None:
    assert not [(page, address) for page, found in pages.items() for address in found.fetched if outside(address)]


def test_styles_fetch_nothing_from_elsewhere(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_links_and_anchors_lead_somewhere(site: Path, pages: dict[Path, Addresses]) -> None:
    """Of the finished pages: those that MkDocs does not know of too."""

    def broken(page: Path, found: Addresses) -> Iterator[str]:
        for link in [*found.links, *found.fetched]:
            if outside(link) or (not link and page.name == "404.html"):
                continue
            parts = urlsplit(link)
            base = site if parts.path.startswith("/") else page.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path not in ("", ".") else page
            target = target / "index.html" if target.is_dir() else target
            known = pages[target].names if target in pages else set()
            if not target.is_file() or (parts.fragment and target in pages and unquote(parts.fragment) not in known):
                yield link

    assert not {page.name: links for page, found in pages.items() if (links := list(broken(page, found)))}


def test_the_search_index_stands_in_a_script(site: Path) -> None:
    index = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert index.startswith("var __index = ")
    assert "AttributeMaskedLM" in index


def test_marks_of_figures_are_not_shown(site: Path) -> None:
    text = (site / "quality.html").read_text(encoding="utf-8")
    assert "table:readings" not in text
    assert text.count("<table>") > 5


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_shown_with_its_outputs(notebook: Path, site: Path) -> None:
    text = (site / notebook.relative_to(DOCS).with_suffix(".html")).read_text(encoding="utf-8")
    assert any(printed in text for printed in ("pairs", "attribute_replace.", "relation_swap."))
    assert "Traceback" not in text
    assert (site / notebook.relative_to(DOCS)).is_file()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(notebook: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert len(cells) > 3
    assert not [cell for cell in cells if cell["outputs"] or cell["execution_count"]]
    for cell in cells:
        ast.parse("".join(cell["source"]))
    for target in re.findall(r"\]\(([^)#]+)", "".join("".join(cell["source"]) for cell in content["cells"])):
        assert (notebook.parent / target).exists(), target


def test_the_reference_has_every_public_name() -> None:
    """Of ``capaug`` and of the losses, by the last word of what the pages of docstrings name."""
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    shown = {name.rpartition(".")[2] for name in re.findall(r"^::: (\S+)$", pages, re.MULTILINE)}
    for package in ("capaug", "capaug/training/losses"):
        tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
        (names,) = [
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]
        assert set(names) <= shown


def test_every_page_has_its_place() -> None:
    """As the build says too; this tells those who have no MkDocs."""

    class Loader(yaml.SafeLoader):
        """Leaves names of Python be."""

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)

    def places(nav: object) -> Iterator[str]:
        if isinstance(nav, str):
            yield nav
        elif isinstance(nav, (list, dict)):
            for part in nav.values() if isinstance(nav, dict) else nav:
                yield from places(part)

    found = list(places(config["nav"]))
    assert len(set(found)) == len(found)
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    notebooks = {page.relative_to(DOCS).with_suffix(".md").as_posix() for page in NOTEBOOKS}
    made = {place for place in found if place.startswith("repository/")} | {"reference/help.md"}
    assert set(found) == pages | notebooks | made
