from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from capaug.errors import OutputError, UsageError
from capaug.training.evaluation.plots import check_plot, write_bars, write_lines


def bars(path: Path) -> None:
    write_bars(path, "Choice", {"color": 0.5, "role": 0.25}, marks={"color": 0.4}, mark="with another picture")


def lines(path: Path) -> None:
    write_lines(path, "Recall", ["1-7", "8 or more"], {"Recall@1": [0.1, 0.2]}, label="words")


@pytest.mark.parametrize("draw", [bars, lines])
def test_files_of_both_kinds(tmp_path: Path, draw: Callable[[Path], None]) -> None:
    pytest.importorskip("matplotlib")
    for name in ("a.png", "a.svg", "b.svg"):
        check_plot(tmp_path / name)
        draw(tmp_path / name)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(2**20) or []) > 3
    svg = (tmp_path / "a.svg").read_bytes()
    assert svg.lstrip().startswith(b"<?xml")
    assert svg == (tmp_path / "b.svg").read_bytes()


def test_what_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"writes \.png or \.svg, not 'a\.pdf'"):
        check_plot(tmp_path / "a.pdf")
    with pytest.raises(OutputError, match="there is no folder"):
        check_plot(tmp_path / "no" / "a.png")
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="plots need matplotlib"):
        check_plot(tmp_path / "a.png")
