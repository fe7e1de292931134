"""How fast an encoder is on this machine, and what share of the device's peak that is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from capaug.encoders import load_encoder
from capaug.encoders.embedded import split_words
from capaug.encoders.transformers import TransformersEncoder

if TYPE_CHECKING:
    import torch

SIDE = {"cpu": 1536, "mps": 4096, "cuda": 8192}  # of the square matrices whose product gives the peak
LEAST_SECONDS = 2.0  # of measuring


@dataclass(frozen=True, slots=True)
class Throughput:
    """What an encoder does in a second, splitting into tokens included.

    ``tokens`` are words for the embedded encoder. ``share_of_peak`` sets the multiplications and additions of the
    encoder's matrices against those of one large matrix product in the same precision on the same device; None for
    the embedded encoder, much of whose work is looking things up.
    """

    encoder: str
    device: str
    precision: str
    texts: float
    tokens: float
    share_of_peak: float | None


def measure(name: str, texts: Sequence[str], device: str = "auto") -> Throughput:
    """Encode ``texts`` again and again for a few seconds with the encoder called ``name``.

    Raises:
        UsageError: there is no such encoder or device.
    """
    encoder = load_encoder(name, device)
    texts = list(dict.fromkeys(texts))
    encoder.encode(texts)  # warm
    rounds, began = 0, time.perf_counter()
    while (seconds := time.perf_counter() - began) < LEAST_SECONDS or not rounds:
        encoder.encode(texts)
        rounds += 1
    if not isinstance(encoder, TransformersEncoder):
        words = sum(len(split_words(text)) for text in texts)
        return Throughput(name, "cpu", "float32", rounds * len(texts) / seconds, rounds * words / seconds, None)
    tokens, operations = encoder.operations(texts)
    return Throughput(
        encoder=name,
        device=encoder.device,
        precision=str(encoder.dtype).removeprefix("torch."),
        texts=rounds * len(texts) / seconds,
        tokens=rounds * tokens / seconds,
        share_of_peak=rounds * operations / seconds / peak(encoder.device, encoder.dtype),
    )


def peak(device: str, dtype: torch.dtype) -> float:
    """Multiplications and additions a second of a large matrix product on ``device``: the best of a few."""
    import torch

    side = SIDE[device.partition(":")[0]]
    one, other = (torch.ones(side, side, device=device, dtype=dtype) for _ in range(2))
    best = 0.0
    for _ in range(4):
        _synchronise(device)
        began = time.perf_counter()
        for _ in range(3):
            torch.mm(one, other)
        _synchronise(device)
        best = max(best, 3 * 2 * side**3 / (time.perf_counter() - began))
    return best


def _synchronise(device: str) -> None:
    import torch

    if device.startswith("cuda"):
        torch.cuda.synchronize(device)
    elif device == "mps":
        torch.mps.synchronize()
