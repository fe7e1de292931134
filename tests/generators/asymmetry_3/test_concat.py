"""A sibling said as well."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import Sentence
from capaug.generators.asymmetry_3.concat import RULES

COUCH = sentence("A dog on a couch.", things=["A dog", "a couch"])


@pytest.mark.parametrize(
    ("told", "sibling", "expected"),
    [
        (
            COUCH,
            sentence("a brown dog sleeping.", things=["a brown dog"], qualities=[("dog", "brown")]),
            "A dog on a couch. A brown dog sleeping.",
        ),
        (
            sentence("a man on a horse", things=["a man", "a horse"]),
            sentence("The sea is calm .", things=["The sea"], qualities=[("sea", "calm")]),
            "a man on a horse. The sea is calm",
        ),
        (
            sentence("Two boats in a lake.", things=["Two boats", "a lake"]),
            sentence("Boats  near a dock ", things=["Boats", "a dock"]),
            "Two boats in a lake. Boats near a dock.",
        ),
        (
            sentence("A pizza!", things=["A pizza"]),
            sentence("A round pizza with cheese.", things=["A round pizza", "cheese"], qualities=[("pizza", "round")]),
            "A pizza. A round pizza with cheese!",
        ),
    ],
)
def test_the_sibling_is_a_sentence_of_its_own(texts, told: Sentence, sibling: Sentence, expected: str) -> None:
    assert texts("concat", told, sibling) == {expected}
    assert texts("concat", told) == set()


def test_the_sibling_that_says_most_others_comes_first(texts) -> None:
    same = sentence("A dog on a couch", things=["A dog", "a couch"])
    lamp = sentence("A lamp by a window.", things=["A lamp", "a window"])
    old = sentence("A dog near a couch.", things=["A dog", "a couch"])
    assert texts("concat", COUCH, same, old, lamp) == {"A dog on a couch. A lamp by a window."}


REFUSED = {
    "wordless": sentence("..."),
    "all_capitals": sentence("A LAMP BY A WINDOW", things=["A LAMP", "A WINDOW"]),
    "not_sure": sentence("A dog might be ill", things=["A dog"], tags={"might": "MD"}),
    "says_the_same": sentence("A dog on a couch", things=["A dog", "a couch"]),
    "named_otherwise": sentence("A cat near a lamp", things=["A cat", "a lamp"]),
    "bad_english": sentence("A dog is turn off", things=["A dog"], tags={"is": "VBZ", "turn": "VB"}),
    "misspelt": sentence("A man playing badminto", things=["A man", "badminto"]),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.name != "counts_otherwise"])
def test_a_rule_refuses_a_sibling(texts, refusals, rule: str) -> None:
    assert refusals("concat", COUCH, REFUSED[rule]) == {rule}
    assert texts("concat", COUCH, REFUSED[rule]) == set()
    assert texts("concat", COUCH, sentence("A lamp by a window.", things=["A lamp", "a window"]))


def test_two_numbers_of_the_same_things_do_not_stand_together(texts, refusals) -> None:
    def dogs(number: str, where: str) -> Sentence:
        counted = f"{number} dogs"
        qualities = [("dog", number.lower(), "number")]
        return sentence(f"{counted} on {where}", things=[counted, where], qualities=qualities)

    assert refusals("concat", dogs("Two", "a couch"), dogs("Three", "a bed")) == {"counts_otherwise"}
    assert texts("concat", dogs("Two", "a couch"), dogs("Two", "a bed"))


def test_nothing_is_added_behind_an_open_end(texts) -> None:
    lamp = sentence("A lamp by a window.", things=["A lamp", "a window"])
    assert texts("concat", sentence("A dog on a couch?", things=["A dog", "a couch"]), lamp) == set()
    assert texts("concat", COUCH, lamp)
