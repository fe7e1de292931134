"""The protocol every generator follows, and the registry they are found in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from capaug.errors import UsageError
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption
from capaug.records import Variant


@dataclass(slots=True)
class Scene:
    """One caption to work on, and the captions of the same image beside it (without itself)."""

    caption: ParsedCaption
    siblings: Sequence[ParsedCaption]


class Generator(Protocol):
    """Makes variants of one family from a parsed caption.

    ``kinds`` are the kinds it can yield (``attribute_replace.contrast``), ``positive`` says whether they are true.
    Candidates come in order of preference; the pipeline judges them and keeps the first that pass.
    """

    name: str
    kinds: tuple[str, ...]
    positive: bool

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield candidates for ``scene``; every draw comes from ``rng``, so that the same caption gets the same."""
        ...


GENERATORS: dict[str, Callable[[Lexicon], Generator]] = {}


def register(name: str) -> Callable[[type], type]:
    """Class decorator: enter a generator class (built from a :class:`Lexicon`) under ``name``."""

    def enter(cls: type) -> type:
        GENERATORS[name] = cls
        return cls

    return enter


def make_generator(name: str, lexicon: Lexicon) -> Generator:
    """Build the generator called ``name``.

    Raises:
        UsageError: no generator has that name.
    """
    try:
        return GENERATORS[name](lexicon)
    except KeyError:
        raise UsageError(f"unknown generator {name!r}; known: {', '.join(sorted(GENERATORS))}") from None
