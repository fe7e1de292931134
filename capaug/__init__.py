"""True positives and false negatives of image captions, for training CLIP-like models.

The names below are the public API. Each is loaded when it is first asked for, so that ``import capaug`` is quick and
loads neither torch nor spaCy nor datasets.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capaug.augmenter import Augmenter
    from capaug.parsing.parser import Parser
    from capaug.records import (
        Attribute,
        AugmentedCaption,
        Caption,
        CaptionGroup,
        ChunkResult,
        Edit,
        Reject,
        Relation,
        SceneGraph,
        SceneObject,
        Variant,
    )
    from capaug.runs.reader import load_shards

__all__ = [
    "Attribute",
    "AugmentedCaption",
    "Augmenter",
    "Caption",
    "CaptionGroup",
    "ChunkResult",
    "Edit",
    "Reject",
    "Relation",
    "SceneGraph",
    "SceneObject",
    "Variant",
    "load_shards",
    "parse",
]

_MODULES = {"Augmenter": "capaug.augmenter", "load_shards": "capaug.runs.reader"}


def parse(caption: str, parser: str = "embedded") -> SceneGraph:
    """Read the scene graph off a caption; the parser is loaded once. For many captions ``Augmenter`` is faster.

    Args:
        caption: an English caption.
        parser: ``embedded``, an installed spaCy pipeline (``en_core_web_sm``), or a folder that holds one.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
        InputError: a caption that cannot be parsed (empty, too long, not English, ...).

    Example:
        >>> from capaug import parse
        >>> parse("a man riding a horse").names()["relations"]
        [['man', 'ride', 'horse']]
    """
    from capaug.errors import InputError
    from capaug.parsing.screen import screen
    from capaug.records import Caption

    fault = screen(caption)
    if fault:
        raise InputError(f"the caption cannot be parsed: {fault[1]}")
    return _parser(parser).parse([Caption("0", caption)])[0].graph


@cache
def _parser(name: str) -> Parser:
    from capaug.parsing.parser import Parser

    return Parser(name)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES.get(name, "capaug.records")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
