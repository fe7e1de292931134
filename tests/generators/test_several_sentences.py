"""Captions of several sentences: one of them is edited, and what another says again is left alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from sentences import scenes_of, sentence

from capaug.captions import ParsedCaption, Scene, Sentence
from capaug.english.elsewhere import Elsewhere
from capaug.lexicon import Lexicon
from capaug.registry import KINDS

Make = Callable[[], Sentence]


def made(kind: str, *told: Sentence, draws: int = 100) -> tuple[set[str], set[str]]:
    """What a kind makes of a caption of these sentences, and the rules that refused something."""
    texts: set[str] = set()
    refused: set[str] = set()
    for here in scenes_of(*told):
        for seed in range(draws):
            for variant in KINDS.get(kind)(Lexicon.load()).generate(here, random.Random(seed)):
                text = here.caption.text
                for edit in reversed(variant.edits):
                    assert text[edit.start : edit.end] == edit.old
                    text = text[: edit.start] + edit.new + text[edit.end :]
                assert text == variant.text
                texts.add(text)
        refused |= {rule for owner, rule in here.refused if owner == kind}
    return texts, refused


def bed() -> Sentence:
    return sentence("A dog on a bed.", things=["A dog", "a bed"], links=[("dog", "on", "bed")])


def lamp() -> Sentence:
    return sentence("A lamp stands there.", things=["A lamp"], tags={"stands": "VBZ"})


def puppy() -> Sentence:
    return sentence("The puppy sleeps.", things=["The puppy"], tags={"sleeps": "VBZ"})


def bus() -> Sentence:
    return sentence("A red bus on a street.", things=["A red bus", "a street"], qualities=[("bus", "red", "color")])


def red_bus() -> Sentence:
    return sentence("The red bus waits.", things=["The red bus"], qualities=[("bus", "red", "color")])


def it_is_red() -> Sentence:
    return sentence("It is red.", tags={"It": "PRP", "red": "JJ"})


def two_dogs() -> Sentence:
    return sentence("Two dogs on a bed.", things=["Two dogs", "a bed"], qualities=[("dog", "two", "number")])


def both() -> Sentence:
    return sentence("Both sleep.", tags={"Both": "DT", "sleep": "VBP"})


def hat() -> Sentence:
    return sentence(
        "A man wearing a hat.", things=["A man", "a hat"], links=[("man", "wearing", "hat")], tags={"wearing": "VBG"}
    )


def ride() -> Sentence:
    return sentence("A man riding a horse.", things=["A man", "a horse"], links=[("man", "riding", "horse")])


def horse() -> Sentence:
    return sentence("The horse is old.", things=["The horse"], qualities=[("horse", "old", "age")])


def he_waves() -> Sentence:
    return sentence("He waves.", tags={"He": "PRP", "waves": "VBZ"})


def chase() -> Sentence:
    return sentence("A dog chasing a cat.", things=["A dog", "a cat"], links=[("dog", "chasing", "cat")])


def chased() -> Sentence:
    return sentence("The dog chases the cat.", things=["The dog", "the cat"], links=[("dog", "chases", "cat")])


def sitting() -> Sentence:
    return sentence("A man sitting on a bench.", things=["A man", "a bench"], links=[("man", "sitting on", "bench")])


def he_sits() -> Sentence:
    return sentence("He sits still.", tags={"He": "PRP", "sits": "VBZ", "still": "RB"})


def poodle() -> Sentence:
    return sentence("A poodle on a bed.", things=["A poodle", "a bed"], links=[("poodle", "on", "bed")])


def the_poodle() -> Sentence:
    return sentence("The poodle sleeps.", things=["The poodle"], tags={"sleeps": "VBZ"})


def wave() -> Sentence:
    return sentence(
        "A man riding a wave on a surfboard.",
        things=["A man", "a wave", "a surfboard"],
        links=[("man", "riding", "wave"), ("man", "on", "surfboard")],
    )


def sofa() -> Sentence:
    return sentence("A sofa near a window.", things=["A sofa", "a window"], links=[("sofa", "near", "window")])


def the_sofa() -> Sentence:
    return sentence("The sofa is red.", things=["The sofa"], qualities=[("sofa", "red", "color")])


def wall() -> Sentence:
    return sentence(
        "A brick wall on a street.", things=["A brick wall", "a street"], qualities=[("wall", "brick", "material")]
    )


def bricks() -> Sentence:
    return sentence("The bricks are red.", things=["The bricks"], qualities=[("brick", "red", "color")])


def pool() -> Sentence:
    return sentence("An indoor pool.", things=["An indoor pool"], qualities=[("pool", "indoor", "setting")])


def rocky() -> Sentence:
    return sentence("A rocky beach.", things=["A rocky beach"], qualities=[("beach", "rocky", "texture")])


def gull() -> Sentence:
    return sentence("A gull stands on a rock.", things=["A gull", "a rock"], links=[("gull", "stands on", "rock")])


def old_bus() -> Sentence:
    return sentence("An old bus on a street.", things=["An old bus", "a street"], qualities=[("bus", "old", "age")])


def waits() -> Sentence:
    return sentence("The bus waits.", things=["The bus"])


def red_too() -> Sentence:
    return sentence("A red bus also waits.", things=["A red bus"], qualities=[("bus", "red", "color")])


def red_car() -> Sentence:
    return sentence("A red car on a street.", things=["A red car", "a street"], qualities=[("car", "red", "color")])


def its_grey_roof() -> Sentence:
    return sentence(
        "Its roof is gray.", things=["Its roof"], qualities=[("roof", "gray", "color")], tags={"Its": "PRP$"}
    )


def snake() -> Sentence:
    return sentence("A snake on a leaf.", things=["A snake", "a leaf"], links=[("snake", "on", "leaf")])


def its_head() -> Sentence:
    return sentence("The snake is long.", things=["The snake"], qualities=[("snake", "long", "length")])


def low_fence() -> Sentence:
    return sentence("A low fence.", things=["A low fence"], qualities=[("fence", "low", "height")])


def short_posts() -> Sentence:
    return sentence("It has short posts.", things=["short posts"], qualities=[("post", "short", "height")])


@pytest.mark.parametrize(
    ("kind", "told", "again", "rule"),
    [
        ("attribute_replace.contrast", wall, bricks, "told_by_its_kin"),
        ("attribute_replace.contrast", rocky, gull, "told_by_its_kin"),
        ("attribute_replace.contrast", old_bus, waits, "told_at_length"),
        ("attribute_replace.contrast", red_car, its_grey_roof, "colored_elsewhere"),
        ("attribute_replace.contrast", low_fence, short_posts, "as_high_as_its_parts"),
        ("asymmetry_1.object", bed, puppy, "named_in_another_sentence"),
        ("asymmetry_1.negate", ride, horse, "said_again"),
        ("attribute_replace.contrast", bus, red_bus, "said_in_another_sentence"),
        ("attribute_replace.contrast", bus, it_is_red, "said_in_another_sentence"),
        ("attribute_replace.contrast", two_dogs, both, "counted_in_another_sentence"),
        ("relation_swap.predicate", sitting, he_sits, "said_in_another_sentence"),
        ("relation_swap.roles", chase, chased, "said_in_another_sentence"),
        ("asymmetry_2.generalise", poodle, the_poodle, "named_in_another_sentence"),
        ("asymmetry_2.generalise", two_dogs, both, "counted_in_another_sentence"),
        ("asymmetry_3.paraphrase", sofa, the_sofa, "named_in_another_sentence"),
    ],
)
def test_what_another_sentence_says_again_is_left_alone(kind: str, told: Make, again: Make, rule: str) -> None:
    alone, refused = made(kind, told(), lamp())
    assert alone and rule not in refused
    left, refused = made(kind, told(), again())
    assert rule in refused
    first = told().text
    assert sum(not text.startswith(first) for text in left) < sum(not text.startswith(first) for text in alone)


def test_inside_or_outside_is_told_by_all_that_follows() -> None:
    alone, refused = made("attribute_replace.contrast", pool())
    assert "An outdoor pool." in alone and "told_by_all_the_rest" not in refused
    left, refused = made("attribute_replace.contrast", pool(), lamp())
    assert "told_by_all_the_rest" in refused and not left


def test_what_is_so_as_well() -> None:
    alone, refused = made("attribute_replace.contrast", red_too())
    assert alone and "said_as_before" not in refused
    assert "said_as_before" in made("attribute_replace.contrast", red_too(), lamp())[1]


def test_somebody_whom_a_pronoun_means_keeps_his_sex() -> None:
    texts, _ = made("asymmetry_1.object", hat(), lamp())
    assert "A woman wearing a hat. A lamp stands there." in texts
    texts, refused = made("asymmetry_1.object", hat(), he_waves())
    assert not [text for text in texts if text.startswith("A woman wearing a hat.")]
    assert "pronoun_does_not_follow" in refused


def test_several_sentences_end_behind_one_of_them() -> None:
    texts, _ = made("asymmetry_2.truncate", wave(), lamp(), he_waves())
    assert texts == {"A man riding a wave on a surfboard.", "A man riding a wave on a surfboard. A lamp stands there."}


def test_a_caption_does_not_end_behind_what_announces_the_rest() -> None:
    shown = sentence("In the picture:", things=["the picture"])
    assert made("asymmetry_2.truncate", shown, lamp())[0] == set()


def test_nothing_is_merged_where_another_sentence_may_name_the_thing_or_its_like() -> None:
    here = scenes_of(bed(), lamp())
    collar = sentence("A dog in a collar.", things=["A dog", "a collar"], links=[("dog", "in", "collar")])
    with_lamp = scenes_of(collar, lamp())[0].caption
    generator = KINDS.get("asymmetry_3.merge")(Lexicon.load())

    def merged(caption: ParsedCaption, sibling: ParsedCaption) -> tuple[list[str], Counter[tuple[str, str]]]:
        scene = Scene(caption, caption.sentences[0], [sibling], Lexicon.load())
        return [variant.text for variant in generator.generate(scene, random.Random(0))], scene.refused

    rule = ("asymmetry_3.merge", "others_in_another_sentence")
    assert merged(here[0].caption, with_lamp)[0] == ["A dog in a collar on a bed. A lamp stands there."]
    for caption, sibling in (
        (scenes_of(bed(), puppy())[0].caption, with_lamp),
        (here[0].caption, scenes_of(collar, puppy())[0].caption),
    ):
        texts, refused = merged(caption, sibling)
        assert texts == [] and rule in refused


def test_what_another_sentence_goes_on_about_is_not_left_out() -> None:
    kitchen = sentence(
        "The man in the kitchen is holding a cup.",
        things=["The man", "the kitchen", "a cup"],
        links=[("man", "in", "kitchen"), ("man", "holding", "cup")],
        tree={"man": ("nsubj", "holding"), "holding": ("root", "holding"), "is": ("aux", "holding")},
    )
    assert Elsewhere(scenes_of(kitchen, it_is_red())[0]).misses(kitchen.things[1:2])
    assert not Elsewhere(scenes_of(kitchen, he_waves())[0]).misses(kitchen.things[1:2])


def test_what_is_entailed_stands_behind_its_sentence_or_behind_the_last() -> None:
    texts, _ = made("asymmetry_3.redundant", hat(), lamp())
    assert texts and all(text.endswith(" A lamp stands there.") for text in texts if "hat. A lamp" not in text)
    texts, _ = made("asymmetry_3.redundant", hat(), he_waves())
    assert texts and all(text.startswith("A man wearing a hat. He waves. ") for text in texts)


def test_of_what_does_nothing_nothing_is_denied_among_all_that_is_said() -> None:
    assert "of_no_doer" in made("asymmetry_1.negate", sofa(), lamp())[1]
    assert "of_no_doer" not in made("asymmetry_1.negate", ride(), lamp())[1]


def test_a_thing_that_is_known_by_its_colour_keeps_it() -> None:
    red = sentence("A red thing stands there.", things=[], tags={"stands": "VBZ"})
    assert "known_by_it" in made("attribute_replace.contrast", red, red_bus())[1]
    assert "known_by_it" not in made("attribute_replace.contrast", lamp(), red_bus())[1]


def test_one_sentence_alone_or_all_but_one() -> None:
    texts, _ = made("asymmetry_2.subgraph", hat(), he_waves(), lamp(), bed())
    assert {"A man wearing a hat.", "A lamp stands there.", "A dog on a bed."} < texts  # "He waves." leans on the man
    assert "A man wearing a hat. He waves. A dog on a bed." in texts
    texts, _ = made("asymmetry_2.subgraph", bed(), lamp(), it_is_red(), hat())
    assert not [text for text in texts if "A lamp stands there." not in text and "It is red." in text]


def test_sentences_change_places_where_neither_needs_the_other() -> None:
    texts, _ = made("asymmetry_3.paraphrase", hat(), lamp(), bed())
    assert "A man wearing a hat. A dog on a bed. A lamp stands there." in texts
    texts, _ = made("asymmetry_3.paraphrase", hat(), lamp(), it_is_red())
    assert not [text for text in texts if text.endswith("A lamp stands there.")]
    texts, _ = made("asymmetry_3.paraphrase", hat(), poodle(), the_poodle())
    assert not [text for text in texts if text.endswith("on a bed.")]


def test_the_noise_of_a_caption_is_made_once() -> None:
    generator = KINDS.get("asymmetry_1.noise")(Lexicon.load())
    counts = [len(list(generator.generate(here, random.Random(1)))) for here in scenes_of(bed(), lamp(), bus())]
    assert counts[0] > 0 and counts[1:] == [0, 0]


def test_of_one_sentence_nothing_is_said_elsewhere() -> None:
    (here,) = scenes_of(two_dogs())
    elsewhere, dogs = Elsewhere(here), here.sentence.things[0]
    asked = [
        elsewhere.names(dogs),
        elsewhere.means(dogs),
        elsewhere.counts_on(dogs),
        elsewhere.misses([dogs]),
        elsewhere.says("dog"),
        elsewhere.has(here.sentence.qualities[0]),
        elsewhere.names_another(dogs, [dogs]),
    ]
    assert asked == [False] * 7 and elsewhere.parts("dog") == []
