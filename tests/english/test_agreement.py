from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence
from capaug.english.agreement import noun_form, replace_noun, set_number, subject_verb
from capaug.english.edits import Replacement, realise

Parse = Callable[..., Sentence]


class Kinds:
    """The lexicon's answers for a handful of nouns."""

    def is_mass(self, name: str) -> bool:
        return name in {"broccoli", "grass", "water", "bread", "snow"}

    def is_plural_only(self, name: str) -> bool:
        return name in {"scissors", "pants", "sunglasses", "people", "cattle"}


def text_of(told: Sentence, replacements: list[Replacement] | None) -> str | None:
    done = realise(told.text, replacements) if replacements else None
    return done and done[0]


@pytest.mark.parametrize(
    ("name", "plural", "expected"),
    [
        ("tennis racket", True, "tennis rackets"),
        ("tennis racket", False, "tennis racket"),
        ("man", True, "men"),
        ("person", True, "people"),
        ("people", True, "people"),
        ("people", False, "person"),
        ("young people", False, "young person"),
        ("scissors", True, "scissors"),
    ],
)
def test_noun_form(name: str, plural: bool, expected: str) -> None:
    assert noun_form(name, plural) == expected


@pytest.mark.parametrize(
    ("annotated", "base", "new", "expected"),
    [
        (
            "A/DT/det/1 dog/NN/root/1 on/IN/case/4 a/DT/det/4 couch/NN/nmod/1",
            (0, 1),
            "elephant",
            "An elephant on a couch",
        ),
        ("two/CD/nummod/1 dogs/NNS/root/1", (0, 1), "sheep", "two sheep"),
        ("two/CD/nummod/1 sheep/NN/root/1", (0, 1), "dog", "two dogs"),
        ("Dogs/NNS/root/0 running/VBG/acl/0", (0, 0), "man", "Men running"),
        (
            "a/DT/det/3 red/JJ/amod/3 tennis/NN/compound/3 racket/NN/root/3",
            (0, 3),
            "baseball bat",
            "a red baseball bat",
        ),
        ("the/DT/det/1 broccoli/NN/root/1", (0, 1), "apple", "the apple"),
        ("the/DT/det/1 apple/NN/root/1", (0, 1), "broccoli", "the broccoli"),
        ("some/DT/det/1 broccoli/NN/root/1", (0, 1), "bread", "some bread"),
        ("Man/NN/root/0 on/IN/case/2 horse/NN/nmod/0", (2, 2), "elephant", "Man on elephant"),
        ("two/CD/nummod/1 dogs/NNS/root/1", (0, 1), "people", "two people"),
        ("people/NNS/root/0 sitting/VBG/acl/0", (0, 0), "dog", "dogs sitting"),
        ("red/JJ/amod/1 pants/NNS/root/1", (0, 1), "sunglasses", "red sunglasses"),
        ("the/DT/det/1 dogs/NNS/nmod:poss/3 +'/POS/case/1 bed/NN/root/3", (0, 1), "child", "the children's bed"),
        ("the/DT/det/1 men/NNS/nmod:poss/3 +'s/POS/case/1 bed/NN/root/3", (0, 1), "dog", "the dogs' bed"),
        ("a/DT/det/1 man/NN/nmod:poss/3 +'s/POS/case/1 bed/NN/root/3", (0, 1), "dog", "a dog's bed"),
        # a noun that does not fit its surroundings
        ("a/DT/det/1 dog/NN/root/1", (0, 1), "broccoli", None),
        ("two/CD/nummod/1 dogs/NNS/root/1", (0, 1), "snow", None),
        ("dogs/NNS/root/0 in/IN/case/2 snow/NN/nmod/0", (0, 0), "grass", None),
        ("dogs/NNS/root/0 in/IN/case/2 snow/NN/nmod/0", (2, 2), "bed", None),
        ("some/DT/det/1 broccoli/NN/root/1", (0, 1), "apple", None),
        ("a/DT/det/1 dog/NN/root/1", (0, 1), "scissors", None),
        ("a/DT/det/1 dog/NN/root/1", (0, 1), "people", None),
        ("red/JJ/amod/1 pants/NNS/root/1", (0, 1), "hat", None),
        ("two/CD/nummod/1 dogs/NNS/root/1", (0, 1), "dog", None),
    ],
)
def test_replace_noun(parse: Parse, annotated: str, base: tuple[int, int], new: str, expected: str | None) -> None:
    told = parse(annotated, [base])
    assert text_of(told, replace_noun(told, told.things[0], new, Kinds())) == expected


