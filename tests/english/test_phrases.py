"""Where phrases begin and end, what of a noun phrase may go, what pronouns may mean."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import Sentence
from capaug.english.endings import boundaries, closes
from capaug.english.phrases import Phrases
from capaug.english.pronouns import antecedent_lost
from capaug.lexicon import Lexicon

BEACH = sentence(
    "Two brown dogs running along the beach with a red frisbee.",
    things=["Two brown dogs", "the beach", "a red frisbee"],
    qualities=[("dog", "two", "number"), ("dog", "brown", "color"), ("frisbee", "red", "color")],
    links=[("dog", "running along", "beach")],
)


def phrases(told: Sentence) -> Phrases:
    return told.once(Phrases, Lexicon.load())


def test_phrases_begin_with_participles_and_prepositions() -> None:
    read = phrases(BEACH)
    assert [BEACH.word(k) for k in range(read.end) if read.opens(k)] == ["running", "along", "with"]
    assert [BEACH.word(k) for k in BEACH.once(boundaries, Lexicon.load())] == ["running", "along", "with"]
    assert (read.end, read.sentence_end, BEACH.word(read.end)) == (11, 11, ".")


@pytest.mark.parametrize(
    ("told", "verb"),
    [
        (sentence("A man is waving", things=["A man"]), 2),
        (sentence("A man sat on a bench", things=["A man", "a bench"]), 2),
        (sentence("A man who is waving", things=["A man"], tags={"who": "WP"}), None),
        (
            sentence(
                "A man who is waving at a dog has a hat",
                things=["A man", "a dog", "a hat"],
                tags={"who": "WP", "has": "VBZ"},
            ),
            8,
        ),
        (BEACH, None),
    ],
)
def test_the_main_verb_is_that_of_no_clause(told: Sentence, verb: int | None) -> None:
    assert phrases(told).finite == verb


@pytest.mark.parametrize(
    ("text", "guarded", "denied"),
    [
        ("dogs in a field", False, False),
        ("no dogs in a field", True, True),
        ("few dogs in a field", True, False),
        ("a few dogs in a field", False, False),
        ("dogs all sitting in a field", False, False),
        ("all dogs in a field", True, False),
    ],
)
def test_guards_stand_before_what_must_not_be_said_with_less(text: str, guarded: bool, denied: bool) -> None:
    read = phrases(sentence(text, things=["dogs", "a field"]))
    assert (read.guarded, read.denied) == (guarded, denied)


def test_adjectives_go_but_not_what_makes_a_thing_another() -> None:
    assert [phrases(BEACH).adjectives(thing) for thing in BEACH.things] == [(1, 2), None, (9, 10)]
    toy = sentence("a toy dog", things=["a toy dog"], qualities=[("dog", "toy", "kind")])
    bare = sentence("with big dog", things=["big dog"], qualities=[("dog", "big", "size")])
    assert [phrases(told).adjectives(told.things[0]) for told in (toy, bare)] == [None, None]


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (sentence("a dog on a bed", things=["a dog"]), True),
        (sentence("a dog figurine on a bed", things=["a dog"], tags={"figurine": "NN"}), False),
        (sentence("a dog shaped cake", things=["a dog"], tags={"shaped": "VBN"}), False),
        (sentence("a batter on a field", things=["a batter"]), False),
        (sentence("a blorf on a bed", things=["a blorf"]), False),
    ],
)
def test_another_noun_stands_only_for_one_read_right(told: Sentence, fits: bool) -> None:
    assert phrases(told).exchangeable(told.things[0]) is fits


@pytest.mark.parametrize(
    ("told", "end", "may"),
    [
        (BEACH, 3, True),
        (BEACH, 4, True),
        (BEACH, 5, False),
        (sentence("a vase sitting", things=["a vase"]), 3, False),
        (sentence("a cat sitting outside on a mat", things=["a cat", "a mat"], tags={"outside": "RB"}), 4, True),
        (sentence("a cat near them", things=["a cat"], tags={"them": "PRP"}), 4, True),
        (sentence("a cat sees them", things=["a cat"], tags={"sees": "VBZ", "them": "PRP"}), 4, False),
    ],
)
def test_a_text_ends_behind_a_noun_or_a_posture(told: Sentence, end: int, may: bool) -> None:
    assert closes(phrases(told), end) is may


@pytest.mark.parametrize("words", [["!"], ["is"], ["and"], ["few"], ["all"], ["next"], ["it"], ["between"], []])
def test_a_text_of_one_word_is_read_as_well(words: list[str]) -> None:
    told = sentence(" ".join(words))
    read = phrases(told)
    for k in range(-1, 3):
        read.opens(k)
        closes(read, k)
    assert told.once(boundaries, Lexicon.load()) == ()


def test_a_pronoun_that_stays_keeps_its_noun() -> None:
    told = sentence("a man with a dog that bites him", things=["a man", "a dog"], tags={"him": "PRP"})
    assert antecedent_lost(phrases(told), [(0, 2)])
    assert not antecedent_lost(phrases(told), [(2, 5)])  # a dog is no "him"
    assert not antecedent_lost(phrases(told), [(0, 8)])  # the pronoun goes as well
