"""The gradients of a step: of one batch, or of several that one pass has no room for.

A contrast is not a mean over batches: each picture is compared with all captions of the step. So several batches are
passed twice, as GradCache does (Gao et al., 2021, arXiv 2101.06983) and open_clip under ``--accum-freq``: first without
gradients, for the vectors of all; the loss over these gives the gradient of each vector; then each batch again, to
carry these on to the weights. What comes out is the gradient of one batch of that size. Objectives that look at more
than vectors (``fam``, ``ascl``, or one of your own) have the mean over the batches, each compared within itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import torch
from accelerate import Accelerator
from torch import Tensor

from capaug.training.loop.objectives import SCALARS, Batch, Contrastive


def backward(accelerator: Accelerator, objective: Any, batches: Sequence[Batch], step: int) -> dict[str, Tensor]:
    """Add the gradients of a step to the weights'.

    Args:
        accelerator: that ``objective`` was prepared by.
        objective: an :class:`~capaug.training.loop.objectives.Objective`.
        batches: of the step, in this process.
        step: that is made; of several batches each has draws of its own.

    Returns:
        The losses of the step.
    """
    if len(batches) == 1:
        with accelerator.autocast():
            losses: dict[str, Tensor] = objective(batches[0], step)
        accelerator.backward(losses["loss"])
        return losses
    whole = accelerator.unwrap_model(objective)
    by_vectors = type(whole).forward is Contrastive.forward
    return (over_all if by_vectors else mean)(accelerator, objective, batches, step * len(batches))


def mean(accelerator: Accelerator, objective: Any, batches: Sequence[Batch], first: int) -> dict[str, Tensor]:
    """The gradient of the mean loss of ``batches``; ``first`` numbers the draws of the first."""
    found: list[dict[str, Tensor]] = []
    for number, batch in enumerate(batches):
        with _synchronised(accelerator, objective, number == len(batches) - 1):
            with accelerator.autocast():
                losses = objective(batch, first + number)
            accelerator.backward(losses["loss"] / len(batches))
        found.append({name: value.detach() for name, value in losses.items()})
    names = dict.fromkeys(name for losses in found for name in losses)
    return {name: torch.stack([losses[name] for losses in found if name in losses]).mean() for name in names}


def over_all(accelerator: Accelerator, objective: Any, batches: Sequence[Batch], first: int) -> dict[str, Tensor]:
    """The gradient of the loss of all ``batches`` together; ``first`` numbers the draws of the first."""
    whole: Contrastive = accelerator.unwrap_model(objective)
    states, cached = [], []
    with torch.no_grad(), accelerator.autocast():
        for number, batch in enumerate(batches):
            states.append(RandomState(accelerator.device))
            cached.append(whole.vectors(batch, first + number))
    joined = {
        name: value.detach() if name in SCALARS else torch.cat([vectors[name] for vectors in cached])
        for name, value in cached[0].items()
    }
    leaves = {name: value.requires_grad_() for name, value in joined.items() if value.is_floating_point()}
    with accelerator.autocast():
        losses = whole.losses(joined)
    gradients = torch.autograd.grad(losses["loss"], list(leaves.values()), allow_unused=True)
    of = {name: gradient for name, gradient in zip(leaves, gradients, strict=True) if gradient is not None}
    for number, (batch, state) in enumerate(zip(batches, states, strict=True)):
        last = number == len(batches) - 1
        state.restore()
        with _synchronised(accelerator, objective, last):
            with accelerator.autocast():
                vectors = objective(batch, first + number, compare=False)
            rows = slice(number * len(vectors["image"]), (number + 1) * len(vectors["image"]))
            carried = [
                (vectors[name] * (gradient if name in SCALARS else gradient[rows])).sum()
                for name, gradient in of.items()
                if vectors[name].requires_grad and (last or name not in SCALARS)
            ]
            accelerator.backward(torch.stack(carried).sum())
    return {name: value.detach() for name, value in losses.items()}


class RandomState:
    """Where the draws of torch are, so that dropout falls alike in both passes."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._processor = torch.get_rng_state()
        self._card = torch.cuda.get_rng_state(device) if device.type == "cuda" else None

    def restore(self) -> None:
        """Draw from there again."""
        torch.set_rng_state(self._processor)
        if self._card is not None:
            torch.cuda.set_rng_state(self._card, self._device)


def _synchronised(accelerator: Accelerator, objective: Any, last: bool) -> Any:
    """Processes add their gradients up once a step, behind its last batch."""
    return nullcontext() if last else accelerator.no_sync(objective)
