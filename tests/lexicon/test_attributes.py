"""Attributes: types, exclusion, and contrasts that suit the noun."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.lexicon.attributes import AttributeLexicon, _read
from capaug.lexicon.objects import ObjectTaxonomy

LEXICON = AttributeLexicon.load(ObjectTaxonomy.load())
VALUES = sorted(LEXICON._sets_of)
NOUNS = (
    "man girl dog bird elephant bus table building street sky banana pizza shirt door hair kitchen water beach people "
    "scissors bed xyzzy"
).split()


def names(value: str, noun: str) -> set[str]:
    return {name for name, _ in LEXICON.contrasts(value, noun)}


@pytest.mark.parametrize(
    ("value", "type"),
    [
        ("red", "color"), ("grey", "color"), ("light blue", "color"), ("dark-brown", "color"),
        ("orange colored", "color"),
        ("wooden", "material"), ("wood", "material"), ("striped", "pattern"), ("large", "size"), ("tall", "height"),
        ("two", "number"), ("2", "number"), ("37", "number"), ("group of", "collective"), ("sit", "action"),
        ("sitting", "action"), ("cloudy", "weather"), ("fake", "privative"), ("asian", "nationality"),
        ("young", "age"), ("empty", "fullness"), ("smiling", "emotion"), ("xyzzy", "other"),
    ],
)  # fmt: skip
def test_types(value: str, type: str) -> None:
    assert LEXICON.type(value) == type


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("red", "blue"), ("black", "white"), ("light blue", "red"), ("crimson", "green"), ("wooden", "metal"),
        ("steel", "wooden"), ("striped", "plaid"), ("two", "three"), ("2", "three"), ("one", "two"), ("large", "tiny"),
        ("big", "little"), ("old", "new"), ("old", "young"), ("wet", "dry"), ("empty", "crowded"), ("open", "closed"),
        ("clean", "messy"), ("sit", "stand"), ("sitting", "standing"), ("male", "female"), ("raw", "grilled"),
        ("cloudy", "clear"), ("round", "square"), ("smiling", "sad"), ("snowy", "sandy"), ("parked", "moving"),
        ("two", "herd of"), ("several", "couple of"), ("lot of", "two"), ("colorful", "white"), ("tall", "small"),
    ],
)  # fmt: skip
def test_exclusive(a: str, b: str) -> None:
    assert LEXICON.excludes(a, b)
    assert LEXICON.excludes(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("red", "dark"), ("light blue", "blue"), ("light blue", "dark blue"), ("gray", "silver"), ("gray", "grey"),
        ("orange", "red"), ("beige", "tan"), ("tan", "brown"), ("cream", "white"), ("purple", "pink"),
        ("crimson", "red"),
        ("wooden", "brown"), ("wooden", "wood"), ("steel", "metal"), ("small", "young"), ("large", "huge"),
        ("big", "tall"), ("several", "three"), ("many", "five"), ("pair of", "two"), ("stand", "walk"),
        ("sleep", "lie"),
        ("sleep", "sitting"), ("smiling", "happy"), ("fried", "cooked"), ("plaid", "checkered"), ("round", "oval"),
        ("red", "large"), ("xyzzy", "red"), ("colorful", "red"),
        ("three", "group of"), ("two", "group of"), ("multiple", "two"), ("couple of", "pair of"),
        ("grassy", "rocky"), ("dirt", "sandy"),
    ],
)  # fmt: skip
def test_compatible(a: str, b: str) -> None:
    assert not LEXICON.excludes(a, b)
    assert not LEXICON.excludes(b, a)


@pytest.mark.parametrize(
    ("value", "noun", "offered"),
    [
        ("red", "bus", "yellow"), ("empty", "street", "busy"), ("crowded", "beach", "empty"),
        ("wooden", "table", "glass"),
        ("large", "dog", "small"), ("young", "man", "old"), ("old", "car", "new"), ("open", "door", "closed"),
        ("sitting", "dog", "standing"), ("stand", "man", "sit"), ("flying", "bird", "perched"),
        ("parked", "car", "moving"),
        ("clear", "sky", "cloudy"), ("sandy", "beach", "rocky"), ("long", "hair", "short"), ("two", "people", "three"),
        ("striped", "shirt", "plaid"), ("dirty", "kitchen", "clean"), ("male", "surfer", "female"),
        ("2", "dog", "three"),
        ("green", "grass", "brown"), ("unmade", "bed", "made"), ("brick", "building", "wooden"),
        ("dark", "hair", "light"),
    ],
)  # fmt: skip
def test_contrasts(value: str, noun: str, offered: str) -> None:
    assert offered in names(value, noun)


@pytest.mark.parametrize(
    ("value", "noun"),
    [
        ("wooden", "sky"),  # never said of it
        ("red", "sky"),
        ("green", "elephant"),
        ("black", "man"),  # no color at all
        ("black", "photo"),
        ("red", "stop sign"),  # of no other color
        ("young", "girl"),  # no girl is old
        ("little", "boy"),
        ("one", "dog"),  # the noun would change
        ("two", "scissors"),
        ("pair of", "shoe"),
        ("bunch of", "banana"),
        ("lot of", "water"),
        ("three", "water"),
        ("red", "xyzzy"),
        ("xyzzy", "bus"),
    ],
)
def test_no_contrast(value: str, noun: str) -> None:
    assert names(value, noun) == set()


def test_contrasts_keep_to_what_the_noun_usually_is() -> None:
    assert names("yellow", "banana") <= {"green", "brown", "black"}
    assert not names("gray", "elephant") & {"red", "green", "yellow", "purple"}
    weights = dict(LEXICON.contrasts("red", "bus"))
    assert weights["white"] > weights.get("purple", 0.0)


def test_old_turns_into_young_only_for_the_living() -> None:
    assert "young" in names("old", "man") and "new" not in names("old", "man")
    assert "new" in names("old", "car") and "young" not in names("old", "car")


def test_form_is_kept() -> None:
    assert names("sitting", "man") and all(name.endswith(("ing", "ed")) for name in names("sitting", "man"))
    assert names("sit", "man") and not any(name.endswith("ing") for name in names("sit", "man"))


def test_same_entails_privative_gradable() -> None:
    assert LEXICON.same("gray", "grey") and LEXICON.same("big", "large") and LEXICON.same("wood", "wooden")
    assert not LEXICON.same("red", "crimson")
    assert "red" in LEXICON.entails("crimson")
    assert "blue" in LEXICON.entails("dark blue")
    assert "large" in LEXICON.entails("huge")
    assert LEXICON.entails("red") == ()
    assert all(LEXICON.is_privative(value) for value in ("fake", "toy", "stuffed", "former", "painted"))
    assert not LEXICON.is_privative("red")
    assert LEXICON.is_gradable("tall") and not LEXICON.is_gradable("two")
    assert {"red", "blue"} <= set(LEXICON.values("color")) and LEXICON.values("xyzzy") == ()


@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
@settings(deadline=None)
def test_exclusion_is_symmetric_and_spares_synonyms(a: str, b: str) -> None:
    assert LEXICON.excludes(a, b) == LEXICON.excludes(b, a)
    assert LEXICON.same(a, b) == LEXICON.same(b, a)
    assert not LEXICON.excludes(a, a)
    if LEXICON.same(a, b) or a in LEXICON.entails(b):
        assert not LEXICON.excludes(a, b)


@pytest.mark.parametrize("noun", NOUNS)
def test_contrasts_are_excluded_and_suit_the_noun(noun: str) -> None:
    for value in VALUES:
        found = LEXICON.contrasts(value, noun)
        for other, weight in found:
            assert LEXICON.excludes(value, other), (value, other)
            assert LEXICON.suits(other, noun), (other, noun)
            assert weight > 0
        assert not found or sum(weight for _, weight in found) == pytest.approx(1.0)
        assert not found or LEXICON.suits(value, noun)


@given(st.text(max_size=20), st.text(max_size=20))
@settings(deadline=None)
def test_any_text_is_an_answerable_question(value: str, noun: str) -> None:
    assert isinstance(LEXICON.type(value), str)
    assert not LEXICON.excludes(value, value)
    for other, _ in LEXICON.contrasts(value, noun):
        assert LEXICON.excludes(value, other)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("red\t-\t-\t-\t-\t-\t-\n", "line 1: 7 columns"),
        ("@color\tcolor\n", "line 1: 2 columns, expected 3"),
        ("@color\tcolor\tvehicle\nred\t-\n", "line 2: 2 columns, expected 7"),
        ("@color\tcolor\tvehicle\nred\t-\t-\t-\t-\t-\tloud\n", "line 2: unknown flag 'loud'"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "attributes.tsv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(_read(path))


def test_the_ends_of_shades() -> None:
    assert LEXICON.near("dark brown", "black") and not LEXICON.excludes("black", "dark brown")
    assert not LEXICON.near("light brown", "black") and LEXICON.excludes("light brown", "black")
