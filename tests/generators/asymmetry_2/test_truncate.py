"""Captions that end early."""

from __future__ import annotations

from random import Random

import pytest
from sentences import scene, sentence

from capaug.captions import LinkForm, Sentence
from capaug.generators.asymmetry_2.cuts import RULES
from capaug.generators.asymmetry_2.truncate import Truncate
from capaug.lexicon import Lexicon

PLACE = LinkForm.PLACE
BOWL = sentence(
    "A bowl of rice and beans on a table",
    things=["A bowl", "rice", "beans", "a table"],
    links=[("bowl", "of", "rice"), ("bowl", "on", "table")],
)
WAVE = sentence(
    "A man riding a wave on a surfboard.",
    things=["A man", "a wave", "a surfboard"],
    links=[("man", "riding", "wave"), ("man", "on", "surfboard", PLACE)],
)
FOUNTAIN = sentence(
    "A woman is sitting on a bench near a fountain.",
    things=["A woman", "a bench", "a fountain"],
    links=[("woman", "sitting on", "bench"), ("bench", "near", "fountain")],
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (WAVE, {"A man riding a wave."}),
        (FOUNTAIN, {"A woman is sitting on a bench.", "A woman is sitting."}),
        (
            sentence("a kitchen with a stove and a sink", things=["a kitchen", "a stove", "a sink"]),
            {"a kitchen with a stove"},
        ),
        (
            sentence(
                "Two dogs running along the beach with a frisbee",
                things=["Two dogs", "the beach", "a frisbee"],
                links=[("dog", "running along", "beach")],
            ),
            {"Two dogs running along the beach", "Two dogs running"},
        ),
        (
            sentence(
                "A man swinging a bat, while people watch him play.",
                things=["A man", "a bat", "people"],
                links=[("man", "swinging", "bat")],
                tags={"while": "IN", "watch": "VBP", "him": "PRP", "play": "VB"},
            ),
            {"A man swinging a bat."},
        ),
        (sentence("There is a cat on the bed.", things=["a cat", "the bed"]), {"There is a cat."}),
        (BOWL, {"A bowl of rice", "A bowl of rice and beans"}),
    ],
)
def test_a_truncation_ends_where_a_phrase_does(texts, told: Sentence, expected: set[str]) -> None:
    assert texts("truncate", told) == expected


@pytest.mark.parametrize(
    ("open_phrase", "twin", "made"),
    [
        (
            sentence("A man puts a plate on the table.", things=["A man", "a plate", "the table"], tags={2: "VBZ"}),
            sentence("A man holds a plate at the table.", things=["A man", "a plate", "the table"], tags={2: "VBZ"}),
            "A man holds a plate.",
        ),
        (
            sentence(
                "a young dog with its mouth open",
                things=["a young dog", "its mouth"],
                qualities=[("dog", "young")],
                tags={"open": "VBN"},
            ),
            sentence(
                "a young dog with the ball thrown",
                things=["a young dog", "the ball"],
                qualities=[("dog", "young")],
                tags={"thrown": "VBN"},
            ),
            "a young dog with the ball",
        ),
        (
            sentence(
                "A black vase sitting on a table.", things=["A black vase", "a table"], qualities=[("vase", "black")]
            ),
            sentence(
                "A black cat sitting on a table.", things=["A black cat", "a table"], qualities=[("cat", "black")]
            ),
            "A black cat sitting.",
        ),
        (
            sentence(
                "A wooden table topped with plates.",
                things=["A wooden table", "plates"],
                qualities=[("table", "wooden")],
                tags={"topped": "VBN"},
            ),
            sentence(
                "A wooden table topped with plates near a window.",
                things=["A wooden table", "plates", "a window"],
                qualities=[("table", "wooden")],
                tags={"topped": "VBN", "plates": "NNS"},
            ),
            "A wooden table topped with plates.",
        ),
        (
            sentence("A man parked between a car and a bus.", things=["A man", "a car", "a bus"], tags={2: "VBN"}),
            sentence("A man parked beside a car and a bus.", things=["A man", "a car", "a bus"], tags={2: "VBN"}),
            "A man parked beside a car.",
        ),
        (
            sentence(
                "A red train with a tree in the background",
                things=["A red train", "a tree", "the background"],
                qualities=[("train", "red")],
            ),
            sentence(
                "A red train with a tree in the window",
                things=["A red train", "a tree", "the window"],
                qualities=[("train", "red")],
            ),
            "A red train with a tree",
        ),
        (
            sentence(
                "An old bath with toilet and tub", things=["An old bath", "toilet", "tub"], qualities=[("bath", "old")]
            ),
            sentence(
                "An old bath with a toilet and tub",
                things=["An old bath", "a toilet", "tub"],
                qualities=[("bath", "old")],
            ),
            "An old bath with a toilet",
        ),
    ],
)
def test_no_phrase_is_left_open(texts, open_phrase: Sentence, twin: Sentence, made: str) -> None:
    assert texts("truncate", open_phrase) == set()
    assert made in texts("truncate", twin)


