"""How rows are written: one module a format, found by name in one registry."""

from __future__ import annotations

from capaug.formats.base import Format
from capaug.registry import Registry

__all__ = ["FORMATS", "Format"]

FORMATS: Registry[type[Format]] = Registry(
    "capaug.formats",
    "format",
    {
        "arrow": "capaug.formats.arrow:Arrow",
        "fragments": "capaug.formats.fragments:Fragments",
        "jsonl": "capaug.formats.json_lines:JsonLines",
        "pairs": "capaug.formats.pairs:Pairs",
        "triplets": "capaug.formats.triplets:Triplets",
    },
)
"""By the name that ``capaug export --format`` knows: classes that follow :class:`Format`, made without arguments."""
