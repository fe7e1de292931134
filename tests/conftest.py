from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

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
