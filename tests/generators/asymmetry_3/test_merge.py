"""What a sibling says of the same thing, said of it here."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import Sentence
from capaug.generators.asymmetry_3.merge import ADDED_ADJECTIVES, ADDED_PHRASE, SAME_THING

RIDING = sentence("A man riding a horse.", things=["A man", "a horse"], links=[("man", "riding", "horse")])
MOUNTED = sentence("A man on a horse.", things=["A man", "a horse"], links=[("man", "on", "horse")])
HAT = sentence("A man in a hat near the sea.", things=["A man", "a hat", "the sea"], links=[("man", "in", "hat")])
COUCH = sentence("A dog on a couch", things=["A dog", "a couch"], links=[("dog", "on", "couch")])
BROWN = sentence("A brown dog sleeping", things=["A brown dog"], qualities=[("dog", "brown", "color")])
BUS = sentence("A bus driving down a street", things=["A bus", "a street"], links=[("bus", "driving down", "street")])
RED_BUS = sentence(
    "A red bus next to a building",
    things=["A red bus", "a building"],
    qualities=[("bus", "red", "color")],
    links=[("bus", "next to", "building")],
)
BENCH = sentence("A bench in a park.", things=["A bench", "a park"], links=[("bench", "in", "park")])
BAG = sentence(
    "A brown bench with a bag.",
    things=["A brown bench", "a bag"],
    qualities=[("bench", "brown", "color")],
    links=[("bench", "with", "bag")],
)


def said(text: str, *things: str, with_: tuple[str, str, str] | None = None, quality: str = "") -> Sentence:
    """A sentence with one link and one color, size or the like of its first thing."""
    made = sentence(text, things=things)
    owner = made.things[0].name.removeprefix(f"{quality} ")
    return sentence(
        text,
        things=things,
        qualities=[(owner, quality, "color" if quality in ("tan", "red") else "size")] if quality else [],
        links=[with_] if with_ else [],
    )


@pytest.mark.parametrize(
    ("told", "sibling", "expected"),
    [
        (RIDING, HAT, "A man in a hat riding a horse."),
        (COUCH, BROWN, "A brown dog on a couch"),
        (BUS, RED_BUS, "A red bus driving down a street"),
        (BENCH, BAG, "A bench with a bag in a park."),
        (
            RIDING,
            sentence(
                "A long-haired man by the sea.",
                things=["A long-haired man", "the sea"],
                qualities=[("man", "long-haired", "texture")],
            ),
            "A long-haired man riding a horse.",
        ),
    ],
)
def test_a_phrase_or_an_adjective_is_added(texts, told: Sentence, sibling: Sentence, expected: str) -> None:
    assert expected in texts("merge", told, sibling)


def test_doings_stay_with_who_does_them(texts) -> None:
    assert texts("merge", BUS, RED_BUS) == {"A red bus driving down a street"}


def test_nothing_is_merged_beside_a_denial(texts) -> None:
    collar = sentence(
        "A brown dog with no collar",
        things=["A brown dog", "no collar"],
        qualities=[("dog", "brown", "color")],
        links=[("dog", "with", "collar")],
    )
    assert texts("merge", COUCH, collar) == set()
    assert texts("merge", COUCH, BROWN)
    assert texts("merge", COUCH) == set()


def test_which_of_two_is_not_guessed(texts) -> None:
    two = sentence("A cat and a kitten on a bed.", things=["A cat", "a kitten", "a bed"])
    black = sentence("A black cat", things=["A black cat"], qualities=[("cat", "black", "color")])
    one = sentence("A cat on a bed.", things=["A cat", "a bed"], links=[("cat", "on", "bed")])
    assert texts("merge", two, black) == set()
    assert texts("merge", one, black) == {"A black cat on a bed."}


# asked about in ../test_several_sentences.py
OF_SEVERAL_SENTENCES = ("others_in_another_sentence",)
REFUSED: dict[str, tuple[Sentence, ...]] = {
    "not_single_things": (RIDING, said("Two men in a hat", "Two men", "a hat", with_=("man", "in", "hat"))),
    "another_name": (RIDING, said("A woman in a hat", "A woman", "a hat", with_=("woman", "in", "hat"))),
    "named_by_few": (RIDING, HAT, COUCH, BROWN),
    "not_introduced": (RIDING, said("His man in a hat", "His man", "a hat", with_=("man", "in", "hat"))),
    "bound_to_another": (
        sentence("A man and a horse.", things=["A man", "a horse"]),
        HAT,
    ),
    "looks_otherwise": (
        said("A small dog on a couch", "A small dog", "a couch", quality="small"),
        said("A large dog in a hat", "A large dog", "a hat", with_=("dog", "in", "hat"), quality="large"),
    ),
    "other_color": (said("A tan bench in a park.", "A tan bench", "a park", quality="tan"), BAG),
    "one_of_several": (BENCH, BAG, sentence("Two benches by a path.", things=["Two benches", "a path"])),
    "speakers_disagree": (
        said("A bus on a road.", "A bus", "a road"),
        said("A large bus.", "A large bus", quality="large"),
        said("A small bus.", "A small bus", quality="small"),
    ),
    "no_place_for_a_phrase": (
        sentence("A man jumps.", things=["A man"], tags={"jumps": "NNS"}),
        HAT,
    ),
    "doing_misplaced": (BUS, RED_BUS),
    "not_side_by_side": (
        RIDING,
        said("A man alone in a hat", "A man", "a hat", with_=("man", "in", "hat")),
    ),
    "more_hangs_on_it": (
        RIDING,
        said("A man in a hat with a feather", "A man", "a hat", with_=("man", "in", "hat")),
    ),
    "unknown_noun": (RIDING, said("A man in a qwertz", "A man", "a qwertz", with_=("man", "in", "qwertz"))),
    "points_back_or_long": (RIDING, said("A man in his hat", "A man", "his hat", with_=("man", "in", "hat"))),
    "bare_noun": (MOUNTED, said("A man near car", "A man", "car", with_=("man", "near", "car"))),
    "preposition_stands_already": (
        sentence("A man standing on a rug.", things=["A man", "a rug"], links=[("man", "standing on", "rug")]),
        said("A man on a couch", "A man", "a couch", with_=("man", "on", "couch")),
    ),
    "named_already": (MOUNTED, said("A man near a pony", "A man", "a pony", with_=("man", "near", "pony"))),
    "has_adjectives": (said("A big dog on a couch", "A big dog", "a couch", quality="big"), BROWN),
    "too_many": (
        COUCH,
        sentence(
            "A large old brown wet dog",
            things=["A large old brown wet dog"],
            qualities=[(0, "large", "size"), (0, "old", "age"), (0, "brown", "color"), (0, "wet", "state")],
        ),
    ),
    "said_already": (
        sentence("A dog on a brown couch", things=["A dog", "a brown couch"], qualities=[("couch", "brown", "color")]),
        BROWN,
    ),
    "by_degree_or_comparison": (
        COUCH,
        sentence(
            "A very large dog",
            things=["A very large dog"],
            qualities=[(0, "very large", "size")],
            tags={"very": "RB"},
        ),
    ),
}


@pytest.mark.parametrize(
    "rule",
    [
        rule.name
        for rules in (SAME_THING, ADDED_PHRASE, ADDED_ADJECTIVES)
        for rule in rules
        if rule.name not in OF_SEVERAL_SENTENCES
    ],
)
def test_a_rule_refuses_in_doubt(refusals, rule: str) -> None:
    assert rule in refusals("merge", *REFUSED[rule])
    assert rule not in refusals("merge", RIDING, HAT) | refusals("merge", COUCH, BROWN)
