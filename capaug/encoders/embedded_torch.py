"""The embedded encoder on a GPU: the same weights through torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from capaug.encoders.embedded import SAID_PER_STATE, STATE_LIMIT, WEIGHTS, EmbeddedEncoder


class TorchEmbeddedEncoder(EmbeddedEncoder):
    """What :class:`capaug.encoders.embedded.EmbeddedEncoder` computes, on a torch device; it agrees to rounding."""

    texts_at_once = 1 << 12
    block_words = 1 << 14

    def __init__(self, device: str, weights: Path = WEIGHTS) -> None:
        """Load ``weights`` onto ``device``, a torch device that is there."""
        super().__init__(weights)
        self.device = device
        self._on_device = {
            "convolutions": torch.from_numpy(self._convolutions).to(device),
            "biases": torch.from_numpy(self._biases).to(device),
            "projection": torch.from_numpy(self._projection).to(device),
        }

    def _forget_words(self) -> None:
        super()._forget_words()
        self._sent = 0  # rows of the table that are on the device
        self._device_table: torch.Tensor | None = None

    def _words_on_device(self) -> torch.Tensor:
        """The word table, with the words that were met since the last call."""
        known = self._used
        if self._device_table is None or self._device_table.shape[1] < self._table.shape[1]:
            self._device_table, self._sent = torch.from_numpy(self._table).to(self.device), known
        elif self._sent < known:
            new = torch.from_numpy(self._table[:, self._sent : known].copy())
            self._device_table[:, self._sent : known] = new.to(self.device)
            self._sent = known
        return self._device_table

    @torch.inference_mode()
    def _encode_rows(self, texts: list[list[int]]) -> NDArray[np.float32]:
        longest = len(texts[0])
        padded = [rows + [0] * (longest - len(rows)) for rows in texts]
        words = torch.tensor(padded).to(self.device)  # [texts, words], 0 after the last
        inside = words > 0
        mask = inside[:, :, None].float()
        states, centre, after, passing, *neighbours = (part[words].float() for part in self._words_on_device())
        running = passing.double().cumsum(1)  # running sums pass 2**24 no sooner than a text is long
        change = centre + (running + after.double().sum(1, keepdim=True)).float()
        for far in range(1, min(self._reach, longest - 1) + 1):
            change[:, far:] += neighbours[self._reach - far][:, :-far]
            change[:, :-far] += neighbours[self._reach + far - 1][:, far:]
        change = (change / SAID_PER_STATE + self._on_device["biases"][0]).round()
        states = (states + change.relu() * mask).clamp(max=STATE_LIMIT)
        shrinkages = (self._state_scales[1:] / self._state_scales[:-1]).tolist()
        for (left, middle, right), step, bias, shrinkage in zip(
            self._on_device["convolutions"],
            self._steps[1:].tolist(),
            self._on_device["biases"][1:],
            shrinkages,
            strict=True,
        ):
            change = states @ middle
            change[:, 1:] += states[:, :-1] @ left
            change[:, :-1] += states[:, 1:] @ right
            states = (states * shrinkage).round() + (change * step + bias).round().relu() * mask
            states = states.clamp(max=STATE_LIMIT)
        mean = (states.sum(1) / mask.sum(1)).round()
        most = states.masked_fill(~inside[:, :, None], -STATE_LIMIT).amax(1)
        vectors = functional.normalize(torch.cat([mean, most], dim=1) @ self._on_device["projection"], dim=1)
        return vectors.cpu().numpy()
