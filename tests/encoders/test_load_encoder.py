from __future__ import annotations

import pytest

from capaug.encoders import load_encoder, resolve_device
from capaug.encoders.embedded import EmbeddedEncoder
from capaug.errors import UsageError


def test_embedded_is_the_encoder_that_ships() -> None:
    encoder = load_encoder("embedded")
    assert isinstance(encoder, EmbeddedEncoder)
    assert encoder.name == "embedded"


def test_the_cpu_is_always_there() -> None:
    assert resolve_device("cpu") == "cpu"


@pytest.mark.parametrize(("cuda", "mps", "best"), [(2, True, "cuda"), (0, True, "mps"), (0, False, "cpu")])
def test_auto_is_the_best_device(monkeypatch: pytest.MonkeyPatch, cuda: int, mps: bool, best: str) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: cuda > 0)
    monkeypatch.setattr("torch.cuda.device_count", lambda: cuda)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: mps)
    assert resolve_device("auto") == best


def test_one_of_several_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.device_count", lambda: 2)
    assert resolve_device("cuda:1") == "cuda:1"
    with pytest.raises(UsageError, match="'cuda:2' is not there"):
        resolve_device("cuda:2")


@pytest.mark.parametrize("device", ["cuda", "cuda:0", "mps"])
def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch, device: str) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
    with pytest.raises(UsageError, match=f"'{device}' is not there"):
        resolve_device(device)


@pytest.mark.parametrize("device", ["gpu", "", "cuda:", "cuda:x", "cpu:0", "CUDA"])
def test_an_unknown_device(device: str) -> None:
    with pytest.raises(UsageError, match="unknown device"):
        resolve_device(device)
    with pytest.raises(UsageError, match="unknown device"):
        load_encoder("embedded", device)
