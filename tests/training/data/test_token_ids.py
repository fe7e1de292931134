"""Token ids of tokenizers that are functions, as those of open_clip."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.collator import Collator
from capaug.training.data.token_ids import TokenIds

START, END, CONTEXT = 1000, 1001, 8


def tokenizer(texts: list[str]) -> Tensor:
    """The length of each word between a start and an end, cut to ``CONTEXT`` with the end kept, zeros behind."""
    ids = torch.zeros(len(texts), CONTEXT, dtype=torch.int64)
    for row, text in zip(ids, texts, strict=True):
        numbers = [START, *map(len, text.split()), END] if text else []
        numbers = [*numbers[: CONTEXT - 1], END] if len(numbers) > CONTEXT else numbers
        row[: len(numbers)] = torch.tensor(numbers, dtype=torch.int64)
    return ids


@pytest.mark.parametrize(
    ("max_length", "expected"),
    [
        (77, [START, 1, 2, 3, 4, 5, 6, END]),
        (8, [START, 1, 2, 3, 4, 5, 6, END]),
        (5, [START, 1, 2, 3, END]),
        (1, [END]),
    ],
)
def test_a_text_that_is_cut_keeps_its_end(max_length: int, expected: list[int]) -> None:
    texts = ["a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh", "a", ""]
    whole, short, empty = TokenIds(tokenizer, max_length).ids(texts)
    assert whole == expected
    assert short == ([START, 1, END] if max_length > 2 else [END])
    assert empty == []


@pytest.mark.parametrize("max_length", [5, 77])
def test_a_negative_that_the_function_cuts_to_its_caption_is_none(max_length: int) -> None:
    """Also where it is the function that cuts, as its context is shorter than ``max_length``."""
    caption = "a bb ccc dddd eeeee ffffff ggggggg"
    negatives = (Variant(f"{caption}ggg", "mine.behind", ()), Variant(f"aaa{caption}", "mine.before", ()))
    row = AugmentedCaption("1", "1.0", caption, "own", "all", SceneGraph(), (), negatives)
    batch = Collator(tokenizer, negatives=2, max_length=max_length)([row])
    assert batch["negative_mask"].tolist() == [[True, False]]
    assert batch["negative_input_ids"][0, 0, 1] == 4
