"""What a parser says of one text: the ground that trees and graphs are built on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Syntax:
    """The words of one text: surface, first character, Penn tag, head (a root's is its own index) and label.

    Labels are those of Universal Dependencies. ``frozen``: words that name nothing (:mod:`capaug.english.frozen`);
    ``silent``: verbs that only say what is printed.
    """

    texts: list[str]
    starts: list[int]
    tags: list[str]
    heads: list[int]
    deps: list[str]
    frozen: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()