def test_replace_noun_under_a_collective(parse: Parse) -> None:
    told = parse("a/DT/det/1 group/NN/root/1 of/IN/case/3 dogs/NNS/nmod/1", [(0, 3)], [(0, 1, 3)])
    assert text_of(told, replace_noun(told, told.things[0], "cat", Kinds())) == "a group of cats"
    told = parse("a/DT/det/1 piece/NN/root/1 of/IN/case/3 bread/NN/nmod/1", [(3, 3)], [(0, 1, 3)])
    assert text_of(told, replace_noun(told, told.things[0], "broccoli", Kinds())) == "a piece of broccoli"
    assert replace_noun(told, told.things[0], "dog", Kinds()) is None


@pytest.mark.parametrize(
    ("annotated", "base", "verb"),
    [
        ("dogs/NNS/nsubj/2 are/VBP/aux/2 running/VBG/root/2", (0, 0), "are"),
        ("dogs/NNS/nsubj/1 run/VBP/root/1", (0, 0), "run"),
        ("dogs/NNS/nsubj/2 are/VBP/cop/2 wet/JJ/root/2", (0, 0), "are"),
        ("dogs/NNS/nsubj:pass/3 have/VBP/aux/3 been/VBN/aux:pass/3 washed/VBN/root/3", (0, 0), "have"),
        ("dogs/NNS/root/0 running/VBG/acl/0", (0, 0), None),
        ("men/NNS/nsubj/1 ride/VBP/root/1 horses/NNS/obj/1", (2, 2), None),
    ],
)
def test_subject_verb(parse: Parse, annotated: str, base: tuple[int, int], verb: str | None) -> None:
    told = parse(annotated, [base])
    index = subject_verb(told, told.things[0])
    assert (None if index is None else told.tokens[index].text) == verb


TWO_DOGS = "two/CD/nummod/1 dogs/NNS/nsubj/"


