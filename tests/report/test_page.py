"""The page of ``capaug report``, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import faults
from capaug.report.report import report
from tests.pages import ROWS, SCRIPT, Seen, opened

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module", name="page")
def page_fixture(out: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    patch = pytest.MonkeyPatch()
    patch.setattr("capaug.report.blocks.ROWS", 10)  # several blocks
    patch.setattr("capaug.evaluation.audit.FEWEST", 20)
    to = tmp_path_factory.mktemp("page") / "report.html"
    report(out, to, rows=100_000)
    patch.undo()
    return to.as_uri()


@pytest.fixture(scope="module", name="open_page")
def open_page_fixture(browser: Any, page: str) -> Iterator[Seen]:
    seen = opened(browser, page)
    yield seen
    seen.tab.context.close()


@pytest.fixture(name="seen")
def seen_fixture(open_page: Seen, page: str) -> Iterator[Seen]:
    """The page, loaded anew."""
    open_page.tab.goto("about:blank")
    open_page.tab.goto(page)
    open_page.tab.wait_for_selector("html[data-ready]", state="attached")
    yield open_page
    assert not open_page.errors
    assert {url for url in open_page.requests if not url.startswith("data:")} <= {page, "about:blank"}


def search(seen: Seen, words: str, count: str) -> None:
    """Search, and wait until so many are found."""
    from playwright.sync_api import expect

    seen.tab.fill("#search", words)
    expect(seen.tab.locator("#found")).to_have_text(re.compile(f"^{count} of"))


def found(seen: Seen) -> str:
    text: str = seen.tab.text_content("#found")
    return text


def captions(seen: Seen) -> list[str]:
    texts: list[str] = seen.tab.locator("#list h3").all_text_contents()
    return texts


def test_texts_are_those_of_the_rows(seen: Seen) -> None:
    """Also where a caption holds letters that JavaScript counts as two."""
    shown = seen.tab.evaluate(
        "blocks.flatMap((block) => Array.from({length: block.rows}, (_, k) => block.row(k))).map("
        "(row) => [row.id, row.variants.map((one) => [one.kind.side, one.kind.kind, edited(row.read, one.edits)])])"
    )
    wanted = [
        [
            row.caption_id,
            [[side, one.kind, one.text] for side in ("negatives", "positives") for one in getattr(row, side)],
        ]
        for row in ROWS
    ]
    assert shown[: len(ROWS)] == wanted
    words = seen.tab.evaluate("blocks.flatMap((block) => block.words)")
    for row, found in zip(ROWS, words, strict=False):
        texts = [one.text for one in (*row.negatives, *row.positives)]
        assert found == "\n".join((row.caption, row.image_id, row.caption_id, *texts)).lower()
    assert shown[len(ROWS) :] == [["8-1", []], ["9-1", []]]


def test_markup_in_captions_stays_text(seen: Seen) -> None:
    search(seen, '"<script>window"', "1")
    assert captions(seen) == [SCRIPT]
    assert seen.tab.locator("#list ins").text_content() == "[put in: <b>cat]"
    assert seen.tab.locator("#list script, #list b, #list i, #list img").count() == 0
    assert seen.tab.evaluate("window.hacked") is None
    assert seen.tab.locator("#refusals th", has_text="<never>_counted").count() == 1


def test_filters(seen: Seen) -> None:
    tab = seen.tab
    assert found(seen) == "46 of 46; 1 to 20 shown"
    tab.select_option("#kind", "negatives/asymmetry_1.object")
    assert found(seen) == "42 of 46; 1 to 20 shown"
    assert tab.locator("#list .positives").count() == 0 == tab.locator("#list .kind", has_text="contrast").count()
    tab.select_option("#style", "flickr30k test")
    assert found(seen) == "1 of 46; 1 to 1 shown" and captions(seen) == [SCRIPT]
    tab.click("#clear")
    tab.select_option("#reason", "=not_english")
    assert captions(seen) == ["<i>Ein Hund</i> läuft über die Wiese"]
    assert tab.locator("#list .why").text_content() == "not_english: no English words"
    tab.select_option("#reason", "no")
    assert found(seen).startswith("44 of 46")
    tab.select_option("#kind", "positives")
    assert found(seen).startswith("42 of 46")


def test_search_looks_through_texts_as_well(seen: Seen) -> None:
    tab = seen.tab
    search(seen, 'TRAM "number 17"', "1")
    assert captions(seen) == ["A red bus with number 17 stands near two trees."]
    assert "tram" in tab.locator("#list mark").all_text_contents()
    tab.reload()
    tab.wait_for_selector("html[data-ready]", state="attached")
    assert captions(seen) == ["A red bus with number 17 stands near two trees."]
    search(seen, "giraffe", "None")


def test_keys(seen: Seen) -> None:
    tab = seen.tab
    focused = "document.activeElement.querySelector('h3')?.textContent ?? document.activeElement.id"
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert "number 2 " in tab.evaluate(focused)
    tab.keyboard.press("k")
    assert "number 1 " in tab.evaluate(focused)
    tab.keyboard.press("g")
    tab.wait_for_selector("#list svg")
    assert "red bus; two tree; bus stand near tree" in tab.get_attribute("#list svg", "aria-label")
    tab.keyboard.press("n")
    assert "number 21 " in tab.evaluate(focused) and found(seen).endswith("21 to 40 shown")
    tab.keyboard.press("k")
    assert "number 20 " in tab.evaluate(focused)
    tab.keyboard.press("/")
    assert tab.evaluate(focused) == "search"
    tab.keyboard.press("n")  # is a letter there
    assert tab.input_value("#search") == "n"
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    assert tab.locator("#help").is_visible()
    tab.uncheck("#keys-on")
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    assert tab.evaluate(focused) != "search"


def test_pages(seen: Seen) -> None:
    tab = seen.tab
    tab.click('[data-go="last"]')
    assert found(seen) == "46 of 46; 41 to 46 shown"
    assert tab.is_disabled('[data-go="next"]') and not tab.is_disabled('[data-go="back"]')
    tab.fill("#page", "2")
    tab.press("#page", "Enter")
    assert found(seen) == "46 of 46; 21 to 40 shown"
    tab.fill("#page", "99")
    tab.press("#page", "Enter")
    assert tab.input_value("#page") == "3"


def test_edits_are_told_by_more_than_colour(seen: Seen) -> None:
    first = seen.tab.locator("#list .text").first
    assert first.text_content() == "A [taken out: red][put in: blue] bus with number 1 stands near two trees."
    style = "(element) => getComputedStyle(element).textDecorationLine"
    assert first.locator("del").evaluate(style) == "line-through"
    assert first.locator("ins").evaluate(style) == "underline"


def test_figures_lead_to_their_captions(seen: Seen) -> None:
    seen.tab.click('button[data-kind="asymmetry_3.redundant"]')
    assert found(seen) == "1 of 46; 1 to 1 shown"
    seen.tab.click('button[data-reason="empty"]')
    assert found(seen) == "1 of 46; 1 to 1 shown"


def test_charts_are_drawn_and_told(seen: Seen) -> None:
    for name in ("kinds", "similarity", "refusals", "audit"):
        seen.tab.locator(f"#chart-{name}").scroll_into_view_if_needed()
        seen.tab.wait_for_selector(f"#chart-{name} svg[role=img][aria-label]")
    assert seen.tab.locator("#chart-kinds text", has_text="asymmetry_1.object").count()
    assert "42" in seen.tab.locator("#chart-kinds svg").last.text_content()


@pytest.mark.parametrize(("scheme", "size"), [("light", PHONE), ("dark", DESKTOP)], ids=["light phone", "dark desktop"])
def test_nothing_is_at_fault(browser: Any, page: str, scheme: str, size: dict[str, int]) -> None:
    seen = opened(browser, page, viewport=size, color_scheme=scheme, bypass_csp=True)  # axe-core is put in as a script
    for summary in seen.tab.locator("details > summary").all()[:6]:
        summary.click()
    assert faults(seen.tab) == []
    assert seen.tab.evaluate("document.documentElement.scrollWidth") == size["width"]
    seen.tab.context.close()


def test_the_theme_is_chosen_and_kept(seen: Seen) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = seen.tab.evaluate(colour)
    seen.tab.select_option("#theme", "dark")
    dark = seen.tab.evaluate(colour)
    assert light == "rgb(255, 255, 255)" != dark
    seen.tab.reload()
    seen.tab.wait_for_selector("html[data-ready]", state="attached")
    assert seen.tab.evaluate(colour) == dark
    seen.tab.select_option("#theme", "")
    assert seen.tab.evaluate(colour) == light
