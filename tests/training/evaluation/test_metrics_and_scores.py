from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.evaluation.features import Choice, choice_accuracy, evaluate, recall_at_k
from capaug.training.models import load_model


def loop_recall(scores: list[list[float]], owners: list[int], k: int) -> tuple[float, float]:
    """Recall at k by sorting, for scores without ties."""
    images, texts = range(len(scores)), range(len(owners))
    hits = [any(owners[t] == i for t in sorted(texts, key=lambda t: -scores[i][t])[:k]) for i in images if i in owners]
    back = [owners[t] in sorted(images, key=lambda i: -scores[i][t])[:k] for t in texts]
    return sum(hits) / len(hits), sum(back) / len(back)


@pytest.mark.parametrize("seed", range(4))
def test_recall_is_that_of_a_sorted_list(seed: int) -> None:
    draws = torch.Generator().manual_seed(seed)
    scores = torch.rand(7, 16, generator=draws)
    owners = torch.cat([torch.arange(7), torch.randint(0, 7, (9,), generator=draws)])
    recall = recall_at_k(scores, owners, ks=(1, 3, 16))
    for k in (1, 3, 16):
        expected = loop_recall(scores.tolist(), owners.tolist(), k)
        assert (recall.image_to_text[k], recall.text_to_image[k]) == pytest.approx(expected)
    assert recall.image_to_text[16] == recall.text_to_image[16] == 1


def test_images_without_captions_are_not_asked() -> None:
    recall = recall_at_k(torch.tensor([[0.9, 0.8], [0.1, 0.2], [0.5, 0.1]]), torch.tensor([0, 0]), ks=(1,))
    assert recall.image_to_text == {1: 1.0}
    assert recall.text_to_image == {1: 1.0}


def test_a_model_that_scores_all_alike_recalls_nothing() -> None:
    recall = recall_at_k(torch.ones(3, 3), torch.arange(3), ks=(1, 3))
    assert recall.image_to_text == recall.text_to_image == {1: 0.0, 3: 1.0}
    assert recall.r_sum == pytest.approx(200)


def test_a_broken_model_is_told_and_not_praised() -> None:
    scores = torch.eye(3)
    scores[1, 2] = torch.nan
    with pytest.raises(InputError, match="no numbers"):
        recall_at_k(scores, torch.arange(3))


def test_choice_by_kind() -> None:
    own, negatives = torch.tensor([0.5, 0.5, 0.5, 0.5]), torch.tensor([0.4, 0.6, 0.5, 0.1])
    found = choice_accuracy(own, negatives, ["b", "b", "a", "a"])
    assert found == {"all": Choice(2.5, 4), "a": Choice(1.5, 2), "b": Choice(1.0, 2)}
    assert found["a"].accuracy == 0.75
    assert choice_accuracy(torch.empty(0), torch.empty(0), []) == {"all": Choice(0.0, 0)}


def make_rows() -> list[AugmentedCaption]:
    def row(image: str, k: int, caption: str, *negatives: str) -> AugmentedCaption:
        variants = tuple(Variant(text, "asymmetry_1.object", ()) for text in negatives)
        return AugmentedCaption(image, f"{image}.{k}", caption, "own", "all", SceneGraph(), (), variants)

    return [
        row("0", 0, "a red ball", "a blue ball", "a red box"),
        row("0", 1, "a ball that is red and lies on a table"),
        row("1", 0, "a blue box", "a blue ball"),
    ]


def images(ids: list[str]) -> Tensor:
    draws = [torch.Generator().manual_seed(int(i)) for i in ids]
    return torch.stack([torch.randn(3, 112, 112, generator=draw) for draw in draws])


@pytest.mark.parametrize("fusion", ["none", "cross_attention", "asymmetry"])
def test_scores_are_those_of_single_pairs(fusion: str) -> None:
    """Neither batches nor padding, nor which picture is the true one, changes a score."""
    rows = make_rows()
    torch.manual_seed(0)
    tokenizer = train_tokenizer([row.caption for row in rows] * 3)
    model = load_model("tiny", tokenizer=tokenizer, fusion=fusion).train()
    recall, choice = evaluate(model, rows, images, {"0": "1", "1": "0"})
    assert model.training
    assert choice["asymmetry_1.object"].made == 3
    model.eval()

    def score(image: str, text: str) -> Any:
        tokens = tokenizer([text], return_tensors="pt")
        picture, words = model.image_features(images([image])), model.text_features(**tokens)
        if fusion == "cross_attention":  # the head and the contrastive logit
            logits = model.match(picture.tokens, words.tokens, words.mask)  # type: ignore[operator]
            return float(logits[0, 1] - logits[0, 0] + model.scale() * model.pair_similarity(picture, words))
        return float(model.pair_similarity(picture, words))

    with torch.no_grad():
        right = [
            score(other, row.caption) > score(other, negative.text)
            for row, other in zip(rows, ("1", "1", "0"), strict=True)
            for negative in row.negatives
        ]
    assert choice["all"].right == sum(right)
    assert set(recall.image_to_text) == {1, 5, 10}


def test_rows_without_negatives(tmp_path: Path) -> None:
    rows = [row for row in make_rows() if not row.negatives] * 2
    tokenizer = train_tokenizer(["a ball that is red and lies on a table"] * 3)
    model = load_model("tiny", tokenizer=tokenizer)
    assert evaluate(model, rows, images)[1]["all"].made == 0
