"""Denials as a caption has them: what is read beside them, what is not there, and which words may be changed."""

from __future__ import annotations

import pytest

from capaug.captions import Sentence
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("embedded", Lexicon.load())


def told(parser: Parser, text: str) -> Sentence:
    return parser.parse([Caption("1", text)])[0].sentences[0]


# caption, names of its things, names of what is not there, words that may not be changed
READ = [
    ("A man without a hat rides a horse.", "man horse", "hat", "without a hat"),
    ("A man with a hat rides a horse.", "man hat horse", "", ""),
    ("A dog that isn't wearing a collar sits on a bench.", "dog bench", "collar", "n't wearing a collar"),
    ("A dog that is wearing a collar sits on a bench.", "dog collar bench", "", ""),
    ("There are no cars on the road.", "road", "car", "no cars on the road"),
    ("There are cars on the road.", "car road", "", ""),
    ("No one is in the room but there are chairs.", "room chair", "", "No one is in the room"),
    ("A woman wearing neither a hat nor a coat.", "woman", "hat coat", "neither a hat nor a coat"),
    ("A woman wearing either a hat or a coat.", "woman hat coat", "", ""),
    ("A man is not wearing a shirt and is riding a horse.", "man horse", "shirt", "not wearing a shirt"),
    ("A dog that is no longer sleeping on a bed", "dog", "bed", "no longer sleeping on a bed"),
    ("A man not wearing a shirt on a beach holding a surfboard", "man beach surfboard", "shirt", "not wearing a shirt"),
    ("A train filled with nothing but cabooses", "train caboose", "", ""),
    ("A fridge with nothing inside it", "fridge", "", "nothing inside it"),
    ("The man is not only holding a bat but also wearing a hat.", "man bat hat", "", ""),
    ("The sky is devoid of any clouds.", "sky", "cloud", "devoid of any clouds"),
    ("The sky is full of clouds.", "sky cloud", "", ""),
    ("A clock with letters instead of numbers.", "clock letter", "number", "instead of numbers"),
    ("A clock with letters rather than numbers.", "clock letter", "number", "rather than numbers"),
    ("The truck lacks a door.", "truck", "door", "lacks a door"),
    ("A toilet missing its seat in a bathroom.", "toilet bathroom", "seat", "missing its seat"),
    ("A pizza with a slice missing", "pizza", "slice", "a slice missing"),
    ("A baseball player swinging and missing the ball.", "baseball player ball", "", ""),
    ("The room is empty except for a chair.", "room chair", "", "empty except for a chair"),
    ("The sky is blue and clear, other than some clouds.", "sky cloud", "", "blue clear other than some clouds"),
    ("The sky is not visible, but a tree is.", "tree", "sky", "The sky not visible"),
    ("The sky is visible.", "sky", "", ""),
    ("The trunk is not shiny.", "trunk", "", "The trunk not shiny"),
    ("A man in a hat is not smiling.", "man hat", "", "not smiling"),
    ("A red no parking sign on a pole", "sign pole", "", ""),
    ("A street with no signs on a pole", "street", "sign pole", "no signs on a pole"),
    ("A purple bus can't be missed on the street.", "bus street", "", ""),
    ("People around a fountain, not far from a hydrant.", "people fountain hydrant", "", ""),
    ("A man eating pizza without using his hands.", "man pizza", "hand", "without using his hands"),
    ("A bathroom with no toilets and a red bucket.", "bathroom bucket", "toilet", "no toilets"),
    ("A bus with no passengers waiting to board", "bus", "passenger", "no passengers waiting to board"),
    ("A train with no cars sitting on the tracks", "train track", "car", "no cars"),
    ("A train filled with rather large windows", "train window", "", ""),
]


@pytest.mark.parametrize(("text", "things", "absent", "denied"), READ)
def test_a_denied_fact_is_marked_not_stated(parser, text, things, absent, denied):
    sentence = told(parser, text)
    assert sorted(" ".join(sorted(thing.name for thing in sentence.things)).split()) == sorted(things.split())
    assert " ".join(sentence.absent) == absent
    assert " ".join(sentence.tokens[k].text for k in sorted(sentence.denied)) == denied


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("A man not wearing a shirt on a beach", [["man", "on", "beach"]]),
        ("A man is not wearing a shirt and is riding a horse.", [["man", "ride", "horse"]]),
        ("A cat is not sitting on the bed.", []),
        ("The dog is not brown.", []),
    ],
)
def test_no_relation_is_read_off_a_denial(parser, text, relations):
    graph = told(parser, text).graph
    assert graph.names()["relations"] == relations
    assert not graph.attributes


def test_numbers_and_words_on_signs_are_no_denials(parser):
    for text in ('A sign that says "no dogs" on a wall', "A book with no. 3 on its cover", "A do not enter sign"):
        assert not told(parser, text).denied, text
