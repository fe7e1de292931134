"""Which relations captions of one picture say together, though the lexicon has them exclude each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.calibration.exclusions import Share, measure, write_exclusions
from capaug.errors import InputError
from capaug.lexicon.together import ANYTHING, ATTRIBUTE, RELATION, Together, interval
from capaug.records import Caption, CaptionGroup


def pictures(*captions: str, count: int = 20) -> list[CaptionGroup]:
    return [
        CaptionGroup(str(n), tuple(Caption(f"{n}.{k}", text) for k, text in enumerate(captions)), "x", "y")
        for n in range(count)
    ]


def test_what_is_said_together_is_contradicted():
    found = measure(pictures("A man holding a kite.", "A man flying a kite."))
    assert found.shares[RELATION].both > 0.5 and found.shares[RELATION].settled == 0
    pairs = {(one.one, one.other) for one in found.contradicted}
    assert ("fly", "hold") in pairs or ("hold", "fly") in pairs


def test_what_is_never_said_together_is_believed():
    found = measure(pictures("A man sitting on a bench.", "A man sits on a bench.", count=100))
    assert found.shares[RELATION] == Share(found.shares[RELATION].statements, both=0, settled=1)
    assert not found.contradicted and not found.table.related("sit on", "stand on", "bench")


def test_colors_of_one_thing_that_captions_exchange_are_contradicted():
    found = measure(pictures("A black cat on a bed.", "A white cat on a bed.", "A red bus.", "A red bus."))
    assert found.table.qualified("black", "white", "cat", "animal")
    assert not found.table.qualified("red", "blue", "bus", "vehicle")
    assert {one.thing for one in found.contradicted if one.of == ATTRIBUTE} == {"cat", "@animal"}


def test_a_lone_caption_tells_nothing():
    found = measure(pictures("A red man sitting on a bench."))
    assert not any(share.statements for share in found.shares.values())


def test_what_was_written_is_read(tmp_path: Path):
    table = measure(pictures("A man holding a kite.", "A man flying a kite.")).table
    write_exclusions(tmp_path / "mine.tsv", table, "mine")
    assert Together.load(str(tmp_path / "mine.tsv")).counts == table.counts


def test_an_object_speaks_for_itself():
    table = Together({(RELATION, "on", "under", ANYTHING): (100, 50), (RELATION, "on", "under", "table"): (100, 0)})
    assert table.related("on", "under", "bed") and not table.related("on", "under", "table")
    assert not table.related("under", "on", "bed")


def test_a_noun_speaks_for_itself_and_its_category_for_the_rest():
    key = (ATTRIBUTE, "black", "white")
    table = Together({(*key, "@animal"): (100, 50), (*key, "swan"): (100, 0), (*key, "car"): (100, 50)})
    assert table.qualified("black", "white", "cow", "animal") and not table.qualified(
        "black", "white", "swan", "animal"
    )
    assert table.qualified("black", "white", "car", "vehicle") and not table.qualified("black", "white", "hat", None)


def test_what_ships_knows_that_kites_are_held_and_flown():
    table = Together.load()
    assert table.related("hold", "fly", "kite") and not table.related("sit on", "stand on", "bench")
    assert table.qualified("black", "white", "cat", "animal")
    assert not table.qualified("black", "white", "shirt", "clothing")


@pytest.mark.parametrize(
    "text",
    [
        "one\tother\n",
        "relation\ton\tunder\ttable\tten\t0\n",
        "relation\ton\tunder\ttable\t0\t0\n",
        "relation\ton\tunder\ttable\t2\t3\n",
        "color\tred\tblue\tbus\t20\t3\n",
        "no table at all\n",
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str):
    (tmp_path / "mine.tsv").write_text(text)
    with pytest.raises(InputError, match=r"mine.tsv, line 1: expected of, one"):
        Together.load(str(tmp_path / "mine.tsv"))
    with pytest.raises(InputError, match="no such file"):
        Together.load(str(tmp_path / "other.tsv"))
    (tmp_path / "mine.tsv").write_text("\n")
    with pytest.raises(InputError, match="holds no counts"):
        Together.load(str(tmp_path / "mine.tsv"))
    with pytest.raises(InputError, match=r"no such file: .*cocoa;"):
        Together.load("cocoa")


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_an_interval_holds_its_share(said: int, share: float):
    both = int(said * share)
    low, high = interval(said, both)
    assert low - 1e-9 <= both / said <= high + 1e-9 and low >= -1e-9 and high <= 1 + 1e-9
