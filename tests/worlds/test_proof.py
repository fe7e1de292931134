"""What generators make of captions of known scenes is what it should be, and wrong texts would be noticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from capaug.registry import KINDS
from capaug.worlds.proof import LEAST_RIGHT, MOST_NOT_UNDERSTOOD, Judged, Tally, judge_generators, tally

IMAGES = range(300)
RARE = {
    "relation_swap.objects",
    "relation_swap.arrangement",
    "attribute_replace.setting",
    "attribute_replace.compound",
    "relation_swap.part",
    "asymmetry_1.activity",
    "asymmetry_1.lack",
}  # hardly any caption has what it needs


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return tally(judge_generators(IMAGES))


@pytest.mark.parametrize("sign", ["negatives", "positives"])
def test_labels_are_right(tallies: dict[str, Tally], sign: str) -> None:
    one = tallies[sign]
    assert one.made > 5000
    assert one.share >= LEAST_RIGHT, one.failures[:20]


@pytest.mark.parametrize("sign", ["negatives", "positives"])
def test_texts_are_understood(tallies: dict[str, Tally], sign: str) -> None:
    assert tallies[sign].share_not_understood < MOST_NOT_UNDERSTOOD, tallies[sign].failures[:20]


def test_every_kind_is_judged(tallies: dict[str, Tally]) -> None:
    kinds = {kind for kind in KINDS.names() if not KINDS.get(kind).kind.control}
    assert kinds - RARE <= set(tallies)


def judged() -> Iterator[Judged]:
    for truth in (True, False, False, None):
        yield Judged(0, "a dog", "a cat", "family.kind", False, truth)
    yield Judged(0, "a dog", "an animal", "family.other", True, True)


def test_shares_are_of_what_was_understood() -> None:
    made = tally(judged())
    assert sorted(made) == ["family.kind", "family.other", "negatives", "positives"]
    assert (made["negatives"].share, made["negatives"].share_not_understood) == (2 / 3, 0.25)
    assert [failure.truth for failure in made["family.kind"].failures] == [True, None]
    assert (Tally().share, Tally().share_not_understood) == (1.0, 0.0)