def test_a_denial_is_kept_whole_or_goes_as_a_whole(texts) -> None:
    plate = sentence("A man holding no plate on a table.", things=["A man", "no plate", "a table"])
    assert texts("truncate", plate) == set()
    cars = sentence(
        "A busy city street without any cars on it.",
        things=["A busy city street", "any cars"],
        qualities=[("city street", "busy")],
        tags={"it": "PRP", "without": "IN"},
    )
    assert texts("truncate", cars) == {"A busy city street."}


def test_the_best_truncation_keeps_two_thirds(texts) -> None:
    made = [variant.text for variant in Truncate(Lexicon.load()).generate(scene(FOUNTAIN), Random(0))]
    assert made == ["A woman is sitting on a bench.", "A woman is sitting."]


REFUSED = {
    "nothing_named": sentence("Look at him in a park", things=["a park"], tags={"him": "PRP"}),
    "under_a_denial": sentence("A man holding no plate on a table.", things=["A man", "no plate", "a table"]),
    "main_verb_gone": sentence(
        "A man on a horse is waving", things=["A man", "a horse"], links=[("man", "on", "horse")]
    ),
    "only_a_frame": sentence(
        "A close view from a street",
        things=["A close view", "a street"],
        qualities=[("view", "close")],
    ),
    "from_without_to": sentence("Trains coming from the city to the coast", things=["Trains", "the city", "the coast"]),
    "clause_without_verb": sentence(
        "Traffic is stopped while a woman with a stroller crosses the street",
        things=["Traffic", "a woman", "a stroller", "the street"],
        tags={"while": "IN", "crosses": "VBZ", "stopped": "VBN"},
    ),
    "verb_of_a_clause": sentence(
        "A child who holds a spoon dropped a fork",
        things=["A child", "a spoon", "a fork"],
        tags={"who": "WP", "holds": "VBZ", "dropped": "VBD"},
    ),
    "list_without_its_last": sentence(
        "A plate of food with carrots, potatoes and meat",
        things=["A plate", "food", "carrots", "potatoes", "meat"],
    ),
    "compound_cut_in_two": sentence(
        "A stairway with gate railing", things=["A stairway", "gate"], tags={"railing": "VBG"}
    ),
    "first_of_two": sentence(
        "A cat lying between a dog on a rug and a couch", things=["A cat", "a dog", "a rug", "a couch"]
    ),
    "stub_behind_a_dash": sentence(
        "A mug on a bed - spoon in a box", things=["A mug", "a bed", "spoon", "a box"], tags={"-": "HYPH"}
    ),
    "nothing_said_of_a_place": sentence("A man standing in an area with trees", things=["A man", "an area", "trees"]),
    "stub_behind_a_comma": sentence(
        "A boy swinging a bat, another child in a field", things=["A boy", "a bat", "another child", "a field"]
    ),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_refuses_what_it_is_for(refusals, rule: str) -> None:
    assert rule in refusals("truncate", REFUSED[rule])


def test_a_plain_caption_breaks_no_rule(refusals) -> None:
    assert refusals("truncate", FOUNTAIN) == set()


@pytest.mark.parametrize(
    ("stub", "twin", "made"),
    [
        (
            sentence("A mug on a bed - spoon in a box", things=["A mug", "a bed", "spoon", "a box"]),
            sentence("A mug on a bed - a silver spoon in a box", things=["A mug", "a bed", "a silver spoon", "a box"]),
            "A mug on a bed - a silver spoon",
        ),
        (
            sentence("A man standing in an area with trees", things=["A man", "an area", "trees"]),
            sentence("A man standing in a park with trees", things=["A man", "a park", "trees"]),
            "A man standing in a park",
        ),
        (
            sentence("A picture with the frame in color", things=["A picture", "the frame", "color"]),
            sentence("A picture with the dog in color", things=["A picture", "the dog", "color"]),
            "A picture with the dog",
        ),
        (
            sentence(
                "A plate topped with cream and fruit covered cake",
                things=["A plate", "cream", "fruit covered cake"],
                tags={"topped": "VBN", "covered": "VBN"},
            ),
            sentence(
                "A plate topped with cream and fruit beside cake",
                things=["A plate", "cream", "fruit", "cake"],
                tags={"topped": "VBN"},
            ),
            "A plate topped with cream",
        ),
    ],
)
def test_what_stays_says_something(texts, stub: Sentence, twin: Sentence, made: str) -> None:
    cut = made.replace("a silver spoon", "spoon").replace("park", "area").replace("dog", "frame")
    assert cut not in texts("truncate", stub)
    assert made in texts("truncate", twin)


@pytest.mark.parametrize(
    ("caption", "made"),
    [
        ("A dog on a bed near a wall (old).", "A dog on a bed."),
        ("Red shorts on a bed by Levis®,", "Red shorts on a bed"),
        ("A dog on a bed near a wall,", "A dog on a bed"),
    ],
)
def test_marks_go_with_what_goes(variants, caption: str, made: str) -> None:
    assert made in [variant.text for variant in variants("asymmetry_2.truncate", caption)]
