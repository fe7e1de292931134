"""A small batch with everything that may happen in one: siblings, rows without negatives, half-filled rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize


@dataclass(frozen=True)
class Batch:
    """What the losses take, in float64."""

    image: Tensor  # [B, D]
    text: Tensor  # [B, D]
    negatives: Tensor  # [B, K, D]
    negative_mask: Tensor  # bool [B, K]
    image_ids: Tensor  # int64 [B]

    def to(self, where: str | torch.dtype | torch.device) -> Batch:
        """The same on a device, or with embeddings of another type."""
        moved = {}
        for field in fields(self):
            tensor = getattr(self, field.name)
            if not isinstance(where, torch.dtype) or tensor.is_floating_point():
                moved[field.name] = tensor.to(where)
        return replace(self, **moved)


def make_batch(seed: int = 0, size: int = 6, negatives: int = 3, width: int = 5) -> Batch:
    generator = torch.Generator().manual_seed(seed)

    def embeddings(*shape: int) -> Tensor:
        return normalize(torch.randn(*shape, width, generator=generator, dtype=torch.float64), dim=-1)

    mask = torch.rand(size, negatives, generator=generator) < 0.6
    mask[1] = False  # a caption without any
    mask[2] = True
    image_ids = torch.arange(size) + 40
    image_ids[3] = image_ids[0]  # rows 0 and 3 show one image
    return Batch(embeddings(size), embeddings(size), embeddings(size, negatives), mask, image_ids)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def batch() -> Batch:
    return make_batch()


@pytest.fixture
def new_batch() -> Callable[..., Batch]:
    return make_batch


@pytest.fixture
def numbers() -> Callable[..., Tensor]:
    """Normal float64 numbers of a shape, the same for the same seed."""

    def make(*shape: int, seed: int = 0) -> Tensor:
        return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)

    return make
