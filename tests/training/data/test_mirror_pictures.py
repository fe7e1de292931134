"""Mirrors in a batch: whose they are, that their pictures are loaded, and that texts are drawn as without them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from capaug.errors import UsageError
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.collator import Collator
from capaug.training.data.mirror_pictures import placed_anew
from capaug.training.data.tokenizer import train_tokenizer

COLORS = ("red", "green", "blue", "gray")


def make_row(image: int) -> AugmentedCaption:
    negatives = tuple(Variant(f"a {color} wall", "attribute_replace.contrast", ()) for color in COLORS[1:])
    return AugmentedCaption(str(image), f"{image}.0", "a red wall", "own", "all", SceneGraph(), (), negatives)


ROWS = [make_row(image) for image in range(5)]
# of the blue and the gray negative; the picture of number n is all n
MIRRORS = {(str(image), f"{image}.0", place): (str(10 * image + place), "77") for image in range(4) for place in (1, 2)}


def images(ids: list[str]) -> Tensor:
    return torch.tensor([float(one) for one in ids])[:, None, None, None].expand(-1, 3, 2, 2)


def collator(**options: object) -> Collator:
    return Collator(train_tokenizer(["a red wall", *(f"a {color} wall" for color in COLORS)] * 2), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("negatives", [1, 2, 3])
def test_a_mirror_is_of_a_negative_that_was_drawn(negatives: int) -> None:
    collate = collator(negatives=negatives, images=images, mirrors=MIRRORS)
    tokenizer = train_tokenizer(["a red wall", *(f"a {color} wall" for color in COLORS)] * 2)
    seen = set()
    for epoch in range(12):
        collate.set_epoch(epoch)
        batch = collate(ROWS)
        assert batch["mirror_pixel_values"].shape == batch["pixel_values"].shape
        for row in range(5):
            drawn = tokenizer.batch_decode(batch["negative_input_ids"][row], skip_special_tokens=True)
            known = any(color in text for text in drawn for color in ("blue", "gray"))
            assert bool(batch["mirror_mask"][row]) == (known and row < 4)
            picture = batch["mirror_pixel_values"][row].unique().tolist()
            if not batch["mirror_mask"][row]:
                assert picture == [0.0]
                continue
            place = COLORS[1:].index(drawn[int(batch["mirror_negative"][row])].split()[1])
            assert picture[0] in (10 * row + place, 77)
            seen.add(picture[0])
    assert len(seen) > 5  # another one each epoch


def test_texts_are_those_of_a_batch_without_mirrors() -> None:
    with_mirrors = collator(negatives=2, images=images, mirrors=MIRRORS)(ROWS)
    without = collator(negatives=2, images=images)(ROWS)
    assert with_mirrors.keys() - without.keys() == {"mirror_mask", "mirror_negative", "mirror_pixel_values"}
    assert all(torch.equal(without[name], with_mirrors[name]) for name in without)


def test_draws_are_those_of_the_caption_alone() -> None:
    collate = collator(negatives=2, images=images, mirrors=MIRRORS)
    every, one = collate(ROWS), collate(ROWS[2:3])
    assert torch.equal(every["mirror_pixel_values"][2:3], one["mirror_pixel_values"])


def test_a_batch_without_negatives_or_mirrors() -> None:
    for collate in (collator(negatives=0, images=images, mirrors=MIRRORS), collator(images=images, mirrors={})):
        batch = collate(ROWS)
        assert not batch["mirror_mask"].any()
        assert not batch["mirror_pixel_values"].any()


def test_mirrors_need_pictures() -> None:
    with pytest.raises(UsageError, match="the collator needs images"):
        collator(mirrors=MIRRORS)


def test_mirrors_follow_the_negatives_that_are_kept() -> None:
    row = next(row for row in ROWS if len(row.negatives) > 2)
    key = row.image_id, row.caption_id
    mirrors = {(*key, 0): ("a",), (*key, 2): ("b", "c"), ("other", "other.0", 0): ("d",)}
    kept = replace(row, negatives=row.negatives[1:])
    assert placed_anew(mirrors, [row], [kept]) == {(*key, 1): ("b", "c")}
