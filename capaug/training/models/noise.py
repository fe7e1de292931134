"""AsCL's Asymmetry-I in feature space: negatives made from the token features of true texts (authors' code).

Two faults of that code are mended: dropout is drawn here and not by a ``Dropout`` module, so it works in eval mode
too; and shuffled features keep their gradient, to the tokens and so to the projection that made them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from capaug.errors import UsageError

OPERATIONS = ("gaussian", "dropout", "shuffle", "zero")


class FeatureNoise(nn.Module):
    """One of four corruptions of token features, drawn anew at each call.

    * ``gaussian``: N(0, ``deviation``) is added.
    * ``dropout``: each number is zeroed with probability ``p``, the others are scaled by 1 / (1 - p).
    * ``shuffle``: tokens change places. Our reading: half of the features, drawn anew, move, and the others stay. A
      fusion that attends over words and takes means, as AsCL's, scores whole tokens the same in any order, so that a
      shuffle of those would be the positive again.
    * ``zero``: one feature of all tokens is zeroed, or one token (a coin decides).

    No output is an exact copy: a text that an operation happens to leave as it was gets Gaussian noise. Dropout and
    zeroing keep the gradient of what they leave in place, the others that of all.
    """

    def __init__(self, deviation: float = 1.0, p: float = 0.5) -> None:
        """``deviation`` is that of the Gaussian noise, ``p`` the probability of dropout; defaults are the authors'."""
        super().__init__()
        self.deviation, self.p = deviation, p

    def forward(
        self,
        tokens: Tensor,
        mask: Tensor | None = None,
        *,
        operation: str | None = None,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """Corrupted features [B, L, D] of ``tokens`` [B, L, D].

        Args:
            tokens: token features.
            mask: [B, L], 0 or False on the padding, which stays where it is; None where there is none.
            operation: one of ``OPERATIONS``; drawn if None.
            generator: where the draws come from; torch's global state if None. One of the CPU gives the same draws
                wherever the tokens are.

        Raises:
            UsageError: no operation has that name.
        """
        draw = Draw(tokens, generator)
        if operation is None:
            operation = OPERATIONS[int(draw.uniform((1,)) * len(OPERATIONS))]
        real = torch.ones_like(tokens[..., 0], dtype=torch.bool) if mask is None else mask.bool()
        noisy = tokens + self.deviation * draw.normal(tokens.shape)
        if operation == "gaussian":
            return noisy
        if operation == "dropout":
            corrupted = tokens * (draw.uniform(tokens.shape) >= self.p) / (1 - self.p)
        elif operation == "shuffle":
            corrupted = shuffle(tokens, real, draw)
        elif operation == "zero":
            corrupted = zero(tokens, real, draw)
        else:
            raise UsageError(f"unknown noise {operation!r}; known: {', '.join(OPERATIONS)}")
        same = ((corrupted == tokens) | ~real[..., None]).flatten(1).all(dim=1)  # [B]
        return torch.where(same[:, None, None], noisy, corrupted)


class Draw:
    """Random numbers, drawn where the generator is and moved to where the tokens are."""

    def __init__(self, tokens: Tensor, generator: torch.Generator | None) -> None:
        """Numbers of the type and for the device of ``tokens``."""
        self._tokens, self._generator = tokens, generator
        self._device = tokens.device if generator is None else generator.device

    def normal(self, shape: tuple[int, ...]) -> Tensor:
        """N(0, 1) numbers of the tokens' type."""
        return torch.randn(shape, generator=self._generator, device=self._device).to(self._tokens)

    def uniform(self, shape: tuple[int, ...]) -> Tensor:
        """float32 numbers in [0, 1)."""
        return torch.rand(shape, generator=self._generator, device=self._device).to(self._tokens.device)


def shuffle(tokens: Tensor, real: Tensor, draw: Draw) -> Tensor:
    """``tokens`` [B, L, D] with half of the features of each real token at another real token's place."""
    count, length, width = tokens.shape
    # Real tokens in a random order, the padding after them; then each takes the features of the next in that order,
    # and the last those of the first, so that with two tokens or more none keeps its own.
    order = (draw.uniform((count, length)) + 2 * ~real).argsort(dim=1)  # [B, L]
    counts = real.sum(dim=1, keepdim=True)
    rank = torch.arange(length, device=tokens.device).expand(count, length)
    following = order.gather(1, torch.where(rank + 1 < counts, rank + 1, torch.where(rank < counts, 0, rank)))
    source = torch.empty_like(order).scatter_(1, order, following)
    moved = tokens.gather(1, source[..., None].expand(-1, -1, width))
    moves = draw.uniform((count, width)).argsort(dim=1) < (width + 1) // 2  # [B, D]
    return torch.where(moves[:, None, :], moved, tokens)


def zero(tokens: Tensor, real: Tensor, draw: Draw) -> Tensor:
    """``tokens`` [B, L, D] without one feature, or without one real token."""
    count, length, width = tokens.shape
    feature = torch.nn.functional.one_hot((draw.uniform((count,)) * width).long(), width)[:, None, :].bool()
    chosen = torch.where(real, draw.uniform((count, length)), -1).argmax(dim=1)
    token = torch.nn.functional.one_hot(chosen, length)[:, :, None].bool()
    coin = draw.uniform((count, 1, 1)) < 0.5
    return tokens.masked_fill(torch.where(coin, feature, token), 0)
