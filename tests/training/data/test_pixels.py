from __future__ import annotations

import pickle

import numpy as np
import pytest
import torch
from PIL import Image

from capaug.training.data.pixels import SquareImages

PICTURE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8))


def test_pixels_are_standardised_by_channel() -> None:
    images = SquareImages(8, mean=(0.5, 0.0, 1.0), deviation=(0.5, 1.0, 2.0))
    grey = Image.new("RGB", (20, 10), (51, 102, 153))
    expected = torch.tensor([-0.6, 0.4, -0.2]).view(1, 3, 1, 1).expand(1, 3, 8, 8)
    torch.testing.assert_close(images([grey]), expected)


def test_reading_and_standardising_are_two_steps() -> None:
    images = SquareImages(8)
    pixels = images.read(PICTURE)
    assert (pixels.dtype, pixels.shape) == (torch.uint8, (3, 8, 8))
    torch.testing.assert_close(images.normalise(pixels[None]), images([PICTURE]))


def test_the_whole_picture_is_seen() -> None:
    wide = Image.new("RGB", (200, 50))
    wide.paste((255, 255, 255), (0, 0, 50, 50))
    pixels = SquareImages(8).read(wide)[0]
    assert (pixels[:, :2] > 220).all() and (pixels[:, 3:] < 32).all()


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "1"])
def test_every_mode_is_read(mode: str) -> None:
    assert SquareImages(8)([PICTURE.convert("RGB").convert(mode)]).shape == (1, 3, 8, 8)


def test_it_can_be_sent_to_a_worker() -> None:
    images = SquareImages(8)
    torch.testing.assert_close(pickle.loads(pickle.dumps(images))([PICTURE]), images([PICTURE]))
