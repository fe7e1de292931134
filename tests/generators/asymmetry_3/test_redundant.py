"""What a caption entails, said as well."""

from __future__ import annotations

import random

import pytest
from sentences import sentence

from capaug.captions import LinkForm, Sentence
from capaug.generators.asymmetry_3.redundant import NAMED, RULES, Redundant
from capaug.lexicon import Lexicon

KICKING = sentence("A boy kicking a ball", things=["A boy", "a ball"], links=[("boy", "kicking", "ball")])
RIDING = sentence(
    "A man riding a horse on the beach.",
    things=["A man", "a horse", "the beach"],
    links=[("man", "riding", "horse"), ("man", "on", "beach", LinkForm.PLACE)],
)
BENCH = sentence("A woman sitting on a bench.", things=["A woman", "a bench"], links=[("woman", "sitting on", "bench")])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (KICKING, "A boy kicking a ball. There is a person with a ball"),
        (RIDING, "A man riding a horse on the beach. A person is on a horse."),
        (RIDING, "A man riding a horse on the beach. There is a person on a horse."),
        (BENCH, "A woman sitting on a bench. There is a person on a bench."),
        (BENCH, "A woman sitting on a bench. A person is on a bench."),
        (
            sentence("A cat sleeping on a couch", things=["A cat", "a couch"], links=[("cat", "sleeping on", "couch")]),
            "A cat sleeping on a couch. An animal is on a couch",
        ),
        (
            sentence(
                "A woman is holding an umbrella.",
                things=["A woman", "an umbrella"],
                links=[("woman", "holding", "umbrella")],
            ),
            "A woman is holding an umbrella. There is a person with an umbrella.",
        ),
    ],
)
def test_what_is_entailed_is_said(texts, told: Sentence, expected: str) -> None:
    assert expected in texts("redundant", told)


def test_where_nothing_is_entailed_something_is_in_the_picture(texts) -> None:
    told = sentence("Two zebras fighting.", things=["Two zebras"], qualities=[("zebra", "Two", "number")])
    added = {text.removeprefix("Two zebras fighting. ") for text in texts("redundant", told, draws=80)}
    assert {text.split()[0] for text in added} == {"There", "Animals"}
    assert len({text.rsplit(" ", 2)[-1] for text in added}) > 3


@pytest.mark.parametrize(
    ("told", "twin"),
    [
        (
            sentence("A statue of a horse in a park.", things=["A statue", "a horse", "a park"]),
            sentence("A picnic of a horse in a park.", things=["A picnic", "a horse", "a park"]),
        ),
        (
            sentence("A toy horse on a shelf.", things=["A toy horse", "a shelf"], links=[(0, "on", "shelf")]),
            sentence("A horse on a shelf.", things=["A horse", "a shelf"], links=[("horse", "on", "shelf")]),
        ),
        (
            sentence(
                "A man with no shirt on a bench.",
                things=["A man", "no shirt", "a bench"],
                links=[("man", "with", "shirt"), ("man", "on", "bench")],
            ),
            sentence(
                "A man with a shirt on a bench.",
                things=["A man", "a shirt", "a bench"],
                links=[("man", "with", "shirt"), ("man", "on", "bench")],
            ),
        ),
        (
            sentence("A sign for a train.", things=["A sign", "a train"]),
            sentence("A ramp for a train.", things=["A ramp", "a train"]),
        ),
    ],
)
def test_nothing_is_entailed_by_a_likeness_or_a_denial(texts, told: Sentence, twin: Sentence) -> None:
    assert texts("redundant", told) == set()
    assert texts("redundant", twin)


REFUSED = {
    "shared_words": sentence(
        "A man and a woman riding horses",
        things=["A man", "a woman", "horses"],
        links=[("man", "riding", "horse"), ("woman", "riding", "horse")],
    ),
    "not_done_yet": sentence(
        "A boy trying to catch a ball", things=["A boy", "a ball"], links=[("boy", "catch", "ball")], tags={3: "VB"}
    ),
    "nothing_weaker": sentence(
        "A man looking at a horse", things=["A man", "a horse"], links=[("man", "looking at", "horse")]
    ),
    "lifeless_doer": sentence(
        "A boy wearing a helmet eating an apple",
        things=["A boy", "a helmet", "an apple"],
        links=[("boy", "wearing", "helmet"), ("helmet", "eating", "apple")],
    ),
    "said_of_another": sentence(
        "A girl beside a man kicking a ball",
        things=["A girl", "a man", "a ball"],
        links=[("girl", "kicking", "ball")],
    ),
    "one_name_for_both": sentence(
        "A man holding a person", things=["A man", "a person"], links=[("man", "holding", "person")]
    ),
    "part_of_anybody": sentence(
        "A man with a bald head",
        things=["A man", "a bald head"],
        qualities=[("head", "bald")],
        links=[("man", "with", "head")],
    ),
    "nothing_to_have": sentence(
        "A surfer catching a wave.", things=["A surfer", "a wave"], links=[("surfer", "catching", "wave")]
    ),
    "never_seen_so": sentence(
        "A shirt on a skateboard", things=["A shirt", "a skateboard"], links=[("shirt", "on", "skateboard")]
    ),
    "unclear_noun": sentence("Her dog on a couch", things=["Her dog", "a couch"], links=[("dog", "on", "couch")]),
    "says_it_again": sentence("People on a beach", things=["People", "a beach"], links=[("people", "on", "beach")]),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_a_rule_refuses_what_may_not_be_so(refusals, rule: str) -> None:
    assert rule in refusals("redundant", REFUSED[rule])
    assert not refusals("redundant", KICKING)
    assert not refusals("redundant", BENCH)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("lifeless_doer", "apple"), ("nothing_to_have", "with a wave"), ("never_seen_so", "on a skateboard, ")],
)
def test_nothing_is_entailed_of_another(texts, name: str, wrong: str) -> None:
    told = REFUSED[name]
    assert not [text for text in texts("redundant", told) if wrong in text.removeprefix(told.text.rstrip("."))]


