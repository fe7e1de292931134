"""What is there is said to be missing, and what is missing to be there."""

from __future__ import annotations

import pytest

from capaug.lexicon.lacks import Lacks

LACK = "asymmetry_1.lack"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man with a helmet rides a motorcycle.", "A man without a helmet rides a motorcycle."),
        ("A man wearing a red hat on a bench.", "A man without a hat on a bench."),
        ("A woman is wearing a coat.", "A woman is not wearing a coat."),
        ("A toilet that has a wooden seat.", "A toilet that has no seat."),
        ("A room with large windows.", "A room without windows."),
        ("A man without a shirt on a beach.", "A man with a shirt on a beach."),
        ("A boy with no shoes in the water.", "A boy with shoes in the water."),
        ("A street that has no cars on it.", "A street that has cars on it."),
    ],
)
def test_both_ways(caption, expected, texts):
    assert texts(LACK, caption, draws=3) == [expected]


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("more_is_said_of_it", ["A toilet with a lid up."], ["A toilet with a lid."]),
        ("more_is_said_of_it", ["A room with two windows."], ["A room with windows."]),
        ("more_is_said_of_it", ["Two men with a hat."], ["Two men with hats."]),
        (
            "denied_by_another",
            ["A man with a hat.", "A man without a hat."],
            ["A man with a hat.", "A man on a bench."],
        ),
        ("joined", ["A man with a hat and glasses."], ["A man with a hat."]),
        ("said_in_another_sentence", ["A man with a hat. The hat is red."], ["A man with a hat. The sky is red."]),
        ("named_by_another", ["A man without a shirt.", "A man in a red shirt."], ["A man without a shirt."]),
        ("one_of_several", ["A kitchen without a stove or a sink."], ["A kitchen without a stove."]),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused):
    assert rule in refused(LACK, *caption)
    assert rule not in refused(LACK, *twin)


def test_what_nobody_misses_is_not_taken_away(texts):
    assert texts(LACK, "A man with a helmet.") and not texts(LACK, "A man with a dog.")
    lacks = Lacks.load()
    assert lacks.may_lack("woman", "cowboy hat") and lacks.may_lack("toilet", "lid")
    assert not lacks.may_lack("woman", "lid") and not lacks.may_lack("toilet", "hat")
