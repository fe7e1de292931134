"""Captions said more generally."""

from __future__ import annotations

from typing import Any

import pytest
from sentences import sentence, texts_of

from capaug.captions import Sentence
from capaug.generators.asymmetry_2.fewer import SINGLE, UNSAID
from capaug.generators.asymmetry_2.hypernyms import HYPERNYMS, NOUNS
from capaug.generators.asymmetry_2.shorter import ADJECTIVES

CATS = sentence(
    "Three cats are sleeping on a bed.",
    things=["Three cats", "a bed"],
    qualities=[("cat", "three", "number")],
    links=[("cat", "sleeping on", "bed")],
)
BANANA = sentence(
    "An old man holding a banana.",
    things=["An old man", "a banana"],
    qualities=[("man", "old", "age")],
    links=[("man", "holding", "banana")],
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            sentence(
                "Two poodles on a leather couch.",
                things=["Two poodles", "a leather couch"],
                qualities=[("poodle", "two", "number"), ("couch", "leather", "material")],
            ),
            "Two dogs on a couch.",
        ),
        (
            sentence(
                "A woman riding a horse on the beach.",
                things=["A woman", "a horse", "the beach"],
                links=[("woman", "riding", "horse")],
            ),
            "A person riding an animal on the beach.",
        ),
        (CATS, "Cats are sleeping on a bed."),
        (CATS, "A cat is sleeping on a bed."),
        (
            sentence(
                "a group of zebras standing in a field",
                things=["a group of zebras", "a field"],
                qualities=[("zebra", "group of", "collective")],
            ),
            "zebras standing in a field",
        ),
        (BANANA, "A man holding a banana."),
        (BANANA, "An old person holding a banana."),
    ],
)
def test_less_is_said_of_the_same(texts, told: Sentence, expected: str) -> None:
    assert expected in texts("generalise", told)


@pytest.mark.parametrize(
    ("told", "twin"),
    [
        (
            sentence("A man without a dog on a leash.", things=["A man", "a dog", "a leash"]),
            sentence("A man with a dog on a leash.", things=["A man", "a dog", "a leash"]),
        ),
        (
            sentence("Few women are on the beach.", things=["Few women", "the beach"]),
            sentence("Two women are on the beach.", things=["Two women", "the beach"]),
        ),
        (
            sentence("All the poodles are black.", things=["the poodles"]),
            sentence("Now the poodles are black.", things=["the poodles"]),
        ),
        (
            sentence("A man and a woman holding an umbrella.", things=["A man", "a woman", "an umbrella"]),
            sentence("A man and a horse holding an umbrella.", things=["A man", "a horse", "an umbrella"]),
        ),
    ],
)
def test_nothing_where_it_would_say_more_or_sound_odd(texts, told: Sentence, twin: Sentence) -> None:
    assert texts("generalise", told) == set()
    assert texts("generalise", twin)


@pytest.mark.parametrize(
    ("phrase", "word", "type_"),
    [("A fake cow", "fake", "other"), ("A toy elephant", "toy", "kind"), ("A stuffed bear", "stuffed", "other")],
)
def test_an_imitation_stays_one(texts, phrase: str, word: str, type_: str) -> None:
    noun = phrase.split()[-1]
    told = sentence(
        f"{phrase} on a green field.",
        things=[phrase, "a green field"],
        qualities=[(noun, word, type_), ("field", "green", "color")],
    )
    for kind in ("generalise", "subgraph"):
        made = texts(kind, told)
        assert not any(text.startswith(("A cow", "An elephant", "A bear", "An animal")) for text in made)
    real = sentence(
        f"A brown {noun} on a green field.",
        things=[f"A brown {noun}", "a green field"],
        qualities=[(noun, "brown", "color"), ("field", "green", "color")],
    )
    assert any(text.split()[1] == noun for text in texts("generalise", real))


def counted(text: str, number: str, *things: str, **more: Any) -> Sentence:
    """A sentence whose first thing has a number."""
    return sentence(text, things=things, qualities=[(0, number, "number")], **more)


