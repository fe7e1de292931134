"""One report, three ways out: tables and lines to be read, JSON, a plot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from capaug_cli.report import Column, Report, Table, show

TABLE = Table(
    "3 kinds",
    [Column("kind"), Column("pairs", ","), Column("right", ".1%", missing="-")],
    [("all", 1234, 0.5), None, ("[red]roles", 1, None)],
)


def test_tables_and_lines_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    show(Report({}, ["before", TABLE, "100% of [them] " + "and more " * 40]), json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "before"
    assert lines[1].strip() == "3 kinds"
    assert lines[-1].startswith("100% of [them] and more") and lines[-1].count("more") == 40
    cells = [[cell.strip() for cell in line[1:-1].split(line[0])] for line in lines if line[0] in "┃│"]
    assert cells == [["kind", "pairs", "right"], ["all", "1,234", "50.0%"], ["[red]roles", "1", "-"]]
    assert sum(line.startswith("├") for line in lines) == 1


def test_numbers_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    show(Report({}, [TABLE]), json=False)
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "roles" in line]
    assert line.split("│")[1:3] == [" [red]roles ", "     1 "]


def test_json_is_the_values_alone(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report({"pairs": 1, "right": None}, [TABLE, "a line"])
    for indent, lines in ((None, 1), (1, 4)):
        show(report, json=True, indent=indent)
        out = capsys.readouterr().out
        assert json.loads(out) == {"pairs": 1, "right": None}
        assert len(out.splitlines()) == lines


def test_a_plot_is_drawn_beside_either(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = Report({}, ["a line"], draw=Path.touch)
    for as_json, printed in ((False, "a line\n"), (True, "{}\n")):
        path = tmp_path / str(as_json)
        show(report, json=as_json, plot=path)
        assert path.exists()
        assert capsys.readouterr().out == printed
    show(report, json=False)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_row_of_another_length_is_a_fault() -> None:
    with pytest.raises(ValueError):
        Table("", [Column("a")], [("one", "two")]).drawn()
