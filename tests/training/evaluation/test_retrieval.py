"""Recall by ranks, COCO's protocols and groups by length, against plain loops."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch

from capaug.errors import InputError, UsageError
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation import retrieval
from capaug.training.evaluation.features import encode_texts
from capaug.training.evaluation.retrieval import (
    Described,
    Protocol,
    by_length,
    choose,
    evaluate_retrieval,
    ranks,
    read_described,
    recall_of,
)
from capaug.training.evaluation.scoring import silent
from capaug.training.models import load_model
from capaug.training.models.base import DualEncoder, Features


@pytest.mark.parametrize("block", [1, 40, 2**24])
def test_ranks_are_those_of_a_sorted_list(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(retrieval, "BLOCK", block)
    owners = torch.tensor([0, 2, 1, 1, 3, 4, 0, 4, 5, 6])
    scores = torch.randint(0, 6, (7, 10)).float()  # many are equal
    of_images, of_texts = ranks(scores, owners)
    for image in range(7):
        best = max(scores[image, t] for t in range(10) if owners[t] == image)
        before = sum(bool(scores[image, t] >= best) for t in range(10) if owners[t] != image)
        assert of_images[image] == before
    for text in range(10):
        own = scores[owners[text], text]
        assert of_texts[text] == sum(bool(scores[i, text] >= own) for i in range(7) if i != owners[text])


@pytest.mark.parametrize("seed", range(4))
def test_recall_is_that_of_a_sorted_list(seed: int) -> None:
    draws = torch.Generator().manual_seed(seed)
    scores = torch.rand(7, 16, generator=draws)
    owners = torch.cat([torch.arange(7), torch.randint(0, 7, (9,), generator=draws)])
    given, images, texts = scores.tolist(), range(7), range(16)
    of_images, of_texts = ranks(scores, owners)
    for k in (1, 3, 16):
        hits = [any(owners[t] == i for t in sorted(texts, key=lambda t: -given[i][t])[:k]) for i in images]
        back = [int(owners[t]) in sorted(images, key=lambda i: -given[i][t])[:k] for t in texts]
        assert recall_of(of_images, [k])[k] == pytest.approx(sum(hits) / 7)
        assert recall_of(of_texts, [k])[k] == pytest.approx(sum(back) / 16)


def test_a_model_that_scores_all_alike_recalls_nothing() -> None:
    for found in ranks(torch.ones(3, 3), torch.arange(3)):
        assert recall_of(found, (1, 2, 3)) == {1: 0.0, 2: 0.0, 3: 1.0}


def test_known_colors_are_found(model: DualEncoder, pictures: Pictures) -> None:
    model.train()
    described = [
        Described("red", ("a red wall", "the floor is red")),
        Described("green", ("a green ball",)),
        Described("blue", ("a red and green box",)),  # a wrong caption
    ]
    found = evaluate_retrieval(model, described, pictures, batch_size=2)
    assert model.training
    assert (found.images, found.captions) == (3, 4)
    assert found.recall.image_to_text[1] == pytest.approx(2 / 3)
    assert found.recall.text_to_image[1] == pytest.approx(3 / 4)
    assert found.recall.image_to_text[5] == 1
    assert found.recall.r_sum == pytest.approx(100 * (2 / 3 + 3 / 4 + 4))
    assert found.alignment == pytest.approx((0 + 0 + 0 + 2) / 4, abs=0.02)
    assert found.image_uniformity == pytest.approx(-4, abs=1e-3)  # all three are at right angles


def test_all_batch_sizes_give_the_same(model: DualEncoder, pictures: Pictures) -> None:
    described = [Described("red", ("a red wall",)), Described("green", ("a green ball", "the blue floor"))]
    first, second = (evaluate_retrieval(model, described, pictures, batch_size=size) for size in (1, 64))
    assert first.recall == second.recall
    assert first.text_uniformity == pytest.approx(second.text_uniformity)


def test_a_model_that_compares_tokens_has_no_alignment(model: DualEncoder, folder: Path) -> None:
    from capaug.training.data.pictures import open_pictures

    fused = load_model("tiny", tokenizer=model.tokenizer, fusion="asymmetry")
    described = [Described("red", ("a red wall",)), Described("green", ("a green ball",))]
    found = evaluate_retrieval(fused, described, Pictures(open_pictures(folder), fused.images), batch_size=1)
    assert (found.alignment, found.image_uniformity, found.text_uniformity) == (None, None, None)
    assert found.recall.image_to_text[5] == 1


def test_scores_without_padding_are_those_with_it(monkeypatch: pytest.MonkeyPatch, model: DualEncoder) -> None:
    fused = load_model("tiny", tokenizer=model.tokenizer, fusion="asymmetry").eval()
    texts = ["a red wall", "blue", "the floor and the ball of the box is red", "a box", "red", "the ball is not green"]
    with torch.no_grad():
        pictures = fused.image_features(torch.randn(3, 3, *fused.images.size))
        captions = encode_texts(fused, texts)
        expected = fused.similarity(pictures, captions)
        assert captions.mask is not None
        lengths = sorted(captions.mask.sum(dim=1).tolist())
        widths = []

        def similarity(images: Features, texts: Features) -> torch.Tensor:
            widths.append(texts.tokens.shape[1])
            return type(fused).similarity(fused, images, texts)

        monkeypatch.setattr(fused, "similarity", similarity)
        monkeypatch.setattr(retrieval, "GROUP", 2)
        found = retrieval._scores(fused, pictures, captions, silent)
    assert widths == lengths[1::2] and widths[0] < widths[-1]
    assert torch.allclose(found, expected, atol=1e-6)
    assert expected.std() > 1e-4


def test_folds_are_ranked_apart(monkeypatch: pytest.MonkeyPatch, model: DualEncoder, pictures: Pictures) -> None:
    monkeypatch.setitem(retrieval.PROTOCOLS, "whole", Protocol(4, 1, 2))
    monkeypatch.setitem(retrieval.PROTOCOLS, "folds", Protocol(4, 2, 2))
    described = [
        Described("red", ("a red wall", "the red box", "a blue floor")),  # the third is not in the protocol
        Described("green", ("a green box",)),
        Described("42", ("a green ball",)),  # the same color as the one before: both are missed, unless ranked apart
        Described("blue", ("the blue floor",)),
        Described("half", ("a ball",)),  # beyond the protocol
    ]
    whole = evaluate_retrieval(model, described, pictures, protocol="whole")
    folds = evaluate_retrieval(model, described, pictures, protocol="folds")
    assert (whole.images, whole.captions) == (folds.images, folds.captions) == (4, 5)
    assert folds.recall.image_to_text[1] == folds.recall.text_to_image[1] == 1
    assert whole.recall.image_to_text[1] == 1 / 2
    assert whole.recall.text_to_image[1] == pytest.approx(3 / 5)


def test_the_mean_of_folds_of_unequal_captions() -> None:
    found = retrieval._mean_recall([torch.tensor([0, 3]), torch.tensor([0, 0, 0, 7])])
    assert found[1] == pytest.approx((1 / 2 + 3 / 4) / 2)  # a mean of means, not of all six
    assert found[5] == pytest.approx((1 + 3 / 4) / 2)


def test_protocols_of_coco() -> None:
    described = [Described(str(n), ("one", "two", "three", "four", "five", "six")) for n in range(5003)]
    for name, folds in (("5k", 1), ("1k", 5)):
        chosen, made = choose(described, name)
        assert (len(chosen), made, chosen[-1].image_id) == (5000, folds, "4999")
        assert {len(item.captions) for item in chosen} == {5}
    assert choose([*described, Described("none", ())], None) == (described, 1)
    with pytest.raises(UsageError, match="needs 5,000 pictures with captions, there are 12"):
        choose(described[:12], "1k")
    with pytest.raises(UsageError, match="unknown protocol '2k'"):
        choose(described, "2k")


def test_groups_by_length() -> None:
    captions = ["one", "w " * 7, "w " * 8, "w " * 9, "w " * 14, "w " * 15, "w " * 40]
    groups = by_length(captions, torch.tensor([0, 1, 0, 0, 12, 0, 4]))
    assert [(g.name, g.captions, g.recall[1], g.recall[10]) for g in groups] == [
        ("1-7", 2, 0.5, 1.0),
        ("8-9", 2, 1.0, 1.0),
        ("12-14", 1, 0.0, 0.0),
        ("15 or more", 2, 0.5, 1.0),
    ]


def test_scores_that_are_no_numbers_are_no_success(model: DualEncoder, pictures: Pictures) -> None:
    with torch.no_grad():
        next(model.parameters()).fill_(torch.nan)
    with pytest.raises(InputError, match="no numbers"):
        evaluate_retrieval(model, [Described("red", ("a red wall",))], pictures)


def test_nothing_to_rank(model: DualEncoder, pictures: Pictures) -> None:
    with pytest.raises(InputError, match="no captions"):
        evaluate_retrieval(model, [Described("red", ())], pictures)


def test_captions_are_read_by_image(tmp_path: Path) -> None:
    lists = tmp_path / "lists.parquet"
    pq.write_table(pa.table({"image_id": [7, 8], "captions": [["a dog", "a cat"], ["an owl"]]}), lists)
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"image_id": 7, "caption": "a dog"}\n{"image_id": 8, "caption": "an owl"}\n{"image_id": 7, "caption": "a cat"}'
    )
    coco = tmp_path / "coco.json"
    coco.write_text(
        '{"annotations": [{"id": 1, "image_id": 7, "caption": "a dog"}, {"id": 2, "image_id": 8, "caption": "an owl"},'
        ' {"id": 3, "image_id": 7, "caption": "a cat"}]}'
    )
    for path in (lists, lines, coco):
        assert read_described(path) == [Described("7", ("a dog", "a cat")), Described("8", ("an owl",))]
    with pytest.raises(InputError, match="no such file"):
        read_described(tmp_path / "gone.parquet")
