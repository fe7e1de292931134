"""How a predicate is said anew, in the form that the old one has."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import Sentence
from capaug.english.edits import realise
from capaug.english.predicates import by_agent, is_preposition, replace_predicate

RIDDEN = sentence("A horse ridden by a man.", things=["A horse", "a man"], links=[("horse", "ridden by", "man")])
PARKED = sentence("A bus parked by a wall.", things=["A bus", "a wall"], links=[("bus", "parked by", "wall")])
RIDING = sentence("A man riding a horse.", things=["A man", "a horse"], links=[("man", "riding", "horse")])
RIDES = sentence("A man rides a horse.", things=["A man", "a horse"], links=[("man", "rides", "horse")])
SITTING = sentence("A man is sitting on a bench.", things=["A man", "a bench"], links=[("man", "sitting on", "bench")])
LOOKING = sentence("A man looking at a book.", things=["A man", "a book"], links=[("man", "looking at", "book")])
UNDER = sentence("A cat under a table.", things=["A cat", "a table"], links=[("cat", "under", "table")])
HOLDING_UP = sentence("A man holding up a sign.", things=["A man", "a sign"], links=[("man", "holding +up", "sign")])
CARS = sentence(
    "Two cars parked on a street.",
    things=["Two cars", "a street"],
    links=[("car", "parked on", "street")],
    tags={"parked": "VBN"},
)
ON_DOING = sentence(
    "A man on a skateboard doing a trick.",
    things=["A man", "a skateboard", "a trick"],
    links=[("man", "on", "skateboard"), ("man", "doing", "trick")],
)


@pytest.mark.parametrize(
    ("made", "new", "text"),
    [
        (RIDING, "push", "A man pushing a horse."),
        (RIDING, "sit on", "A man sitting on a horse."),
        (RIDING, "on", "A man on a horse."),
        (RIDES, "push", "A man pushes a horse."),
        (RIDES, "on", None),
        (SITTING, "stand on", "A man is standing on a bench."),
        (SITTING, "sit under", "A man is sitting under a bench."),
        (SITTING, "carry", "A man is carrying a bench."),
        (SITTING, "park on", "A man is parked on a bench."),
        (LOOKING, "write", "A man writing a book."),
        (UNDER, "on", "A cat on a table."),
        (UNDER, "leave", "A cat leaving a table."),
        (HOLDING_UP, "paint", "A man painting a sign."),
        (RIDDEN, "feed by", "A horse fed by a man."),
        (CARS, "drive down", "Two cars driving down a street."),
        (ON_DOING, "under", "A man under a skateboard doing a trick."),
        (ON_DOING, "hold", None),  # two participles in a row
    ],
)
def test_the_new_predicate_has_the_form_of_the_old_one(made: Sentence, new: str, text: str | None) -> None:
    edits = replace_predicate(made, made.links[0], new)
    realised = realise(made.text, edits) if edits else None
    assert (realised[0] if realised else None) == text


def test_who_does_it_and_where_it_is() -> None:
    assert by_agent(RIDDEN, RIDDEN.links[0])
    assert not by_agent(PARKED, PARKED.links[0])


def test_predicates_without_a_verb() -> None:
    assert is_preposition("next to") and is_preposition("atop")
    assert not is_preposition("sit on")


def test_a_verb_that_is_one_to_the_parser_alone_stays() -> None:
    odd = sentence(
        "A man rides a horse.", things=["A man", "a horse"], links=[("man", "rides", "horse")], tags={"rides": "NNS"}
    )
    odd.links[0].verb = 2
    odd.tokens[2].tag = "NNS"
    assert replace_predicate(odd, odd.links[0], "push") is None
    assert replace_predicate(RIDES, RIDES.links[0], "push")
