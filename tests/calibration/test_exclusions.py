"""Which relations captions of one picture say together, though the lexicon has them exclude each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.calibration.exclusions import measure, write_exclusions
from capaug.errors import InputError
from capaug.lexicon.together import ANYTHING, Together, interval
from capaug.records import Caption, CaptionGroup


def pictures(*captions: str, count: int = 20) -> list[CaptionGroup]:
    return [
        CaptionGroup(str(n), tuple(Caption(f"{n}.{k}", text) for k, text in enumerate(captions)), "x", "y")
        for n in range(count)
    ]


def test_what_is_said_together_is_contradicted():
    found = measure(pictures("A man holding a kite.", "A man flying a kite."))
    assert ("fly", "carry", "kite") in found.table.counts or found.contradicted
    assert found.both > 0.5 and found.settled == 0
    pairs = {(one.predicate, one.other) for one in found.contradicted}
    assert ("fly", "hold") in pairs or ("hold", "fly") in pairs


def test_what_is_never_said_together_is_believed():
    found = measure(pictures("A man sitting on a bench.", "A man sits on a bench.", count=100))
    assert found.both == 0 and found.settled == 1 and not found.contradicted
    assert not found.table.may_both_hold("sit on", "stand on", "bench")


def test_a_lone_caption_tells_nothing():
    assert measure(pictures("A man sitting on a bench.")).statements == 0


def test_what_was_written_is_read(tmp_path: Path):
    table = measure(pictures("A man holding a kite.", "A man flying a kite.")).table
    write_exclusions(tmp_path / "mine.tsv", table, "mine")
    assert Together.load(str(tmp_path / "mine.tsv")).counts == table.counts


def test_an_object_speaks_for_itself():
    table = Together({("on", "under", ANYTHING): (100, 50), ("on", "under", "table"): (100, 0)})
    assert table.may_both_hold("on", "under", "bed") and not table.may_both_hold("on", "under", "table")
    assert not table.may_both_hold("under", "on", "bed")


def test_what_ships_knows_that_kites_are_held_and_flown():
    table = Together.load()
    assert table.may_both_hold("hold", "fly", "kite")
    assert not table.may_both_hold("sit on", "stand on", "bench")


@pytest.mark.parametrize(
    "text",
    [
        "predicate\tother\n",
        "on\tunder\ttable\tten\t0\n",
        "on\tunder\ttable\t0\t0\n",
        "on\tunder\ttable\t2\t3\n",
        "no table at all\n",
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str):
    (tmp_path / "mine.tsv").write_text(text)
    with pytest.raises(InputError, match=r"mine.tsv, line 1: expected predicate"):
        Together.load(str(tmp_path / "mine.tsv"))
    with pytest.raises(InputError, match="no such file"):
        Together.load(str(tmp_path / "other.tsv"))
    (tmp_path / "mine.tsv").write_text("\n")
    with pytest.raises(InputError, match="holds no counts"):
        Together.load(str(tmp_path / "mine.tsv"))
    with pytest.raises(InputError, match="no such file: cocoa"):
        Together.load("cocoa")


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_an_interval_holds_its_share(said: int, share: float):
    both = int(said * share)
    low, high = interval(said, both)
    assert low - 1e-9 <= both / said <= high + 1e-9 and low >= -1e-9 and high <= 1 + 1e-9
