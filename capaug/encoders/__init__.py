"""Text encoders for the embedding filter: the one that ships, and any model of the transformers library."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from capaug.encoders.base import TextEncoder
from capaug.errors import UsageError, did_you_mean, installing
from capaug.registry import ENCODERS

__all__ = ["Precision", "TextEncoder", "device_of_worker", "load_encoder", "resolve_device"]

Precision = Literal["auto", "float32", "half"]
DEVICES = ("auto", "cpu", "cuda", "mps")


def load_encoder(name: str, device: str = "auto", precision: Precision = "auto") -> TextEncoder:
    """Load the encoder called ``name``: one that is registered (``embedded``), or a transformers model.

    Args:
        name: of a registered encoder, or the hub name or folder of a transformers model.
        device: ``cpu``, ``cuda`` (or ``cuda:1``), ``mps``, or ``auto`` for the best one there is; the embedded
            encoder runs on a GPU only where CUDA is named, and is then the same to 5e-3, not to the bit.
        precision: ``float32``; ``half`` for bfloat16 or float16; ``auto`` for half where the device computes bfloat16
            natively (cosines then differ by up to 0.005). The embedded encoder has whole numbers and one precision.

    Raises:
        UsageError: there is no such encoder or device, or the transformers extra is not installed.
    """
    if name in ENCODERS:
        return ENCODERS.get(name)(device)
    from capaug.encoders.transformers import TransformersEncoder

    return TransformersEncoder(name, device, precision)


def load_embedded(device: str = "auto") -> TextEncoder:
    """Load the encoder that ships; on a GPU only where CUDA is named.

    Raises:
        UsageError: there is no such device, or torch, which a GPU asks for, is not installed.
    """
    if check_device_name(device)[0] == "cuda":
        place = resolve_device(device)  # also says so where there is no torch
        from capaug.encoders.embedded_torch import TorchEmbeddedEncoder

        return TorchEmbeddedEncoder(place)
    from capaug.encoders.embedded import EmbeddedEncoder

    return EmbeddedEncoder()


def resolve_device(device: str) -> str:
    """The torch device that ``device`` stands for: ``auto`` is CUDA, else MPS, else the CPU, as it is without torch.

    Raises:
        UsageError: no device has that name, or it is not there.
    """
    kind, number = check_device_name(device)
    if kind == "cpu":
        return "cpu"
    if find_spec("torch") is None:
        if kind == "auto":
            return "cpu"
        raise UsageError(f"device {device!r} needs torch; install it with: {installing('torch')}")

    import torch

    cuda_devices = torch.cuda.device_count() if torch.cuda.is_available() else 0
    mps = torch.backends.mps.is_available()
    if kind == "auto":
        return "cuda" if cuda_devices else "mps" if mps else "cpu"
    if kind == "mps" and not mps:
        raise UsageError("device 'mps' is not there (torch sees no Apple GPU); use --device cpu")
    if kind == "cuda" and number >= cuda_devices:
        raise UsageError(f"device {device!r} is not there (torch sees {cuda_devices} CUDA devices); use --device cpu")
    return device


def device_of_worker(device: str, worker: int) -> str:
    """The device of the ``worker``-th process of several: they share out the CUDA devices, where there are several.

    ``cuda:1`` means that one for all.
    """
    resolved = resolve_device(device)
    if resolved != "cuda":
        return resolved
    import torch

    return f"cuda:{worker % torch.cuda.device_count()}"


def check_device_name(device: str) -> tuple[str, int]:
    """The kind of ``device`` and its number (0 where it names none).

    Raises:
        UsageError: no device has that name.
    """
    kind, colon, number = device.partition(":")
    if kind not in DEVICES or (colon and not (kind == "cuda" and number.isdecimal())):
        hint = did_you_mean(device, DEVICES)
        raise UsageError(f"unknown device {device!r}{hint}; known: {', '.join(DEVICES)} (one of several: cuda:1)")
    return kind, int(number or 0)
