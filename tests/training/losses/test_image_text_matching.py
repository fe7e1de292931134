"""Image-text matching: the loss against a plain loop, and who is drawn against whom."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from capaug.training.losses import ImageTextMatching, InBatchDraw

MATCHING = ImageTextMatching()


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_it_is_the_plain_loop(numbers: Callable[..., Tensor]) -> None:
    logits = numbers(9, 2)
    labels = torch.tensor([1, 1, 1, 0, -100, 0, 0, 0, -100])
    terms = [
        -math.log(math.exp(row[label]) / (math.exp(row[0]) + math.exp(row[1])))
        for row, label in zip(logits.tolist(), labels.tolist(), strict=True)
        if label != -100
    ]
    assert MATCHING(logits, labels).item() == pytest.approx(sum(terms) / 7, rel=1e-12)


def test_gradients(numbers: Callable[..., Tensor]) -> None:
    labels = torch.tensor([1, 1, 0, -100, 0, 0])
    assert torch.autograd.gradcheck(lambda logits: MATCHING(logits, labels), numbers(6, 2).requires_grad_())


def test_nothing_to_judge_is_zero() -> None:
    logits = torch.randn(3, 2, requires_grad=True)
    loss = MATCHING(logits, torch.full((3,), -100))
    loss.backward()
    assert loss.item() == 0
    assert (logits.grad == 0).all()


def test_labels_are_b_matched_and_2b_mismatched() -> None:
    yes = torch.ones(2, dtype=torch.bool)
    assert MATCHING.labels(yes, yes).tolist() == [1, 1, 0, 0, 0, 0]
    assert MATCHING.labels(torch.tensor([True, False]), yes).tolist() == [1, 1, 0, -100, 0, 0]
    assert MATCHING.labels(yes, torch.tensor([False, True])).tolist() == [1, 1, 0, 0, -100, 0]


def test_the_draw_follows_the_softmax_of_the_similarities() -> None:
    similarities = torch.tensor(
        [[9.0, 1.0, 2.0, 0.0], [0.5, 9.0, 0.0, 1.0], [3.0, 0.0, 9.0, 1.0], [0.0, 2.0, 1.0, 9.0]]
    )
    image_ids = torch.tensor([1, 2, 3, 1])
    texts, images = torch.zeros(4, 4), torch.zeros(4, 4)
    generator, times = seeded(), 4000
    for _ in range(times):
        drawn = MATCHING.draw(similarities, image_ids, generator)
        texts[torch.arange(4), drawn.texts] += 1 / times
        images[torch.arange(4), drawn.images] += 1 / times
    for row in range(4):
        others = [column for column in range(4) if image_ids[column] != image_ids[row]]
        for counts, scores in ((texts, similarities[row]), (images, similarities[:, row])):
            total = sum(math.exp(scores[column]) for column in others)
            for column in range(4):
                share = math.exp(scores[column]) / total if column in others else 0.0
                assert counts[row, column].item() == pytest.approx(share, abs=0.03)
                assert counts[row, column] > 0 or share < 0.01


def test_the_draw_is_the_seeds() -> None:
    similarities = torch.randn(16, 16, generator=seeded())
    first, again = (MATCHING.draw(similarities, generator=seeded(5)) for _ in range(2))
    other = MATCHING.draw(similarities, generator=seeded(6))
    assert first.texts.tolist() == again.texts.tolist()
    assert first.images.tolist() == again.images.tolist()
    assert first.texts.tolist() != other.texts.tolist()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_extreme_similarities_are_drawn_from(dtype: torch.dtype) -> None:
    """At temperature 0.01 all but one column of a softmax underflow."""
    similarities = torch.full((3, 3), -100.0, dtype=dtype)
    similarities[0, 2] = similarities[2, 1] = similarities[1, 0] = 100.0
    drawn = MATCHING.draw(similarities, generator=seeded())
    assert drawn.texts.tolist() == [2, 0, 1]
    assert drawn.images.tolist() == [1, 2, 0]
    assert drawn.found.all()


def test_a_sibling_is_never_drawn() -> None:
    image_ids = torch.tensor([1, 1, 2, 2, 2])
    similarities = torch.where(image_ids == image_ids.unsqueeze(1), 100.0, -100.0)  # siblings look alike
    generator = seeded()
    for _ in range(50):
        drawn = MATCHING.draw(similarities, image_ids, generator)
        assert (image_ids[drawn.texts] != image_ids).all()
        assert (image_ids[drawn.images] != image_ids).all()


@pytest.mark.parametrize("image_ids", [[7], [7, 7, 7]])
def test_a_batch_of_one_image_has_nothing_to_draw(image_ids: list[int]) -> None:
    size = len(image_ids)
    drawn = MATCHING.draw(torch.randn(size, size), torch.tensor(image_ids), seeded())
    assert not drawn.found.any()
    assert drawn.texts.tolist() == drawn.images.tolist() == list(range(size))
    assert MATCHING.labels(drawn.found, drawn.found).tolist() == [1] * size + [-100] * 2 * size


def drawn_texts(*rows: int, found: bool = True) -> InBatchDraw:
    texts = torch.tensor(rows)
    return InBatchDraw(texts, texts, torch.full((len(rows),), found))


def test_generated_negatives_come_first_and_the_draw_is_the_fallback() -> None:
    there = torch.tensor([[False, True], [False, False], [True, False]])
    chosen = MATCHING.choose_texts(there, drawn_texts(1, 2, 0), seeded())
    assert chosen.generated.tolist() == [True, False, True]
    assert chosen.place.tolist() == [1, 2, 0]
    texts = torch.tensor([[10], [20], [30]])
    negatives = torch.tensor([[[11], [12]], [[21], [22]], [[31], [32]]])
    assert chosen.take(texts, negatives).tolist() == [[12], [30], [31]]


def test_a_generated_negative_needs_nothing_to_draw() -> None:
    there = torch.tensor([[True], [False]])
    chosen = MATCHING.choose_texts(there, drawn_texts(0, 1, found=False), seeded())
    assert chosen.found.tolist() == [True, False]


@pytest.mark.parametrize("there", [None, torch.zeros(3, 0, dtype=torch.bool), torch.zeros(3, 2, dtype=torch.bool)])
def test_without_generated_negatives_it_is_albef(there: Tensor | None) -> None:
    chosen = MATCHING.choose_texts(there, drawn_texts(1, 2, 0), seeded())
    assert not chosen.generated.any()
    texts = torch.tensor([10, 20, 30])
    negatives = None if there is None else torch.zeros(there.shape, dtype=torch.long)
    assert chosen.take(texts, negatives).tolist() == [20, 30, 10]


def test_several_generated_negatives_are_as_likely() -> None:
    there = torch.tensor([[True, False, True, True]]).expand(3000, 4)
    chosen = MATCHING.choose_texts(there, drawn_texts(*range(3000)), seeded())
    shares = chosen.place.bincount(minlength=4) / 3000
    assert shares.tolist() == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3], abs=0.03)
