from __future__ import annotations

from collections import Counter

import pytest

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.balance import balanced, change

CONTRAST, SWAP, NEGATE = "attribute_replace.contrast", "attribute_replace.swap", "asymmetry_1.negate"


def make_row(number: int, caption: str, *negatives: tuple[str, str]) -> AugmentedCaption:
    variants = tuple(Variant(text, kind, ()) for text, kind in negatives)
    return AugmentedCaption(str(number), f"{number}.0", caption, "own", "all", SceneGraph(), (), variants)


def recolored(number: int, thing: str, color: str, *others: str) -> AugmentedCaption:
    return make_row(number, f"a {color} {thing}", *((f"a {other} {thing}", CONTRAST) for other in others))


@pytest.mark.parametrize(
    ("caption", "negative", "words"),
    [
        ("A black ball.", "a white ball", ("black", "white")),
        ("an old dog", "a young dog", ("an old", "a young")),
        ("a dog on a rug", "a dog not on a rug", ("", "not")),
        ("a dog", "a dog", ("", "")),
        ("two two dogs", "two dogs", ("two", "")),
    ],
)
def test_what_is_changed(caption: str, negative: str, words: tuple[str, str]) -> None:
    assert change(caption, negative) == words
    assert change(negative, caption) == words[::-1]


def test_each_change_is_as_frequent_as_its_reverse() -> None:
    rows = [recolored(k, "mug", "white", "black", "pink") for k in range(9)]
    rows += [recolored(k, "cart", "black", "white") for k in range(9, 13)]
    found = balanced(rows)
    counts = Counter(change(row.caption, negative.text) for row in found for negative in row.negatives)
    assert counts == {("white", "black"): 4, ("black", "white"): 4}
    assert [row.caption_id for row in found] == [row.caption_id for row in rows]
    assert found == balanced(rows)
    assert found != balanced(rows, seed=1)


def test_denials_go_and_recombinations_stay() -> None:
    row = make_row(
        0, "a red mug on a green cart", ("a green mug on a red cart", SWAP), ("a red mug not on a green cart", NEGATE)
    )
    (found,) = balanced([row])
    assert [negative.kind for negative in found.negatives] == [SWAP]


def test_a_kind_of_ones_own_that_recombines_words_stays() -> None:
    row = make_row(
        0, "a red mug on a green cart", ("A green mug on a red cart.", "mine.swap"), ("a red mug", "mine.cut")
    )
    (found,) = balanced([row])
    assert [negative.kind for negative in found.negatives] == ["mine.swap"]


def test_negatives_of_the_kept_rows_are_those_that_were_there() -> None:
    rows = [recolored(0, "mug", "white", "pink", "black"), recolored(1, "mug", "black", "white")]
    assert balanced(rows)[0].negatives == rows[0].negatives[1:]
    assert balanced(rows)[1] == rows[1]
    assert balanced([]) == []
