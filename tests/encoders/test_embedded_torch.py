from __future__ import annotations

import numpy as np
import pytest

from capaug.encoders import load_encoder
from capaug.encoders.embedded import EmbeddedEncoder
from capaug.encoders.embedded_torch import TorchEmbeddedEncoder
from capaug.errors import UsageError

torch = pytest.importorskip("torch")

TEXTS = [
    "A brown horse pulls a cart through the snow",
    "a cart that is pulled by a brown horse",
    "bread",
    "",
    "Three kids in yellow raincoats jump into a puddle beside a parked bus while their teacher is watching them",
    "zxqv 一只狗",
    "rain " * 400,
]


def test_torch_agrees_with_numpy() -> None:
    vectors = TorchEmbeddedEncoder("cpu").encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, EmbeddedEncoder().encode(TEXTS), atol=1e-5)


def test_words_met_later_reach_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TorchEmbeddedEncoder, "block_words", 20)
    encoder, plain = TorchEmbeddedEncoder("cpu"), EmbeddedEncoder()
    for number in (5, 2000):  # the second time the word table has to grow
        texts = [f"thing{count} under a thing{count + 1}" for count in range(number)]
        np.testing.assert_allclose(encoder.encode(texts), plain.encode(texts), atol=1e-5)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_gpu_agrees_with_numpy() -> None:
    np.testing.assert_allclose(
        load_encoder("embedded", "cuda").encode(TEXTS), EmbeddedEncoder().encode(TEXTS), atol=5e-3
    )


def test_cuda_is_used_where_it_is_named_and_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert type(load_encoder("embedded", "auto")) is EmbeddedEncoder
    with pytest.raises(UsageError, match="'cuda' is not there"):
        load_encoder("embedded", "cuda")
