"""Headless Chromium, and what axe-core finds in it, for tests and benchmarks of pages."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any


def chromium_path() -> str | None:
    """Where Chromium is: ``$CHROMIUM``, or a browser on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A running headless browser of Playwright's."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A container's user is root, for whom Chromium has no sandbox.
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


def faults(tab: Any) -> list[str]:
    """What axe-core finds at fault in a page: how bad, which rule, and the first element that breaks it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [f"{fault['impact']}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]
