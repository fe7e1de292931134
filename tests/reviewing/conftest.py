from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import REJECTS, ROWS, shards


@pytest.fixture(scope="session", name="out")
def out_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shards(tmp_path_factory.mktemp("reviewing") / "buses", ROWS, REJECTS)
