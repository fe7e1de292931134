"""The first noun of a compound gives way to another of its line."""

from __future__ import annotations

import pytest

from capaug.errors import InputError
from capaug.lexicon import compounds
from capaug.lexicon.compounds import Compounds

COMPOUND = "attribute_replace.compound"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A kitten sleeps in a bathroom sink.", "A kitten sleeps in a kitchen sink."),
        ("A kitten sleeps on a white kitchen counter.", "A kitten sleeps on a white bathroom counter."),
        ("A slice of chocolate cake on a napkin.", "A slice of carrot cake on a napkin."),
        ("A Slice Of Chocolate Cake On A Napkin", "A Slice Of Vanilla Cake On A Napkin"),
        ("Tourists wait outside an ice cream shop.", "Tourists wait outside a book shop."),
        ("Tourists wait outside a book shop.", "Tourists wait outside an ice cream shop."),
        ("Two school buses pass a church.", "Two city buses pass a church."),
        ("A basketball game is shown on a phone.", "A hockey game is shown on a phone."),
        ("three wine glasses and a napkin", "three beer glasses and a napkin"),
        ("A man poses in a giraffe costume.", "A man poses in a clown costume."),
        ("A baby elephant stands near a fence.", "An adult elephant stands near a fence."),
        ("A van waits on a city street.", "A van waits on a village street."),
        ("A clock tower beside a river.", "A water tower beside a river."),
    ],
)
def test_a_modifier_gives_way(caption, expected, texts):
    assert expected in texts(COMPOUND, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("goes_with_what_stands_before", "A slice of dark chocolate cake.", "A large slice of chocolate cake."),
        ("goes_with_what_stands_before", "A ham and egg sandwich on foil.", "A big egg sandwich on foil."),
        ("of_a_name", "A puppy in a Grand Hyatt hotel room.", "A puppy in a tidy hotel room."),
        ("goes_on", "A kitten in the bathroom sink / tub.", "A kitten in the bathroom sink."),
        ("goes_on", "A Wii game of baseball on a bench.", "A Wii game on a bench."),
        ("only_there", "Two palm trees", "Two palm trees in a photo of a van."),
        ("only_there", "There is a shoe store behind a van.", "A shoe store is behind a van."),
        ("still_told", "A tennis match between two women with rackets.", "A tennis match between two women."),
        ("still_told", "A kitchen sink full of dishes.", "A kitchen sink full of leaves."),
        ("still_told", 'A beer bottle that says "Pale Ale".', 'A beer bottle that says "Hello".'),
        ("not_with_this", "A birthday cake for a girl.", "A birthday cake for a friend."),
        ("not_with_this", "A toothbrush on a kitchen counter.", "A kitten on a kitchen counter."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(COMPOUND, caption)
    assert texts(COMPOUND, twin, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "sibling", "new"),
    [
        ("not_with_this", "A kitten sleeps in a bathroom sink.", "A kitten beside dishes and a stove.", "kitchen"),
        ("not_with_this", "Two school buses pass a church.", "Red buses on a downtown street.", "city"),
        ("called_otherwise", "A bottle stands beside a wine glass.", "A bottle beside a beer glass.", "beer"),
    ],
)
def test_what_a_sibling_says_is_not_put_in(rule, caption, sibling, new, texts, refused):
    assert any(new in text for text in texts(COMPOUND, caption, draws=40))
    assert not any(new in text for text in texts(COMPOUND, caption, sibling, draws=40))
    assert rule in refused(COMPOUND, caption, sibling)


def test_a_generic_modifier_is_only_known(texts):
    assert not texts(COMPOUND, "A man poses in an animal costume.", draws=20)
    assert not texts(COMPOUND, "A man poses in a giraffe costume.", "A man in an animal costume.", draws=20)


def test_nothing_gives_way_to_its_like_and_every_line_changes_something():
    table = Compounds.load()
    for head in table.heads():
        for line in table.of(head):
            offered = [one for one in line if one.offered]
            assert any(one.changed and one.text not in other.cell for other in offered for one in line), line
            assert all((one.text in other.cell) == (other.text in one.cell) for one in line for other in line)


@pytest.mark.parametrize(
    ("sets", "signs", "message"),
    [
        ("room\tsink\tkitchen, kitchen\n", "", "'kitchen' stands twice"),
        ("room\tsink\tkitchen\nroom\tdoor\tkitchen\n", "", "'room' stands twice"),
        ("room\tsink\tkitchen\n", "kitchen\t-\tstove\t-\n" * 2, "'kitchen' of '-' stands twice"),
    ],
)
def test_a_table_that_tells_something_twice_is_an_error(sets, signs, message, tmp_path, monkeypatch):
    for name, text in (("SETS", sets), ("SIGNS", signs)):
        file = tmp_path / f"{name}.tsv"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(compounds, name, file)
    with pytest.raises(InputError, match=message):
        Compounds.load.__wrapped__()


def test_every_sign_is_of_a_modifier_that_has_a_line():
    table = Compounds.load()
    known = {(one.text, one.set) for head in table.heads() for line in table.of(head) for one in line}
    texts = {text for text, _ in known}
    for _, (modifier, name, _, _) in compounds.rows(compounds.SIGNS, compounds.SIGN_COLUMNS):
        assert (modifier, name) in known or (name == "-" and modifier in texts), (modifier, name)
