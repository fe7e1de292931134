"""Mirrors: for a generated negative, other images of the set whose captions say what it says anew.

A negative says something new of a picture in place of something old (``a blue car`` of a red one). Its mirrors are the
images whose captions hold the new and nowhere the old: pictures of which the negative is likely to be true, and the
caption not. They are image negatives of the caption, the partners of
:class:`~capaug.training.losses.MirrorLoss`, and what the mirror AUC compares with.
"""

from __future__ import annotations

from capaug.mirrors.index import MIRRORS, PARTNERS, read_mirrors, read_partners, write_mirrors, write_partners
from capaug.mirrors.mining import Key, Miner, mine

__all__ = [
    "MIRRORS",
    "PARTNERS",
    "Key",
    "Miner",
    "mine",
    "read_mirrors",
    "read_partners",
    "write_mirrors",
    "write_partners",
]