@pytest.mark.parametrize(("who", "said"), [("A women", False), ("Two women", True)])
def test_a_plural_behind_an_article_is_not_told_to_be_several(who: str, said: bool, texts) -> None:
    told = sentence(f"{who} talking.", things=[who])
    assert any("people" in text.lower() for text in texts("redundant", told, draws=40)) is said


@pytest.mark.parametrize(
    ("caption", "twin"),
    [
        ("Tips for cutting a cake.", "A man cutting a cake."),
        ("Going down in flames by Chris Cannon.", "Going down in flames by a hill."),
        ("Pedestrians died when they walked.", "Pedestrians walking."),
        ("If a dog barks, it is hungry.", "A hungry dog."),
    ],
)
def test_what_is_about_no_picture_puts_nothing_in_it(caption: str, twin: str, scenes) -> None:
    def made(text: str) -> list[str]:
        scene, generator = scenes(text), Redundant(Lexicon.load())
        return [one.text for seed in range(30) for one in generator.generate(scene, random.Random(seed))]

    assert not made(caption)
    assert made(twin)


NOT_NAMED = {
    "name_within": sentence("Two dogs with Balls.", things=["Two dogs", "Balls"]),
    "nothing_for_itself": sentence("Two dogs on a beach.", things=["Two dogs", "a beach"]),
    "there_is_none": sentence(
        "Two dogs with zero apples.", things=["Two dogs", "zero apples"], qualities=[(1, "zero", "number")]
    ),
    "an_event": sentence("Two dogs and a show.", things=["Two dogs", "a show"]),
    "too_vague": sentence("Two dogs and a portion.", things=["Two dogs", "a portion"]),
    "number_unclear": sentence("A women.", things=["A women"]),
    "shown_already": sentence(
        "A couple is shown.",
        things=["A couple"],
        tree={"couple": ("nsubj:pass", "shown"), "is": ("aux:pass", "shown"), "shown": ("root", "shown")},
        tags={"shown": "VBN"},
    ),
    "covers_several": sentence("A dog and a cat.", things=["A dog", "a cat"]),
    "seen_from_it": sentence("The view from a boat.", things=["The view", "a boat"]),
    "only_spoken_of": sentence(
        "A man explaining a car.",
        things=["A man", "a car"],
        tree={"man": ("root", "man"), "explaining": ("acl", "man"), "car": ("obj", "explaining")},
    ),
}


@pytest.mark.parametrize("rule", [rule.name for rule in NAMED])
def test_a_rule_refuses_what_need_not_be_in_the_picture(refusals, rule: str) -> None:
    assert rule in refusals("redundant", NOT_NAMED[rule])
    assert not refusals("redundant", sentence("Two zebras fighting.", things=["Two zebras"]))


@pytest.mark.parametrize(
    ("caption", "wrong", "twin"),
    [
        ("A boy trying to catch a ball.", "with a ball", "A boy kicking a ball."),
        ("A man telling a boy about his dog.", "animal", "A man walking with a dog."),
        ("A woman explaining the engine of a car.", "vehicle", "A woman cleaning the engine of a car."),
        ("A cup with what seems to be a cake.", "dessert", "A cup with what is surely a cake."),
        ("A man with a cat on a bed?", "animal", "A man with a cat on a bed."),
        ("A fox with a coat of brown fur.", "coat", "A man with a coat of brown fur."),
        ("A cat caught a bird.", "animal with an animal", "A cat caught a ball."),
        ("People waiting for a train.", "vehicle", "People looking at a train."),
        ("A boy looking for his dog.", "dog", "A boy looking at a dog."),
        ("The beach seen from a boat.", "boat", "The beach seen behind a boat."),
        ("Small carvings of elephants by a window.", "animal", "Two elephants by a window."),
        ("A cat in a portion of a house.", "portion", "A cat in a box of a house."),
        ("A cat sleeping near a wall.", "wall is", "A cat sleeping near a lamp."),
        ("Feeding goats : farms of old Japan", "animals", "Feeding goats on farms of old Japan"),
        ("A man with a cat on a bed (old)", "animal", "A man with a cat on a bed"),
    ],
)
def test_nothing_is_put_in_the_picture_that_need_not_be_there(caption: str, wrong: str, twin: str, variants) -> None:
    def added(text: str) -> list[str]:
        return [edit.new for one in variants("asymmetry_3.redundant", text, draws=30) for edit in one.edits]

    assert not [new for new in added(caption) if wrong in new.lower()]
    assert added(twin)


def test_who_holds_somebody_need_not_have_them(variants) -> None:
    def added(text: str) -> str:
        return " ".join(e.new for one in variants("asymmetry_3.redundant", text, draws=30) for e in one.edits)

    assert "has" not in added("A woman is holding a baby.").split()
    assert "has" in added("A woman is holding a ball.").split()
