"""Figures as JSON, for ``recipes.build.figures`` to write into the docs: no date, no path, the same keys every time."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CPUINFO = Path("/proc/cpuinfo")


def add_json_option(options: argparse.ArgumentParser) -> None:
    """Give a benchmark the option ``--json FILE``."""
    options.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")


def record(path: Path | None, figures: Mapping[str, Any]) -> None:
    """Write ``figures`` to ``path``, floats to five significant digits; without a path nothing is written.

    What the file holds already and was not measured this time stays; ``about`` is written anew.
    """
    if path is not None:
        held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        held.pop("about", None)
        about = {"about": figures["about"]}
        path.write_text(_lines(about | _merged(held, _short(figures))) + "\n", encoding="utf-8")


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merged(old.get(key), value) for key, value in new.items()}
    return new


def _lines(value: Any, indent: str = "") -> str:
    """JSON with a line for each object that holds no other."""
    if isinstance(value, dict) and any(isinstance(each, dict) for each in value.values()):
        deeper = indent + " "
        parts = (f"{deeper}{json.dumps(key)}: {_lines(each, deeper)}" for key, each in value.items())
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    return json.dumps(value, ensure_ascii=False)


def _short(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _short(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_short(each) for each in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


def processor() -> str:
    """The processor's name, as a timing names it."""
    if CPUINFO.is_file():
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
