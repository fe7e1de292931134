from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("transformers")
torch = pytest.importorskip("torch")

CAPTIONS = [
    "a dog chasing a cat",
    "a cat chasing a dog",
    "a man and a woman riding a brown horse on the beach near the sea",
    "a horse",
]


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def captions() -> list[str]:
    return CAPTIONS


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    from capaug.training.data.tokenizer import train_tokenizer

    return train_tokenizer(CAPTIONS * 2)


@pytest.fixture
def pictures() -> torch.Tensor:
    return torch.randn(len(CAPTIONS), 3, 112, 112)


@pytest.fixture
def texts(tokenizer: Any) -> dict[str, torch.Tensor]:
    return dict(tokenizer(CAPTIONS, padding=True, return_tensors="pt"))
