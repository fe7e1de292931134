"""Kinds of variants: what tells one from another, and which of those that are known are true."""

from __future__ import annotations

from dataclasses import dataclass

from capaug.registry import KINDS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of variant, declared by its generator.

    ``id`` is ``family.kind`` (``attribute_replace.contrast``) and stable: rows, recipes and tables name it. ``true``:
    its texts are positives. ``control``: its texts are wrong on purpose (token noise), to compare others with.
    ``stream``: kinds of one stream begin with the same draws, so that ``asymmetry_1.negate`` and
    ``asymmetry_3.absence`` deny the same facts, the one falsely and the other truly; by default a kind has a stream of
    its own. ``does``: what becomes of the caption, in words.
    """

    id: str
    true: bool
    control: bool = False
    stream: str = ""
    does: str = ""

    @property
    def family(self) -> str:
        """The first part of its id."""
        return family(self.id)


def family(kind: str) -> str:
    """The family of a kind: ``asymmetry_1`` of ``asymmetry_1.object``; a family is its own."""
    return kind.partition(".")[0]


def negative_kinds() -> tuple[str, ...]:
    """Ids of all known kinds whose texts are false; their generators are loaded for it."""
    return tuple(kind for kind in KINDS.names() if not KINDS.get(kind).kind.true)


def positive_kinds() -> tuple[str, ...]:
    """Ids of all known kinds whose texts are true; their generators are loaded for it."""
    return tuple(kind for kind in KINDS.names() if KINDS.get(kind).kind.true)
