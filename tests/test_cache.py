"""Where capaug keeps what it can make or fetch anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from capaug.cache import cache_folder


def test_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "standard"))
    monkeypatch.setenv("CAPAUG_CACHE", str(tmp_path / "set"))
    assert cache_folder() == tmp_path / "set"
    monkeypatch.delenv("CAPAUG_CACHE")
    assert cache_folder() == tmp_path / "standard" / "capaug"
    monkeypatch.delenv("XDG_CACHE_HOME")
    if os.name == "posix":
        assert cache_folder() == tmp_path / ".cache" / "capaug"
