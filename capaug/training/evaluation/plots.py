"""Plots of an evaluation, to a PNG or SVG file. They need matplotlib (the extra ``training``)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import OutputError, UsageError, installing
from capaug.runs.atomic import write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg")
BLUE, GREY = "#3465a4", "#888a85"


def check_plot(path: Path) -> None:
    """Make sure that a plot can be written to ``path``: better before the evaluation than after it.

    Raises:
        UsageError: the name ends in neither ``.png`` nor ``.svg``, or matplotlib is not installed.
        OutputError: there is no such folder.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--plot writes {' or '.join(SUFFIXES)}, not {path.name!r}")
    if not path.absolute().parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}")
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise UsageError(f"plots need matplotlib; install it with: {installing('training')}") from None


def write_bars(
    path: Path,
    title: str,
    values: Mapping[str, float],
    *,
    marks: Mapping[str, float] | None = None,
    mark: str = "",
) -> None:
    """Horizontal bars of shares (0 to 1), one a name, and a mark on those that have one.

    Args:
        path: ``.png`` or ``.svg`` file.
        title: over the bars.
        values: share by name, from top to bottom.
        marks: second share by name.
        mark: what the marks are, for the legend.

    Raises:
        OutputError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 1.2 + 0.32 * len(values)), layout="constrained")
    axes = figure.add_subplot()
    names = list(values)
    axes.barh(names, [100 * value for value in values.values()], color=BLUE)
    if marks:
        rows = [row for row, name in enumerate(names) if name in marks]
        at = [100 * marks[names[row]] for row in rows]
        axes.plot(at, rows, linestyle="none", marker="D", color=GREY, markeredgecolor="white", label=mark)
        figure.legend(loc="outside lower right", frameon=False)
    axes.invert_yaxis()
    axes.set(title=title, xlabel="percent", xlim=(0, 100))
    _write(figure, path)


def write_lines(
    path: Path, title: str, places: Sequence[str], lines: Mapping[str, Sequence[float]], *, label: str
) -> None:
    """Lines of shares (0 to 1) over ``places``.

    Args:
        path: ``.png`` or ``.svg`` file.
        title: over the lines.
        places: names of the places, from left to right.
        lines: shares by name of the line, one a place.
        label: what the places are.

    Raises:
        OutputError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, values in lines.items():
        axes.plot(places, [100 * value for value in values], marker="o", label=name)
    axes.set(title=title, xlabel=label, ylabel="percent")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    _write(figure, path)


def _write(figure: Figure, path: Path) -> None:
    from matplotlib import rc_context

    kind = path.suffix.lower().removeprefix(".")
    file = io.BytesIO()
    with rc_context({"svg.hashsalt": "capaug"}):  # equal figures give equal files
        figure.savefig(file, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else {})
    write_atomically(path, file.getvalue())
