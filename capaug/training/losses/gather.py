"""All processes' rows in one tensor, with gradients."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, distributed


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, tensor: Tensor) -> Tensor:
        processes = distributed.get_world_size()
        everywhere = tensor.new_empty((processes * len(tensor), *tensor.shape[1:]))
        distributed.all_gather(list(everywhere.chunk(processes)), tensor.contiguous())
        return everywhere

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        # Each process has a gradient for all rows; the owner of a row needs the sum of what all have for it.
        (gradient,) = gradients
        total = gradient.clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(total)
        return total.chunk(distributed.get_world_size())[distributed.get_rank()]


def is_distributed() -> bool:
    """Whether this process is one of several."""
    return distributed.is_available() and distributed.is_initialized() and distributed.get_world_size() > 1


def gather(tensor: Tensor) -> Tensor:
    """The rows of ``tensor`` of all processes, in the order of their ranks; the tensor itself in a lone process.

    Gather embeddings, generated negatives, masks and image ids alike before a loss sees them, and let every process
    compute the loss of the whole batch. Gradients flow back to the process that owns the row, summed over the
    processes; ``DistributedDataParallel`` then averages over the processes, and what comes out is the gradient of the
    whole batch's loss in one process. Call it in the same order everywhere, with the same shape everywhere: the same
    batch size (``drop_last``) and the same number of negatives a caption. Image ids must mean the same everywhere
    (an index into the data set, not one into the local batch).

    Source: as open_clip gathers features with gradients.

    Args:
        tensor: any type, [B, ...].

    Returns:
        [processes * B, ...].

    Example:
        >>> import torch
        >>> gather(torch.ones(2, 3)).shape  # one process
        torch.Size([2, 3])
    """
    if not is_distributed():
        return tensor
    return _Gather.apply(tensor)