# asked about in ../test_several_sentences.py
OF_SEVERAL_SENTENCES = (
    "named_in_another_sentence",
    "said_in_another_sentence",
    "counted_in_another_sentence",
    "tells_it_from_another",
)
REFUSED = {
    "counted_in_its_name": sentence("Two one way signs", things=["way signs"], tags={"Two": "CD", "one": "CD"}),
    "before_a_name": sentence("Mary and baby Jesus", things=["baby"], tags={"Mary": "NNP", "Jesus": "NNP"}),
    "in_name_alone": sentence("A toy plane lying on a bed", things=["A toy plane", "a bed"]),
    "worn_by_everybody": sentence(
        "A man with black clothing",
        things=["A man", "black clothing"],
        qualities=[("clothing", "black", "color")],
        links=[("man", "with", "clothing")],
    ),
    "may_be_a_color": sentence("An orange lying on a bed", things=["An orange", "a bed"]),
    "unclear_front": sentence(
        "A riding woman on a bed",
        things=["A riding woman", "a bed"],
        qualities=[("bed", "riding")],
        tags={"riding": "VBG"},
    ),
    "noun_of_a_compound": sentence("A dog shaped balloon", things=["A dog"], tags={"balloon": "NN", "shaped": "VBN"}),
    "kin_of_an_animal": sentence("A giraffe and her mother", things=["A giraffe", "her mother"]),
    "compound_cut_in_two": sentence(
        "A skate boarding woman", things=["woman"], tags={"skate": "NN", "boarding": "NN", "woman": "NN"}
    ),
    "rare": sentence("A butterfly on a bed", things=["A butterfly", "a bed"]),
    "ground_of_a_building": sentence("A dog in a school", things=["A dog", "a school"]),
    "vague": sentence("A hammer on a bed", things=["A hammer", "a bed"]),
    "said_already": sentence("A poodle beside a red dog", things=["A poodle"]),
    "food_in_a_list": sentence("A plate with pizza and a fork", things=["A plate", "pizza", "a fork"]),
    "small_person": sentence(
        "A little girl on a bed", things=["A little girl", "a bed"], qualities=[("girl", "little", "size")]
    ),
    "covers_another": sentence("A man and a woman on a bed", things=["A man", "a woman", "a bed"]),
    "known_by_a_dictionary_alone": sentence("A chameleon on a bed", things=["A chameleon", "a bed"]),
    "capital_of_a_name": sentence("A poster of Oh Goats that hangs", things=["A poster", "Goats"]),
    "names_a_shade": sentence(
        "A dog at cherry red doors", things=["A dog", "cherry", "doors"], qualities=[("door", "red", "color")]
    ),
    "bound_to_the_word_before": sentence("A multi layer cake on a bed", things=["layer cake", "a bed"]),
    "who_is_in_it": sentence(
        "A sign says the school knew",
        things=["A sign", "the school"],
        tags={"knew": "VBD"},
        tree={"school": ("nsubj", "knew")},
    ),
    "bare_meal": sentence("A man at dinner", things=["A man", "dinner"]),
    "part_of_something": sentence("A dog in the basket of a bike", things=["A dog", "the basket", "a bike"]),
    "says_what_place": sentence(
        "A zebra in a grassy area", things=["A zebra", "a grassy area"], qualities=[("area", "grassy")]
    ),
    "numbered": sentence("A player 7 on a bed", things=["A player", "a bed"], tags={"7": "CD"}),
    "one_of_somebody": sentence("A boy and his mother", things=["A boy", "his mother"]),
    "rest_of_a_compound": sentence(
        "A red tile church on a hill",
        things=["A red tile church", "a hill"],
        qualities=[("tile church", "red", "color")],
        tags={"tile": "NN", "church": "NN"},
    ),
    "word_of_a_title": sentence("Old goats : a history of farms", things=["Old goats", "a history", "farms"]),
    "part_of_a_species": sentence(
        "A Great Duck on a lake", things=["A Great Duck", "a lake"], qualities=[("duck", "great", "quality")]
    ),
    "behind_a_number_in_the_name": sentence(
        "Two one small signs on a road",
        things=["small signs", "a road"],
        qualities=[("sign", "small", "size")],
        tags={"Two": "CD", "one": "CD"},
    ),
    "within_a_name": sentence(
        "A map of the Red Union",
        things=["A map", "the Red Union"],
        qualities=[("union", "red", "color")],
        tags={"Red": "NNP", "Union": "NNP"},
    ),
    "tells_two_apart": sentence(
        "A box of rice in a white box",
        things=["A box", "rice", "a white box"],
        qualities=[(2, "white", "color")],
    ),
    "one_of_its_kind": sentence(
        "A bird in a blue sky", things=["A bird", "a blue sky"], qualities=[("sky", "blue", "color")]
    ),
    "told_for_its_sake": sentence(
        "A girl with red nails", things=["A girl", "red nails"], qualities=[("nail", "red", "color")]
    ),
    "says_which_one": sentence(
        "A dog at the front wheel", things=["A dog", "the front wheel"], qualities=[("wheel", "front", "position")]
    ),
    "says_whose": sentence(
        "A man with the Italian flag",
        things=["A man", "the Italian flag"],
        qualities=[("flag", "italian", "nationality")],
    ),
    "rest_of_a_broken_word": sentence(
        "A picture of a coin -- filled jars",
        things=["A picture", "a coin", "filled jars"],
        qualities=[("jar", "filled", "fullness")],
        tags={"--": "HYPH", "filled": "JJ"},
    ),
    "counts_bases": sentence("The second baseman on a bed", things=["The second baseman", "a bed"]),
    "hardly_called_so": sentence("A bottle on a bed", things=["A bottle", "a bed"]),
    "noun_without_plural": counted("Two sheep in a field", "two", "Two sheep", "a field"),
    "need_two": counted("Two dogs sitting together", "two", "Two dogs"),
    "named_twice": sentence(
        "Two dogs beside three dogs",
        things=["Two dogs", "three dogs"],
        qualities=[(0, "two", "number"), (1, "three", "number")],
    ),
    "number_within_the_name": sentence("Men of two kinds", things=["Men"], qualities=[(0, "two", "number")]),
    "verb_of_the_collective": sentence(
        "A group of dogs is standing",
        things=["A group of dogs"],
        qualities=[("dog", "group of", "collective")],
    ),
    "pronoun_of_the_collective": sentence(
        "A herd of cows with its shepherd",
        things=["A herd of cows", "its shepherd"],
        qualities=[("cow", "herd of", "collective")],
    ),
    "collective_with_a_front": sentence(
        "The back row of buildings",
        things=["row of buildings"],
        qualities=[("building", "row of", "collective")],
        tags={"back": "JJ"},
    ),
    "no_clear_number": counted("Some dogs in a field", "some", "Some dogs", "a field"),
    "one": counted("1 dogs in a field", "1", "1 dogs", "a field"),
    "number_goes_on": counted("Two and three dogs in a field", "two", "Two and three dogs", "a field"),
    "not_counted": counted("Several dogs in a field", "several", "Several dogs", "a field"),
    "bound_elsewhere": counted("Two dogs and a ball", "two", "Two dogs", "a ball"),
    "in_figures": counted("2 dogs on a bed", "2", "2 dogs", "a bed"),
    "determined": counted("The two dogs on a bed", "two", "The two dogs", "a bed"),
    "others_are_many": counted("Two dogs with balls", "two", "Two dogs", "balls"),
    "name_unclear": counted("Two dogs shaped from clay", "two", "Two dogs", tags={"shaped": "VBN"}),
    "done_together": counted(
        "Two animals surrounding a tree", "two", "Two animals", "a tree", links=[("animal", "surrounding", "tree")]
    ),
}


