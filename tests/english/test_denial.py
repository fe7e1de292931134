"""How a fact is denied; each that is not has a twin that is."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import Sentence
from capaug.english.denial import deny_instead, deny_link, deny_quality
from capaug.english.edits import realise
from capaug.lexicon import Lexicon


def of_two(text: str, one: str, words: str, other: str, **more: object) -> Sentence:
    """A sentence of two things and a link."""
    return sentence(text, things=[one, other], links=[(0, words, 1)], **more)  # type: ignore[arg-type]


def denied(made: Sentence, link: int = 0) -> str | None:
    edits = deny_link(made, made.links[link], Lexicon.load())
    realised = realise(made.text, edits) if edits else None
    return realised[0] if realised else None


WEARING = sentence(
    "A man wearing a hat and a scarf.",
    things=["A man", "a hat", "a scarf"],
    links=[("man", "wearing", "hat"), ("man", "wearing", "scarf")],
)
WEARING_A_COUCH = sentence(
    "A girl wearing a hat and a couch.",
    things=["A girl", "a hat", "a couch"],
    links=[("girl", "wearing", "hat"), ("girl", "wearing", "couch")],
)
GLOVE = sentence(
    "A boy with a glove and a ball.",
    things=["A boy", "a glove", "a ball"],
    links=[("boy", "with", "glove"), ("boy", "with", "ball")],
)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (WEARING, "A man not wearing a hat or a scarf."),
        (WEARING_A_COUCH, None),  # the couch is beside whoever wears the hat
        (GLOVE, "A boy without a glove or a ball."),
        (of_two("A giraffe eats a leaf.", "A giraffe", "eats", "a leaf"), "A giraffe does not eat a leaf."),
        (of_two("A giraffe eat a leaf.", "A giraffe", "eat", "a leaf", tags={"eat": "VBP"}), None),
        (of_two("A cat on a bed.", "A cat", "on", "a bed"), "A cat that is not on a bed."),
        (of_two("Two cats on a bed.", "Two cats", "on", "a bed"), "Two cats that are not on a bed."),
        (of_two("A cat is on a bed.", "A cat", "on", "a bed"), "A cat is not on a bed."),
        (of_two("A bike ridden by a boy.", "A bike", "ridden by", "a boy"), "A bike not ridden by a boy."),
        (of_two("A boy is riding a bike.", "A boy", "riding", "a bike"), "A boy is not riding a bike."),
        (of_two("A boy only riding a bike.", "A boy", "riding", "a bike"), None),
        (of_two("A sign showing a road.", "A sign", "showing", "a road"), None),
        (of_two("A sign blocking a road.", "A sign", "blocking", "a road"), "A sign not blocking a road."),
        (of_two("A boy with two dogs.", "A boy", "with", "two dogs", qualities=[("dog", "two", "number")]), None),
        (of_two("A boy with some dogs.", "A boy", "with", "some dogs"), "A boy without any dogs."),
        (of_two("A boy's hat.", "A boy", "'s", "hat"), None),
    ],
)
def test_how_a_link_is_denied(made: Sentence, text: str | None) -> None:
    assert denied(made) == text


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            sentence(
                "A dog sleeping.",
                things=["A dog"],
                qualities=[("dog", "sleeping", "action")],
                tree={"sleeping": ("acl", "dog")},
            ),
            "A dog not sleeping.",
        ),
        (
            sentence(
                "The bus is red.", things=["The bus"], qualities=[("bus", "red", "color")], tree={"is": ("cop", "red")}
            ),
            "The bus is not red.",
        ),
        (sentence("A red bus.", things=["A red bus"], qualities=[("bus", "red", "color")]), None),
    ],
)
def test_how_a_quality_is_denied(made: Sentence, text: str | None) -> None:
    edits = deny_quality(made, made.qualities[0])
    realised = realise(made.text, edits) if edits else None
    assert (realised[0] if realised else None) == text


def test_a_denial_of_a_change_of_the_same_word() -> None:
    made = of_two("a dog lies on a mat", "a dog", "lies on", "a mat")
    start = made.text.index("lies")
    assert deny_instead(made, [(start, start + 4, "does not lie")], [(start, start + 4, "stands")]) == [
        (start, start + 4, "does not stand")
    ]
    assert deny_instead(made, [(start, start, "not ")], [(start, start + 4, "standing")]) == [
        (start, start + 4, "not standing")
    ]
    assert deny_instead(made, [(start, start + 4, "does not lie")], [(start + 2, start + 4, "x")]) is None
