"""Pictures are flipped and moved by draws of their keys alone."""

from __future__ import annotations

import torch

from capaug.training.loop.moves import flipped, shifted


def test_pictures_are_moved_by_whole_pixels() -> None:
    pixels = torch.arange(2 * 3 * 10 * 10, dtype=torch.float32).view(2, 3, 10, 10)
    moved = shifted(pixels, 0.2, [(0, 0, 1), (0, 0, 2)])
    assert moved.shape == pixels.shape
    for one, other in zip(pixels, moved, strict=True):
        places = [
            (y, x)
            for y in range(-2, 3)
            for x in range(-2, 3)
            if torch.equal(other[:, 2:-2, 2:-2], one[:, 2 + y : 8 + y, 2 + x : 8 + x])
        ]
        assert len(places) == 1
    assert shifted(pixels, 0.0, [(0, 0, 1), (0, 0, 2)]) is pixels


def test_moves_are_drawn_by_seed_step_and_picture() -> None:
    def moves(seed: int, step: int, images: range) -> list[tuple[float, ...]]:
        pixels = torch.arange(100.0).view(1, 1, 10, 10).expand(len(images), 3, 10, 10)
        moved = shifted(pixels, 0.3, [(seed, step, image) for image in images])
        return [tuple(one[0, 5].tolist()) for one in moved]

    whole = moves(0, 0, range(40))
    assert len(set(whole)) > 20  # of 49
    assert whole == moves(0, 0, range(20)) + moves(0, 0, range(20, 40))  # in any batch, so in any process
    assert len({tuple(moves(seed, step, range(40))) for seed in range(3) for step in range(3)}) == 9


def test_half_of_the_free_pictures_are_flipped_whatever_their_batch() -> None:
    pixels = torch.rand(200, 3, 4, 6, generator=torch.Generator().manual_seed(0))
    keys = [(0, 5, image) for image in range(200)]
    free = torch.arange(200) % 4 != 0
    seen = flipped(pixels, free, keys)
    turned = [torch.equal(one.flip(-1), other) for one, other in zip(pixels, seen, strict=True)]
    assert all(turned[k] or torch.equal(pixels[k], seen[k]) for k in range(200))
    assert not any(turned[::4])
    assert 50 < sum(turned) < 100
    assert torch.equal(
        seen, torch.cat([flipped(pixels[:70], free[:70], keys[:70]), flipped(pixels[70:], free[70:], keys[70:])])
    )


def test_no_picture_is_moved_where_there_is_none() -> None:
    none = torch.zeros(0, 3, 4, 6)
    assert shifted(none, 0.3, []).shape == none.shape
    assert flipped(none, torch.zeros(0, dtype=torch.bool), []).shape == none.shape
