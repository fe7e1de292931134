from __future__ import annotations

import pytest

from capaug.errors import InputError, UsageError
from capaug.records import Attribute, AugmentedCaption, SceneGraph, SceneObject
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.attribute_words import Guesses, evaluate_attribute_words, mask_attributes
from capaug.training.models.base import DualEncoder


def row(image: str, caption: str, **attributes: str) -> AugmentedCaption:
    """A caption whose attributes are given as type=words."""
    found = tuple(
        Attribute(0, words, kind, caption.index(words), caption.index(words) + len(words))
        for kind, words in attributes.items()
    )
    graph = SceneGraph((SceneObject("wall", "wall", 0, 1),), found + found[:1])  # one attribute of two objects
    return AugmentedCaption(image, caption, caption, "own", "all", graph)


ROWS = [
    row("red", "a red wall", color="red"),
    row("blue", "two red balls", color="red", number="two"),  # not what the picture shows
    row("green", "the wall is green the", size="green the"),
    row("green", "a wall"),
]


@pytest.mark.parametrize("batch_size", [1, 2, 64])
def test_guesses_by_type(guesser: DualEncoder, pictures: Pictures, batch_size: int) -> None:
    found = evaluate_attribute_words(guesser, ROWS, pictures, batch_size=batch_size)
    assert list(found) == ["all", "color", "number", "size"]
    # red -> blue, blue -> green, green -> red with the other picture: never right
    assert found["color"] == Guesses(2, 1, 0)
    assert found["number"] == Guesses(1, 0, 0)
    assert found["size"] == Guesses(1, 1, 0)  # two tokens, both right
    assert (found["all"], found["all"].accuracy) == (Guesses(4, 2, 0), 0.5)


def test_what_is_masked(guesser: DualEncoder) -> None:
    tokenizer = guesser.tokenizer
    masked = list(mask_attributes(guesser, ROWS[1:3]))
    assert [tokenizer.decode(one.ids) for one in masked] == [
        tokenizer.decode(tokenizer("[MASK] red balls")["input_ids"]),
        tokenizer.decode(tokenizer("two [MASK] balls")["input_ids"]),
        tokenizer.decode(tokenizer("the wall is [MASK] [MASK]")["input_ids"]),
    ]
    assert [tokenizer.convert_ids_to_tokens(one.labels) for one in masked] == [["two"], ["red"], ["green", "the"]]


def test_what_cannot_be_guessed_is_left_out(guesser: DualEncoder) -> None:
    unknown = row("red", "a \U0001f600 red wall", mood="\U0001f600")
    late = row("red", "the " * 14 + "red wall", color="red")  # beyond the 16 tokens with [CLS] and [SEP]
    assert list(mask_attributes(guesser, [unknown, late])) == []


def test_what_is_refused(model: DualEncoder, guesser: DualEncoder, pictures: Pictures) -> None:
    with pytest.raises(UsageError, match="ColorEncoder guesses no masked words"):
        evaluate_attribute_words(model, ROWS, pictures)
    with pytest.raises(InputError, match="no caption has an attribute word"):
        evaluate_attribute_words(guesser, ROWS[3:], pictures)
    guesser.tokenizer.mask_token = None
    with pytest.raises(UsageError, match="no mask token"):
        evaluate_attribute_words(guesser, ROWS, pictures)