@pytest.mark.parametrize(
    ("annotated", "base", "plural", "determiner", "expected"),
    [
        (TWO_DOGS + "3 are/VBP/aux/3 running/VBG/root/3", (0, 1), False, "a", "a dog is running"),
        (TWO_DOGS + "2 run/VBP/root/2", (0, 1), False, "a", "a dog runs"),
        (TWO_DOGS + "2 run/VBP/root/2", (0, 1), True, "three", "three dogs run"),
        (TWO_DOGS + "2 ran/VBD/root/2", (0, 1), False, "one", "one dog ran"),
        (TWO_DOGS + "3 were/VBD/aux/3 running/VBG/root/3", (0, 1), False, "a", "a dog was running"),
        (TWO_DOGS + "2 have/VBP/root/2 collars/NNS/obj/2", (0, 1), False, "a", "a dog has collars"),
        (TWO_DOGS + "3 can/MD/aux/3 run/VB/root/3", (0, 1), False, "a", "a dog can run"),
        (
            TWO_DOGS + "4 do/VBP/aux/4 +n't/RB/advmod/4 run/VB/root/4",
            (0, 1),
            False,
            "a",
            "a dog doesn't run",
        ),
        (
            TWO_DOGS + "2 run/VBP/root/2 and/CC/cc/4 bark/VBP/conj/2",
            (0, 1),
            False,
            "a",
            "a dog runs and barks",
        ),
        (
            "Two/CD/nummod/1 dogs/NNS/nsubj/5 that/WDT/nsubj/4 are/VBP/cop/4 wet/JJ/acl:relcl/1 run/VBP/root/5",
            (0, 1),
            False,
            "an",
            "A dog that is wet runs",
        ),
        ("Dogs/NNS/nsubj/1 run/VBP/root/1", (0, 0), False, "a", "A dog runs"),
        ("A/DT/det/1 dog/NN/nsubj/2 runs/VBZ/root/2", (0, 1), True, "", "Dogs run"),
        ("A/DT/det/1 dog/NN/nsubj/2 runs/VBZ/root/2", (0, 1), True, "five", "Five dogs run"),
        (
            "a/DT/det/1 woman/NN/nsubj/2 carries/VBZ/root/2 a/DT/det/4 bag/NN/obj/2",
            (0, 1),
            True,
            "two",
            "two women carry a bag",
        ),
        ("this/DT/det/1 dog/NN/nsubj/2 runs/VBZ/root/2", (0, 1), True, None, "these dogs run"),
        ("Those/DT/det/1 dogs/NNS/nsubj/2 run/VBP/root/2", (0, 1), False, None, "That dog runs"),
        ("the/DT/det/1 dog/NN/nsubj/3 is/VBZ/aux/3 running/VBG/root/3", (0, 1), True, None, "the dogs are running"),
        ("people/NNS/nsubj/1 walk/VBP/root/1", (0, 0), False, "a", "a person walks"),
        ("the/DT/det/2 two/CD/nummod/2 dogs/NNS/root/2", (0, 2), False, "the", "the dog"),
        ("several/JJ/amod/1 boats/NNS/root/1 on/IN/case/3 water/NN/nmod/1", (0, 1), False, "a", "a boat on water"),
        ("there/EX/expl/1 are/VBP/root/1 dogs/NNS/nsubj/1", (2, 2), False, "a", "there is a dog"),
        ("a/DT/det/1 man/NN/root/1 with/IN/case/3 dogs/NNS/nmod/1", (3, 3), False, "an old", "a man with an old dog"),
        # number hangs on more than these words
        ("a/DT/det/1 dog/NN/nsubj/2 runs/VBZ/root/2", (0, 1), True, None, None),
        ("many/JJ/amod/1 dogs/NNS/root/1", (0, 1), False, None, None),
        ("two/CD/nummod/1 dogs/NNS/root/1", (0, 1), False, None, None),
        ("dogs/NNS/nsubj/1 run/VBP/root/1", (0, 0), False, None, None),
        ("dogs/NNS/nsubj/1 runs/VBZ/root/1", (0, 0), False, "a", None),
        ("dogs/NNS/nsubj/1 wag/VBP/root/1 their/PRP$/nmod:poss/3 tails/NNS/obj/1", (0, 0), False, "a", None),
        ("red/JJ/amod/1 pants/NNS/root/1", (0, 1), False, "a", None),
        (TWO_DOGS + "3 are/VBP/cop/3 pets/NNS/root/3", (0, 1), False, "a", None),
        ("the/DT/det/3 first/JJ/amod/3 two/CD/nummod/3 dogs/NNS/root/3", (0, 3), False, "a", None),
    ],
)
def test_set_number(
    parse: Parse, annotated: str, base: tuple[int, int], plural: bool, determiner: str | None, expected: str | None
) -> None:
    told = parse(annotated, [base])
    assert text_of(told, set_number(told, told.things[0], plural, determiner)) == expected


def test_set_number_of_a_group_is_in_doubt(parse: Parse) -> None:
    told = parse("a/DT/det/1 group/NN/root/1 of/IN/case/3 dogs/NNS/nmod/1", [(0, 3)], [(0, 1, 3)])
    assert set_number(told, told.things[0], False, "a") is None


def test_set_number_of_a_conjunct(parse: Parse) -> None:
    are = "two/CD/nummod/1 dogs/NNS/nsubj/5 and/CC/cc/4 a/DT/det/4 cat/NN/conj/1 run/VBP/root/5"
    told = parse(are, [(0, 1), (3, 4)])
    assert text_of(told, set_number(told, told.things[0], False, "a")) == "a dog and a cat run"
    assert text_of(told, set_number(told, told.things[1], True, "three")) == "two dogs and three cats run"
    there_is = "there/EX/expl/1 is/VBZ/root/1 a/DT/det/3 dog/NN/nsubj/1 and/CC/cc/6 a/DT/det/6 cat/NN/conj/3"
    told = parse(there_is, [(2, 3), (5, 6)])
    assert set_number(told, told.things[0], True, "two") is None
    assert set_number(told, told.things[1], True, "two") is None


def test_set_number_there_and_back(parse: Parse) -> None:
    one = parse("the/DT/det/1 dog/NN/nsubj/2 runs/VBZ/root/2", [(0, 1)])
    many = parse("the/DT/det/1 dogs/NNS/nsubj/2 run/VBP/root/2", [(0, 1)])
    assert text_of(one, set_number(one, one.things[0], True, None)) == many.text
    assert text_of(many, set_number(many, many.things[0], False, None)) == one.text
    assert set_number(one, one.things[0], False, None) == []
