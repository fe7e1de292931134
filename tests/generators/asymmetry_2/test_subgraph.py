"""Captions without a phrase of their middle, their adjectives, their end."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import LinkForm, Sentence
from capaug.generators.asymmetry_2.gaps import RULES

PLACE = LinkForm.PLACE
SHIRT = sentence(
    "A man in a red shirt riding a horse on the beach.",
    things=["A man", "a red shirt", "a horse", "the beach"],
    qualities=[("shirt", "red", "color")],
    links=[("man", "in", "shirt"), ("man", "riding", "horse"), ("man", "on", "beach", PLACE)],
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (SHIRT, "A man riding a horse."),
        (SHIRT, "A man on the beach."),
        (
            sentence(
                "A young woman wearing a blue dress is holding a large umbrella.",
                things=["A young woman", "a blue dress", "a large umbrella"],
                qualities=[("woman", "young", "age"), ("dress", "blue", "color"), ("umbrella", "large", "size")],
                links=[("woman", "wearing", "dress"), ("woman", "holding", "umbrella")],
            ),
            "A woman is holding an umbrella.",
        ),
        (
            sentence("A cat and a dog sleeping on a couch.", things=["A cat", "a dog", "a couch"]),
            "A dog sleeping on a couch.",
        ),
        (
            sentence("A cat and a dog sleeping on a couch.", things=["A cat", "a dog", "a couch"]),
            "A cat sleeping on a couch.",
        ),
        (
            sentence(
                "A small brown dog on a wooden bench.",
                things=["A small brown dog", "a wooden bench"],
                qualities=[("dog", "small", "size"), ("dog", "brown", "color"), ("bench", "wooden", "material")],
            ),
            "A dog on a bench.",
        ),
        (
            sentence(
                "A man on a horse is talking to a woman.",
                things=["A man", "a horse", "a woman"],
                links=[("man", "on", "horse"), ("man", "talking to", "woman")],
            ),
            "A man is talking to a woman.",
        ),
    ],
)
def test_a_connected_part_is_kept(texts, told: Sentence, expected: str) -> None:
    assert expected in texts("subgraph", told)


def test_what_a_pronoun_means_is_kept(texts) -> None:
    lost = sentence(
        "A man with a frisbee riding a horse that wants it.",
        things=["A man", "a frisbee", "a horse"],
        tags={"it": "PRP", "wants": "VBZ", "that": "WDT"},
    )
    assert not any("it" in text.split() and "frisbee" not in text for text in texts("subgraph", lost))
    kept = sentence(
        "A man with a frisbee riding a horse that wants hay.",
        things=["A man", "a frisbee", "a horse", "hay"],
        tags={"wants": "VBZ", "that": "WDT"},
    )
    assert "A man riding a horse that wants hay." in texts("subgraph", kept)


def test_under_a_denial_nothing_is_left_out(texts) -> None:
    assert texts("subgraph", SHIRT)
    denied = sentence(
        "A man without a red shirt riding a horse on the beach.",
        things=["A man", "a red shirt", "a horse", "the beach"],
        qualities=[("shirt", "red", "color")],
    )
    assert texts("subgraph", denied) == set()


REFUSED = {
    "main_verb_gone": sentence(
        "A man in a shirt is riding a horse on a beach", things=["A man", "a shirt", "a horse", "a beach"]
    ),
    "over_a_comma": sentence("A man with a hat, a coat riding a horse", things=["A man", "a hat", "a coat", "a horse"]),
    "before_the_main_verb": sentence(
        "A man in a shirt riding a horse is waving", things=["A man", "a shirt", "a horse"]
    ),
    "may_be_of_what_is_gone": sentence("A man near a boat with a sail", things=["A man", "a boat", "a sail"]),
    "subject_of_another_verb": sentence(
        "Near a man on a horse is a dog", things=["a man", "a horse", "a dog"], tags={0: "IN"}
    ),
    "of_another_number": sentence("A box with apples are on a table", things=["A box", "apples", "a table"]),
    "lifeless_actor": sentence(
        "A bus next to a building standing in the rain", things=["A bus", "a building", "the rain"]
    ),
    "act_of_what_is_gone": sentence(
        "A woman holding a dog wearing a sweater", things=["A woman", "a dog", "a sweater"]
    ),
    "act_of_either": sentence(
        "A man holding a sign reading a protest", things=["A man", "a sign", "a protest"], tags={"reading": "VBG"}
    ),
    "no_scene": sentence("A man near a tree on the roof", things=["A man", "a tree", "the roof"]),
    "place_of_what_one_has": sentence(
        "A child with an umbrella on the ground", things=["A child", "an umbrella", "the ground"]
    ),
    "place_further_on": sentence(
        "A man riding a horse on top of a hill", things=["A man", "a horse", "a hill"], tags={"top": "NN"}
    ),
    "nobody_in_a_place": sentence("A sign with arrows in a field", things=["A sign", "arrows", "a field"]),
    "place_of_what_is_seen": sentence(
        "A dog watching a kite in a field", things=["A dog", "a kite", "a field"], tags={"watching": "VBG"}
    ),
    "place_of_what_is_gone": sentence(
        "A dog pulling a woman in a field", things=["A dog", "a woman", "a field"], tags={"pulling": "VBG"}
    ),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_refuses_what_it_is_for(refusals, rule: str) -> None:
    assert rule in refusals("subgraph", REFUSED[rule])


def test_a_plain_gap_breaks_no_rule(refusals) -> None:
    plain = sentence("A man in a shirt riding a horse.", things=["A man", "a shirt", "a horse"])
    assert refusals("subgraph", plain) == set()


@pytest.mark.parametrize(
    ("told", "false"),
    [
        (REFUSED["act_of_what_is_gone"], "A woman wearing"),
        (REFUSED["no_scene"], "A man on the roof"),
        (REFUSED["place_of_what_is_seen"], "A dog in a field"),
        (REFUSED["place_of_what_one_has"], "A child on the ground"),
    ],
)
def test_no_phrase_is_handed_to_another_noun(texts, told: Sentence, false: str) -> None:
    assert not any(text.startswith(false) for text in texts("subgraph", told))
