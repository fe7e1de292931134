from __future__ import annotations

from collections.abc import Sequence

import pytest

from capaug.mirrors import Miner, mine
from capaug.mirrors.words import Lemmas, edited, facts
from capaug.records import AugmentedCaption, Edit


def found(rows: Sequence[AugmentedCaption], row: int, negative: int) -> tuple[list[str], list[str]]:
    """Mirrors of a negative: those that hold a new fact, and all others."""
    miner = Miner(lambda: rows)
    first, others = miner.mirrors(rows[row], rows[row].negatives[negative])
    return [miner.images[place] for place in first], [miner.images[place] for place in others]


@pytest.mark.parametrize(
    ("row", "negative", "with_fact", "others"),
    [
        (0, 0, ["i2"], ["i6"]),  # blue car: two cars are one; i3 is blue and red, so it holds the old word too
        (0, 1, ["i5"], []),  # the colours change places: no word is new, so the facts decide
        (1, 0, [], ["i3", "i4"]),  # dogs are a dog; i5 has both a dog and a car
        (1, 1, [], []),  # a denial
        (3, 0, ["i4"], []),
        (6, 0, [], []),  # nobody has seen a zebra
    ],
)
def test_mirrors(
    rows: tuple[AugmentedCaption, ...], row: int, negative: int, with_fact: list[str], others: list[str]
) -> None:
    assert found(rows, row, negative) == (with_fact, others)


def test_a_mirror_holds_the_new_word_and_not_the_old_one(rows: tuple[AugmentedCaption, ...]) -> None:
    """By a plain loop over captions, for the negatives that change one word."""
    changed = {(0, 0): ("red", "blue"), (1, 0): ("car", "dog"), (3, 0): ("lie", "walk"), (6, 0): ("car", "zebra")}
    lemmas = Lemmas(rows)
    held: dict[str, set[str]] = {}
    for row in rows:
        held.setdefault(row.image_id, set()).update(lemmas.all_of(row.caption))
    for (row, negative), (old, new) in changed.items():
        expected = [image for image, words in held.items() if new in words and old not in words]
        with_fact, others = found(rows, row, negative)
        assert sorted(with_fact + others) == [one for one in expected if one != rows[row].image_id]


def test_the_own_image_is_no_mirror(rows: tuple[AugmentedCaption, ...]) -> None:
    mirrors = mine(rows, most=9)
    assert mirrors
    assert all(image not in images for (image, *_), images in mirrors.items())


def test_some_are_drawn_those_with_the_fact_first(rows: tuple[AugmentedCaption, ...]) -> None:
    assert mine(rows, 1)["i1", "i1.0", 0] == ("i2",)
    assert mine(rows, 2)["i1", "i1.0", 0] == ("i2", "i6")
    assert set(mine(rows, 9)) == {("i1", "i1.0", 0), ("i1", "i1.0", 1), ("i1", "i1.1", 0), ("i3", "i3.0", 0)}


def test_the_order_of_the_rows_does_not_matter(rows: tuple[AugmentedCaption, ...]) -> None:
    assert mine(rows[::-1], 1) == mine(rows, 1)


def test_lemmas_are_those_of_the_graphs(rows: tuple[AugmentedCaption, ...]) -> None:
    lemmas = Lemmas(rows)
    assert lemmas.all_of("Dogs lies on cars") == ["dog", "lie", "on", "car"]
    assert lemmas.all_of("houses buses") == ["house", "buses"]  # a plural of a lemma; of none
    assert lemmas.said("The dog isn't on the CARS") == {"dog", "on", "car"}


def test_facts_before_and_after(rows: tuple[AugmentedCaption, ...]) -> None:
    lemmas = Lemmas(rows)

    def told(row: AugmentedCaption, edits: Sequence[Edit] = ()) -> set[tuple[str, ...]]:
        return {tuple(fact.split("\t")) for fact in facts(row, lemmas, edits)}

    assert told(rows[0]) == {("car", "red"), ("house", "white")}
    assert told(rows[0], rows[0].negatives[1].edits) == {("car", "white"), ("house", "red")}
    assert told(rows[3]) == {("dog", "lie on", "road"), ("road", "blue")}
    assert told(rows[3], rows[3].negatives[0].edits) == {("dog", "walk on", "road"), ("road", "blue")}


@pytest.mark.parametrize(
    ("start", "end", "edits", "text"),
    [
        (2, 9, [Edit(2, 5, "red", "blue")], "blue car"),
        (6, 9, [Edit(0, 9, "a red car", "the old bus")], "the old bus"),
        (2, 5, [Edit(6, 9, "car", "bus")], "red"),
        (2, 9, [Edit(2, 5, "red", ""), Edit(6, 9, "car", "trains")], " trains"),
    ],
)
def test_a_span_after_edits(start: int, end: int, edits: list[Edit], text: str) -> None:
    assert edited("a red car", start, end, edits) == text


def test_no_rows() -> None:
    assert mine([]) == {}
