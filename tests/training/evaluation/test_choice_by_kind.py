from __future__ import annotations

import pytest

from capaug.errors import InputError
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.metrics import Choice
from capaug.training.evaluation.scoring import Question, View, answer
from capaug.training.models.base import DualEncoder

CONTRAST, ROLES = "attribute_replace.contrast", "relation_swap.roles"


def row(image: str, caption: str, **negatives: str) -> AugmentedCaption:
    made = tuple(Variant(text, {"contrast": CONTRAST, "roles": ROLES}[kind], ()) for kind, text in negatives.items())
    return AugmentedCaption(image, f"{image} {caption}", caption, "own", "all", SceneGraph(), (), made)


ROWS = [
    row("red", "a red wall", contrast="a blue wall", roles="the wall is red"),
    row("red", "the wall"),  # without negatives: left out
    row("green", "a green ball", contrast="a red ball"),
    row("blue", "a red box", contrast="a blue box"),  # a wrong caption
]


@pytest.mark.parametrize("batch_size", [1, 2, 64])
def test_accuracy_by_kind(model: DualEncoder, pictures: Pictures, batch_size: int) -> None:
    told: list[tuple[str, int, int]] = []
    found = evaluate_choice(model, ROWS, pictures, batch_size=batch_size, tell=lambda *news: told.append(news))
    assert found.captions == 3
    # in "the wall is red" there is less red than in "a red wall"
    assert found.own == {"all": Choice(3.0, 4), CONTRAST: Choice(2.0, 3), ROLES: Choice(1.0, 1)}
    # red -> green and green -> blue show neither color (half), blue -> red likes the wrong caption; and in the longer
    # text there is more of the weight that all words have
    assert found.other == {"all": Choice(2.0, 4), CONTRAST: Choice(2.0, 3), ROLES: Choice(0.0, 1)}
    assert {what: (done, total) for what, done, total in told} == {"pictures": (3, 3), "captions": (3, 3)}


def test_scores_by_a_plain_loop(model: DualEncoder, pictures: Pictures) -> None:
    questions = [
        Question((View("red"), View("blue")), ("a red wall", "a blue wall and a red floor", "a ball")),
        Question((View("half", (4, 0, 8, 8)),), ("a red wall", "the blue ball")),
        Question((View("half"),), ("a green wall",)),
    ]
    images = {
        View("red"): pictures(["red"]),
        View("blue"): pictures(["blue"]),
        View("half", (4, 0, 8, 8)): pictures(["blue"]),
        View("half"): pictures(["half"]),
    }
    for batch_size in (1, 3):
        answers = answer(model, questions, pictures, batch_size=batch_size)
        for question, given in zip(questions, answers, strict=True):
            assert given.scores.shape == (len(question.views), len(question.texts))
            for v, view in enumerate(question.views):
                for t, text in enumerate(question.texts):
                    tokens = model.tokenizer(text, return_tensors="pt")
                    vector = model.encode_text(tokens["input_ids"], tokens["attention_mask"])[0].detach()
                    score = float(model.encode_image(images[view])[0] @ vector)
                    assert float(given.scores[v, t]) == pytest.approx(score, abs=1e-6)
                    assert given.vectors[t].tolist() == pytest.approx(vector.tolist(), abs=1e-6)


def test_a_matching_head_has_the_last_word(matcher: DualEncoder, pictures: Pictures) -> None:
    found = evaluate_choice(matcher, ROWS, pictures)
    assert found.own[CONTRAST].right == 1  # the head says the contrary of the vectors


def test_one_picture_has_no_other(model: DualEncoder, pictures: Pictures) -> None:
    found = evaluate_choice(model, ROWS[:1], pictures)
    assert (found.other, found.auc, found.mirror_auc, found.shuffled) == (None, None, {}, None)


def test_nothing_to_choose(model: DualEncoder, pictures: Pictures) -> None:
    with pytest.raises(InputError, match="no caption has a negative"):
        evaluate_choice(model, [ROWS[1]], pictures)


def test_what_the_model_cuts_to_its_caption_is_left_out(model: DualEncoder, pictures: Pictures) -> None:
    long = "a red wall and " + "the floor of " * 6
    rows = [
        *ROWS,
        row("red", long + "a red box", contrast=long + "a blue box", roles="a blue wall and " + "the floor of " * 6),
        row("blue", long + "a ball", contrast=long + "a box"),  # nothing is left of it
    ]
    found = evaluate_choice(model, rows, pictures)
    assert found.cut_alike == 2
    assert found.captions == 4
    assert {kind: choice.made for kind, choice in found.own.items()} == {"all": 5, CONTRAST: 3, ROLES: 2}
    assert evaluate_choice(model, ROWS, pictures).cut_alike == 0
    with pytest.raises(InputError, match="the model cuts 1 to what it sees"):
        evaluate_choice(model, rows[-1:], pictures)
