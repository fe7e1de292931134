"""Relations: exclusion, symmetry, converses, and which ends may change places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.relations import RelationLexicon, _read

LEXICON = RelationLexicon.load(ObjectTaxonomy.load())
VERBS = ["", "sit", "stand", "lie", "lay", "park", "walk", "look", "ride", "fill"]
PREPOSITIONS = sorted(LEXICON._prepositions)
PREDICATES = sorted(
    {*LEXICON._sets_of, *LEXICON._table.symmetric, *(f"{v} {p}".strip() for v in VERBS for p in PREPOSITIONS)}
)
NOUNS = (
    "man woman people dog cat horse bird zebra bus car train airplane bicycle skateboard surfboard wave bench table "
    "bed couch chair laptop street road beach field water bridge tree building kitchen umbrella hat pizza cake plate "
    "bowl banana book frisbee ball kite phone fence slope xyzzy"
).split()


def names(predicate: str, subject: str, object: str) -> set[str]:
    return {name for name, _ in LEXICON.contrasts(predicate, subject, object)}


@pytest.mark.parametrize(
    ("subject", "predicate", "object", "offered"),
    [
        ("cat", "under", "table", "on"), ("cat", "on", "table", "under"), ("train", "over", "bridge", "under"),
        ("man", "push", "bike", "ride"), ("man", "ride", "horse", "lead"), ("man", "ride", "wave", "watch"),
        ("woman", "stand next to", "bench", "sit next to"), ("man", "sit on", "bench", "stand on"),
        ("dog", "behind", "cat", "in front of"), ("man", "stand in front of", "building", "stand behind"),
        ("cat", "next to", "laptop", "on"), ("man", "walk up", "stairs", "walk down"),
        ("dog", "walk into", "water", "walk out of"),
        ("car", "park on", "street", "drive on"), ("bus", "drive down", "street", "park on"),
        ("cow", "graze in", "field", "lie in"), ("woman", "walk on", "beach", "sit on"),
        ("boy", "throw", "frisbee", "catch"), ("player", "throw", "bat", "hold"), ("man", "wear", "hat", "hold"),
        ("man", "eat", "pizza", "slice"), ("woman", "cut", "cake", "eat"), ("man", "talk on", "cell phone", "look at"),
        ("cup", "to the left of", "plate", "to the right of"), ("horse", "ride by", "man", "lead by"),
        ("person", "open", "door", "close"), ("man", "inside", "bus", "outside"), ("people", "board", "train", "exit"),
        ("cat", "lay on", "couch", "stand on"), ("bird", "sit on", "branch", "fly over"),
    ],
)  # fmt: skip
def test_contrasts(subject: str, predicate: str, object: str, offered: str) -> None:
    assert offered in names(predicate, subject, object)


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [
        ("man", "in", "shirt"),
        ("pizza", "with", "cheese"),
        ("room", "have", "bed"),
        ("clock", "on", "wall"),
        ("plate", "on", "table"),  # nobody pictures a plate under a table
        ("man", "behind", "mirror"),
        ("xyzzy", "on", "table"),
        ("man", "xyzzy", "table"),
    ],
)
def test_no_contrast(subject: str, predicate: str, object: str) -> None:
    assert names(predicate, subject, object) == set()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("on", "in"), ("on", "on top of"), ("sit on", "on"), ("ride", "on"), ("near", "next to"),
        ("under", "underneath"),
        ("stand on", "walk on"), ("hold", "carry"), ("hold", "swing"), ("lay on", "lie on"), ("with", "next to"),
        ("toward", "towards"), ("sleep on", "lie on"), ("xyzzy", "on"),
    ],
)  # fmt: skip
def test_compatible(a: str, b: str) -> None:
    assert not LEXICON.excludes(a, b)
    assert not LEXICON.excludes(b, a)


@pytest.mark.parametrize("predicate", "next to|with|beside|near|by|stand next to|kiss|talk to|meet".split("|"))
def test_symmetric(predicate: str) -> None:
    assert LEXICON.is_symmetric(predicate)
    assert LEXICON.converse(predicate) == predicate
    assert not LEXICON.swappable(predicate, "dog", "cat")


@pytest.mark.parametrize("predicate", ["on", "chase", "behind", "ride by", "fill with", "surround by", "hold", "xyzzy"])
def test_not_symmetric(predicate: str) -> None:
    assert not LEXICON.is_symmetric(predicate)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("to the left of", "to the right of"),
        ("above", "below"),
        ("in front of", "behind"),
        ("larger than", "smaller than"),
    ],
)
def test_converse(one: str, other: str) -> None:
    assert LEXICON.converse(one) == other
    assert LEXICON.converse(other) == one


def test_converse_of_other_words_and_of_the_unknown() -> None:
    assert LEXICON.converse("left of") == "to the right of"
    assert LEXICON.converse("over") == "below"
    assert LEXICON.converse("ride") is None


def test_entails_and_same() -> None:
    assert "on" in LEXICON.entails("ride")
    assert "on" in LEXICON.entails("sit on")
    assert "on" in LEXICON.entails("stand on top of")
    assert LEXICON.entails("walk up") == ()
    assert LEXICON.same("near", "by")
    assert LEXICON.same("lay on", "lie on top of")
    assert LEXICON.same("sit by", "sit next to")
    assert not LEXICON.same("on", "in")


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [
        ("dog", "chase", "cat"), ("dog", "follow", "man"), ("car", "behind", "bus"), ("man", "stand behind", "woman"),
        ("man", "push", "woman"), ("book", "on", "laptop"), ("cup", "to the left of", "plate"),
        ("bench", "behind", "tree"),
        ("truck", "tow", "car"),
    ],
)  # fmt: skip
def test_swappable(subject: str, predicate: str, object: str) -> None:
    assert LEXICON.swappable(predicate, subject, object)
    assert LEXICON.swappable(predicate, object, subject)


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [
        ("man", "ride", "horse"), ("man", "wear", "hat"), ("pizza", "on", "plate"), ("bird", "on", "elephant"),
        ("dog", "chase", "dog"), ("man", "in front of", "building"), ("bench", "in front of", "tree"),
        ("woman", "hold", "baby"), ("truck", "pull", "trailer"),
    ],
)  # fmt: skip
def test_not_swappable(subject: str, predicate: str, object: str) -> None:
    assert not LEXICON.swappable(predicate, subject, object)


def test_passive() -> None:
    assert LEXICON.passive_ok("ride") and LEXICON.passive_ok("chase")
    assert not LEXICON.passive_ok("have") and not LEXICON.passive_ok("resemble")


@given(st.sampled_from(PREDICATES), st.sampled_from(PREDICATES))
@settings(deadline=None)
def test_exclusion_is_symmetric_and_spares_synonyms(a: str, b: str) -> None:
    assert LEXICON.excludes(a, b) == LEXICON.excludes(b, a)
    assert not LEXICON.excludes(a, a)
    if LEXICON.same(a, b) or a in LEXICON.entails(b):
        assert not LEXICON.excludes(a, b)


@given(st.sampled_from(PREDICATES), st.sampled_from(NOUNS), st.sampled_from(NOUNS))
@settings(deadline=None, max_examples=1000)
def test_contrasts_are_excluded_weighted_and_drop_in(predicate: str, subject: str, object: str) -> None:
    found = LEXICON.contrasts(predicate, subject, object)
    for other, weight in found:
        assert LEXICON.excludes(predicate, other)
        assert weight > 0
        assert other == other.strip() and "  " not in other
    assert not found or sum(weight for _, weight in found) == pytest.approx(1.0)


@given(st.sampled_from(PREDICATES), st.sampled_from(NOUNS), st.sampled_from(NOUNS))
@settings(deadline=None, max_examples=1000)
def test_what_is_symmetric_is_never_swappable(predicate: str, subject: str, object: str) -> None:
    if LEXICON.swappable(predicate, subject, object):
        assert not LEXICON.is_symmetric(predicate)
        assert LEXICON.swappable(predicate, object, subject)
        assert subject != object


@given(st.text(max_size=20), st.text(max_size=10), st.text(max_size=10))
@settings(deadline=None)
def test_any_text_is_an_answerable_question(predicate: str, subject: str, object: str) -> None:
    assert LEXICON.excludes(predicate, predicate) is False
    assert LEXICON.contrasts(predicate, subject, object) == ()
    assert LEXICON.swappable(predicate, subject, subject) is False


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("on\ton\t-\t-\t-\n", "line 1: a line with a word belongs below"),
        ("@verb\tx\t-\t-\t-\twhy\nride\tride\t-\n", "line 2: 3 columns"),
        ("@verb\tx\t-\t-\t-\t \n", "line 1: the set x has no reason"),
        ("@wrong\tx\n", "line 1: 2 columns after '@wrong'"),
        ("@verb\tx\t-\t-\t-\twhy\nride\tride\t-\t-\tloud\n", "line 2: unknown flag 'loud'"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "relations.tsv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        _read(path)


@pytest.mark.parametrize("known", ["of", "have", "sit on", "look down at", "full of", "ride"])
def test_known(known: str) -> None:
    assert LEXICON.knows(known)


@pytest.mark.parametrize("unknown", ["blorg", "blorg on"])
def test_unknown(unknown: str) -> None:
    assert not LEXICON.knows(unknown)
    assert not LEXICON.excludes(unknown, "on")
