from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hub_stand_in import TOKEN, Hub, running

from benchmarks.browser import chromium, chromium_path

# Worker processes import the stand-ins (``fake_work``) by their name; they inherit the path.
STAND_INS = str(Path(__file__).parent / "engines")
if STAND_INS not in sys.path:
    sys.path.insert(0, STAND_INS)


@pytest.fixture(autouse=True)
def loggers() -> None:
    """Loggers as they are at first: import-linter's ``logging.config`` switches off all that are there."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.fixture(name="hub")
def hub_fixture(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A stand-in for the Hub that the client takes for it, logged in; nothing waits."""
    from huggingface_hub import constants

    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    with running() as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.url)
        yield hub


@pytest.fixture(scope="module", name="browser")
def browser_fixture() -> Iterator[Any]:
    """Headless Chromium. It ends with the module: while it runs, no other test may start an event loop."""
    if find_spec("playwright") is None:
        pytest.skip("pages are tested with Playwright, which comes with the extra dev")
    if chromium_path() is None:
        pytest.skip("pages are tested in Chromium (Debian's package chromium, or CHROMIUM=PATH)")
    with chromium() as browser:
        yield browser
