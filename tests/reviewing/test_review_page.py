"""The page of ``capaug review``, in a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import faults
from capaug.picture_files import open_pictures
from capaug.review import read_marks
from capaug.reviewing.sample import draw
from capaug.reviewing.server import Page, Review, Server
from capaug.runs.manifest import Manifest
from tests.pages import Seen, opened

TEXTS = 24  # more than a page


def serve(out: Path, file: Path, blind: bool) -> Iterator[Server]:
    """A review with a picture of each text."""
    image = pytest.importorskip("PIL.Image", reason="pictures need Pillow")
    image.new("RGB", (64, 48), "navy").save(file.parent / "bus.png")
    review = Review(draw(out, TEXTS), file, blind)
    pictures = dict.fromkeys(range(TEXTS), "bus.png")
    page = Page(review, out, Manifest.read(out), pictures)
    server = Server(review, page, 0, pictures, open_pictures(file.parent))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(name="file")
def file_fixture(tmp_path: Path) -> Path:
    return tmp_path / "marks.jsonl"


@pytest.fixture(name="seen")
def seen_fixture(browser: Any, out: Path, file: Path) -> Iterator[Seen]:
    for server in serve(out, file, blind=False):
        seen = opened(browser, server.url, bypass_csp=True)
        yield seen
        assert not seen.errors
        assert {url for url in seen.requests if not url.startswith((server.url, "data:"))} == set()
        seen.tab.context.close()


@pytest.fixture(name="blind")
def blind_fixture(browser: Any, out: Path, file: Path) -> Iterator[Seen]:
    for server in serve(out, file, blind=True):
        seen = opened(browser, server.url, viewport={"width": 390, "height": 844}, color_scheme="dark", bypass_csp=True)
        yield seen
        assert not seen.errors
        seen.tab.context.close()


def marked(seen: Seen, wanted: str) -> None:
    """Wait until the page says that so many are marked, and all of it is sent."""
    from playwright.sync_api import expect

    expect(seen.tab.locator("#marked-count")).to_have_text(wanted)
    seen.tab.evaluate("sending")


def test_keys_mark_and_go_on_and_nothing_is_lost_on_a_reload(seen: Seen, file: Path) -> None:
    tab = seen.tab
    for key in ("j", "r", "w", "r", "w", "u"):
        tab.keyboard.press(key)
    assert tab.evaluate("document.activeElement.dataset.place") == "4"
    marked(seen, f"4 of {TEXTS} marked")
    assert [mark.verdict for mark in read_marks(file)] == ["right", "wrong", "right", "wrong"]
    tab.reload()
    tab.wait_for_selector("html[data-ready]", state="attached")
    marked(seen, f"4 of {TEXTS} marked")
    pressed = tab.locator("#list button[aria-pressed=true]")
    assert pressed.all_text_contents() == ["right r", "wrong w", "right r", "wrong w"]
    tab.select_option("#marked", "wrong")
    assert tab.text_content("#found") == f"2 of {TEXTS}; 1 to 2 shown"
    tab.keyboard.press("j")
    tab.keyboard.press("u")
    marked(seen, f"3 of {TEXTS} marked")
    assert len(read_marks(file)) == 3
    assert tab.locator("#list img").first.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 64


def test_marks_go_over_pages_and_the_end_is_told(seen: Seen, file: Path) -> None:
    tab = seen.tab
    for _ in range(TEXTS + 3):
        tab.keyboard.press("r")
    marked(seen, f"{TEXTS} of {TEXTS} marked")
    assert len(read_marks(file)) == TEXTS
    tab.click("#done")
    tab.wait_for_selector("text=The marks are saved")


def test_a_mark_that_cannot_be_saved_is_taken_back(seen: Seen, file: Path) -> None:
    seen.tab.route("**/marks", lambda route: route.abort())
    seen.tab.keyboard.press("j")
    seen.tab.keyboard.press("w")
    seen.tab.wait_for_selector("text=Not saved")
    assert seen.tab.text_content("#marked-count") == f"0 of {TEXTS} marked"
    assert not file.exists()
    assert [error for error in seen.errors if "ERR_FAILED" not in error] == []
    seen.errors.clear()


def test_a_blind_review_asks_for_truth_grammar_and_sense(blind: Seen, file: Path) -> None:
    tab = blind.tab
    for key in ("j", "f", "b", "t", "d", "b", "b", "o"):
        tab.keyboard.press(key)
    marked(blind, f"3 of {TEXTS} marked")
    found = [(mark.truth, mark.grammar, mark.sense) for mark in read_marks(file)]
    assert found == [("false", "ok", "ok"), ("true", "bad", "ok"), ("open", "ok", "odd")]
    tab.locator("#list article").first.locator("button", has_text="odd").click()
    tab.evaluate("sending")
    assert read_marks(file)[0].sense == "odd"
    assert tab.locator("#list del, #list ins, #list .kind, #list .score, #list details").count() == 0


@pytest.mark.parametrize("which", ["seen", "blind"])
def test_nothing_is_at_fault(which: str, request: pytest.FixtureRequest) -> None:
    seen = request.getfixturevalue(which)
    assert faults(seen.tab) == []
    assert seen.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
