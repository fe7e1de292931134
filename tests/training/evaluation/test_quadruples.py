"""Text, image and group scores of two pictures for two texts."""

from __future__ import annotations

import pytest
import torch

from capaug.errors import InputError
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.quadruples import CHANCE, _measures, _others, evaluate_quadruples
from capaug.training.models.base import DualEncoder


def test_scores_by_hand() -> None:
    scores = torch.tensor(
        [
            [[0.9, 0.1], [0.2, 0.8]],  # all right
            [[0.9, 0.8], [0.7, 0.6]],  # the own picture and the caption are higher with everything
            [[0.3, 0.2], [0.4, 0.9]],  # each picture finds its text; the caption likes the partner better
            [[0.9, 0.95], [0.2, 0.99]],  # each text finds its picture; the own picture likes the negative better
            [[0.5, 0.5], [0.5, 0.5]],  # says nothing
        ]
    )
    found = _measures(scores, ["a", "a", "a", "b", "b"])
    assert {name: one["all"].right for name, one in found.items()} == {
        "text": 2, "image": 2, "group": 1, "told apart": 1 + 0.5 + 1 + 1 + 0.5,
    }  # fmt: skip
    assert (found["group"]["a"].right, found["group"]["a"].made, found["group"]["b"].right) == (1, 3, 0)


def test_chance_is_that_of_random_scores() -> None:
    scores = torch.rand(40_000, 2, 2, generator=torch.Generator().manual_seed(0))
    found = _measures(scores, ["a"] * len(scores))
    assert {name: one["all"].accuracy for name, one in found.items()} == pytest.approx(CHANCE, abs=0.01)


def test_what_the_texts_give_away_does_not_tell_pictures_apart() -> None:
    generator = torch.Generator().manual_seed(0)
    bias = torch.rand(4000, 1, 2, generator=generator)
    blind = bias + 0.01 * torch.rand(4000, 2, 2, generator=generator)
    found = _measures(blind, ["a"] * len(blind))
    assert found["told apart"]["all"].accuracy == pytest.approx(0.5, abs=0.03)
    assert found["group"]["all"].accuracy < 0.05


@pytest.mark.parametrize("count", [2, 3, 50])
def test_none_is_shown_its_own_pictures_in_the_control(count: int) -> None:
    others = _others(torch.randperm(count, generator=torch.Generator().manual_seed(0)).tolist())
    assert sorted(others) == list(range(count))
    assert all(place != other for place, other in enumerate(others))


def test_a_model_that_sees_colours(model: DualEncoder, pictures: Pictures) -> None:
    def row(image: str, caption: str, *negatives: str) -> AugmentedCaption:
        made = tuple(Variant(text, "attribute_replace.contrast", ()) for text in negatives)
        return AugmentedCaption(image, caption, caption, "own", "all", SceneGraph(), negatives=made)

    rows = [row("red", "a red wall", "a marble wall", "a blue wall"), row("green", "a ball", "a red ball", "a box")]
    partners = {("red", "a red wall", 1): ("blue",), ("green", "a ball", 0): ("red",), ("green", "a ball", 1): ("red",)}
    found = evaluate_quadruples(model, rows, partners, pictures, batch_size=2)
    assert {name: (one["all"].right, one["all"].made) for name, one in found.by_measure().items()} == {
        "text": (2, 3),
        "image": (1, 3),  # "a ball" is of no colour: it scores alike with both pictures
        "group": (1, 3),
        "told apart": (2.5, 3),  # and so does "a box"
    }
    assert found.shuffled is not None and set(found.shuffled) == set(CHANCE)
    alone = evaluate_quadruples(model, rows, {("red", "a red wall", 1): ("blue",)}, pictures)
    assert (alone.group["all"].right, alone.shuffled) == (1, None)
    with pytest.raises(InputError, match="no negative has a partner picture"):
        evaluate_quadruples(model, rows, {}, pictures)
