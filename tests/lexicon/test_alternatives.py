"""Tables of words that exclude each other beside others."""

from __future__ import annotations

import pytest

from capaug.errors import InputError
from capaug.lexicon.alternatives import DATA, SIGN_COLUMNS, TABLES, Alternatives
from capaug.lexicon.tables import rows


@pytest.mark.parametrize("name", TABLES)
def test_nothing_gives_way_to_its_like_and_every_line_changes_something(name):
    table = Alternatives.load(name)
    for anchor in table.anchors():
        for line in table.of(anchor):
            offered = [one for one in line if one.offered]
            assert any(one.changed and one.text not in other.cell for other in offered for one in line), line
            assert all((one.text in other.cell) == (other.text in one.cell) for one in line for other in line)


@pytest.mark.parametrize("name", TABLES)
def test_every_sign_is_of_a_word_that_has_a_line(name):
    table = Alternatives.load(name)
    known = {(one.text, one.set) for anchor in table.anchors() for line in table.of(anchor) for one in line}
    texts = {text for text, _ in known}
    for _, (word, of_set, _, _) in rows(DATA / f"{name}_signs.tsv", SIGN_COLUMNS):
        assert (word, of_set) in known or (of_set == "-" and word in texts), (word, of_set)


@pytest.mark.parametrize(
    ("sets", "signs", "message"),
    [
        ("room\tsink\tkitchen, kitchen\n", "", "'kitchen' stands twice"),
        ("room\tsink\tkitchen\nroom\tdoor\tkitchen\n", "", "'room' stands twice"),
        ("room\tsink\tkitchen\n", "kitchen\t-\tstove\t-\n" * 2, "'kitchen' of '-' stands twice"),
        ("room\tsink\n", "", "2 columns, expected 3"),
    ],
)
def test_a_table_that_is_wrong_is_an_error(sets, signs, message, tmp_path):
    (tmp_path / "mine.tsv").write_text(sets, encoding="utf-8")
    (tmp_path / "mine_signs.tsv").write_text(signs, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Alternatives.load("mine", tmp_path)


def test_what_tells_one_word_of_a_cell_tells_all(tmp_path):
    (tmp_path / "mine.tsv").write_text("drink\tbottle\twine/*champagne, beer, (milk)\n", encoding="utf-8")
    (tmp_path / "mine_signs.tsv").write_text("champagne\t-\tflute\tbaby\n", encoding="utf-8")
    wine, champagne, beer, milk = Alternatives.load("mine", tmp_path).of("bottle")[0]
    assert wine.tells == champagne.tells == {"wine", "wines", "champagne", "champagnes", "flute"}
    assert (wine.forbids, beer.forbids) == ({"baby"}, frozenset())
    told_of = [(one.changed, one.offered) for one in (wine, champagne, milk)]
    assert told_of == [(True, True), (True, False), (False, False)]
