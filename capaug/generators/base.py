"""The protocol that the generator of every kind follows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar, Protocol

from capaug.captions import Scene
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


class Generator(Protocol):
    """Makes the variants of one kind, which it declares as ``kind``.

    Candidates come in order of preference, each made only when it is asked for; the pipeline takes the first that it
    has use for. What a rule refuses is counted in ``scene.refused``.
    """

    kind: ClassVar[Kind]

    def __init__(self, lexicon: Lexicon) -> None: ...

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield candidates for ``scene``; every draw comes from ``rng``, so that the same caption gets the same."""
        ...
