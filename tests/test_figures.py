"""Figures of the pages: they are those that were measured, and how they get there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.record import record
from recipes.build.figures import FIGURES, FigureError, Figures, differences, pages, rewrite

ROOT = Path(__file__).parents[1]


@pytest.fixture(name="figures")
def figures_fixture(tmp_path: Path) -> Figures:
    """A folder with one file."""
    values = {
        "right": [0.925, 0.94, 0.935],
        "speed": 1234.5,
        "by kind": {"a.swap": {"pairs": 20000, "shares": [0.4, 0.6]}, "and / or": {"pairs": 7, "gain": -0.04}},
    }
    (tmp_path / "made.json").write_text(json.dumps(values))
    (tmp_path / "other.json").write_text(json.dumps({"old": {"a.swap": {"pairs": 5}}}))
    return Figures(tmp_path)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(differences(text, rewrite(text, Figures(), page.name)))
    assert not found, f"python -m recipes.build.figures writes them: {found}"


def test_the_headline_figures_are_measured() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (
        "generate/",
        "readings/as they come/all/right/",
        "readings/positives now/all/true/",
        "balance/val2017/all/both%",
    ):
        assert f"<!--f:{path}" in readme


def test_the_headline_range_is_that_of_the_readings() -> None:
    readings = json.loads((FIGURES / "readings.json").read_text(encoding="utf-8"))
    for pole in ("negatives", "positives"):
        of_readers = readings["default"][f"{pole} right"]
        assert readings["right"][pole] == of_readers["readers 1 and 2"] + of_readers["readers 3 and 4"]


def test_what_was_read_of_all_styles_is_the_sum_of_each() -> None:
    shares = json.loads((FIGURES / "readings.json").read_text(encoding="utf-8"))["as they come"]
    styles = {name: read for name, read in shares.items() if not name.startswith("all ") and name != "all"}
    for whole, left_out in (("all", ""), ("all but COCO", "COCO")):
        parts = [read for name, read in styles.items() if name != left_out]
        assert shares[whole]["texts"] == sum(part["texts"] for part in parts)
        for measure in ("false", "sense", "right"):
            for reader in range(2):
                right = sum(round(part[measure][reader] * part["texts"]) for part in parts)
                assert shares[whole][measure][reader] == round(right / shares[whole]["texts"], 3), (whole, measure)


@pytest.mark.parametrize("file", sorted(FIGURES.glob("*.json")), ids=lambda file: file.name)
def test_a_file_says_what_made_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    about = json.loads(text)["about"]
    assert "protocol" in about or re.fullmatch(r"python -m [\w.]+", about["command"])
    assert not re.search(r"/(home|root|tmp|work|data)/|\b20\d\d-\d\d-\d\d\b", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <!--f:made/speed-->1.5<!--/f--> b", "a <!--f:made/speed-->1,234.5<!--/f--> b"),
        ("a <!--f:made/speed-->99<!--/f-->", "a <!--f:made/speed-->1,234<!--/f-->"),
        ("a <!--f:made/right/min%-->1<!--/f--> to", "a <!--f:made/right/min%-->92<!--/f--> to"),
        ("a <!--f:made/right/2-->**0.00**<!--/f-->", "a <!--f:made/right/2-->**0.94**<!--/f-->"),
        ("a <!--f:made/by kind/a.swap/shares-->.1 -> 0.2<!--/f-->", None),
        (
            "a <!--f:made/by kind/a.swap/shares-->0.1 -> +0.25<!--/f-->",
            "a <!--f:made/by kind/a.swap/shares-->0.4 -> +0.60<!--/f-->",
        ),
    ],
)
def test_figures_in_a_line(figures: Figures, text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(FigureError, match="2 figures for"):
            rewrite(text, figures)
    else:
        assert rewrite(text, figures) == expected
        assert rewrite(expected, figures) == expected


def test_figures_of_a_table(figures: Figures) -> None:
    table = (
        "<!--table:made/by kind: pairs, /other/old/*/pairs, shares, - -->\n"
        "| kind | pairs (n) | before | shares | since 2 |\n|---|---|---|---|---|\n"
        "| `a.swap` (3 sorts) | 1 drawn | 1 | 0.1 / **0.2** | 3 |\n\nnot 1 of it"
    )
    assert rewrite(table, figures) == table.replace("1 drawn | 1 | 0.1 / **0.2**", "20,000 drawn | 5 | 0.4 / **0.6**")
    headed = "<!--table:made/by kind-->\n| kind | gain | pairs |\n|---|---|---|\n| and / or | -1.0 | none |"
    assert rewrite(headed, figures) == headed.replace("-1.0", "-0.0")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\nb <!--f:none/x-->1<!--/f-->", "page:2: no file none.json"),
        ("a <!--f:made/slow-->1<!--/f-->", "page:1: made/slow: 'slow' is not there"),
        ("a\n<!--f:made/speed-->1<!--/f-->", "page:2: a mark begins the line"),
        ("<!--table:made/by kind-->\ntext", "page:1: no table below the mark"),
        ("<!--table:made/by kind-->\n| k | pairs |\n|---|---|\n| b.swap | 1 |", "page:4: made/by kind/b.swap/pairs"),
        ("<!--table:made/by kind-->\n| k | more |\n|---|---|\n| a.swap | 1 |", "page:4: .*'more' is not there"),
        ("<!--table:made/by kind: pairs, -->\n| k | pairs |\n|---|---|\n| a.swap | 1 |", "2 columns named for 1"),
    ],
)
def test_a_mark_that_leads_nowhere_is_named(figures: Figures, text: str, message: str) -> None:
    with pytest.raises(FigureError, match=message):
        rewrite(text, figures, "page")


def test_recorded_figures_are_short_and_what_was_not_measured_stays(tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    record(path, {"about": {"command": "a"}, "f1": {"one": {"all": 0.123456789}, "two": {"all": 1.0}}})
    record(path, {"about": {"command": "b"}, "f1": {"one": {"all": 0.5, "pair": (1, 98765.4321)}}})
    assert json.loads(path.read_text()) == {
        "about": {"command": "b"},
        "f1": {"one": {"all": 0.5, "pair": [1, 98765.0]}, "two": {"all": 1.0}},
    }
    record(None, {"about": {}})