@pytest.mark.parametrize(
    "rule",
    [
        rule.name
        for rules in (NOUNS, HYPERNYMS, ADJECTIVES, UNSAID, SINGLE)
        for rule in rules
        if rule.name not in OF_SEVERAL_SENTENCES
    ],
)
def test_each_rule_refuses_what_it_is_for(refusals, rule: str) -> None:
    assert rule in refusals("generalise", REFUSED[rule])


def test_two_plain_dogs_break_no_rule_of_number(refusals) -> None:
    plain = counted("Two dogs sitting on a bed", "two", "Two dogs", "a bed", links=[("dog", "sitting on", "bed")])
    assert not refusals("generalise", plain) & {rule.name for rules in (UNSAID, SINGLE) for rule in rules}


def test_a_draw_gives_the_same_again(texts) -> None:
    assert texts("generalise", BANANA, draws=1) == texts("generalise", BANANA, draws=1) != set()


def test_what_no_denial_covers_is_said_more_generally():
    told = sentence(
        "Two brown dogs without collars on a beach.",
        things=["Two brown dogs", "a beach"],
        qualities=[("dog", "brown", "color"), ("dog", "two", "number")],
        denied="without collars",
        absent=["collar"],
    )
    made = texts_of("asymmetry_2.generalise", told)
    assert {"Two dogs without collars on a beach.", "Dogs without collars on a beach."} <= made
    assert all("without collars" in text for text in made)
    assert not any(text.startswith(("A ", "An ")) for text in made)
    silent = sentence("A poodle is not on a beach.", things=["A poodle"], denied="A poodle is not on a beach")
    assert not texts_of("asymmetry_2.generalise", silent)
