"""One of several processes of a run: where each trains, whether they know of each other, and which goes first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from capaug.errors import UsageError


def on_processor(device: str) -> bool:
    """Whether to train on the processor: asked for, or there is nothing else.

    Without being told, accelerate starts the processes of ``torchrun`` on a machine without a GPU as so many runs that
    know nothing of each other.
    """
    if device == "cpu":
        return True
    found = torch.accelerator if hasattr(torch, "accelerator") else torch.cuda  # from torch 2.6 on: of any maker
    return not found.is_available()


def check_processes(known: int) -> None:
    """Refuse to be one of several processes that were started together and do not work together.

    Raises:
        UsageError: there are others, and accelerate knows of ``known`` alone.
    """
    started = int(os.environ.get("WORLD_SIZE", "1"))
    if started > known:
        raise UsageError(
            f"{started} processes were started together, and each would train by itself into one folder; start one, or "
            "give --device cpu"
        )


@contextmanager
def main_process_first(device: str) -> Iterator[None]:
    """The other processes wait until the first has done what is within, and then do it themselves."""
    from accelerate import PartialState

    with PartialState(cpu=on_processor(device)).main_process_first():
        yield
