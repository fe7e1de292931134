"""True positives and false negatives of image captions, for training CLIP-like models.

The names below are the public API. Each is loaded when it is first asked for, so that ``import capaug`` is quick and
loads neither torch nor spaCy nor datasets.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capaug.augmenter import Augmenter
    from capaug.generation import generate
    from capaug.parsing.parser import Parser
    from capaug.recipes import KindSettings, Recipe, load_recipe
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
    from capaug.runs.merge import merge
    from capaug.runs.reader import iter_batches, load_shards

    __version__: str

_MODULES = {
    "Augmenter": "capaug.augmenter",
    "KindSettings": "capaug.recipes",
    "Recipe": "capaug.recipes",
    "generate": "capaug.generation",
    "iter_batches": "capaug.runs.reader",
    "load_recipe": "capaug.recipes",
    "load_shards": "capaug.runs.reader",
    "merge": "capaug.runs.merge",
    **dict.fromkeys(
        (
            "Attribute",
            "AugmentedCaption",
            "Caption",
            "CaptionGroup",
            "ChunkResult",
            "Edit",
            "Reject",
            "Relation",
            "SceneGraph",
            "SceneObject",
            "Variant",
        ),
        "capaug.records",
    ),
}

__all__ = [
    "Attribute",
    "AugmentedCaption",
    "Augmenter",
    "Caption",
    "CaptionGroup",
    "ChunkResult",
    "Edit",
    "KindSettings",
    "Recipe",
    "Reject",
    "Relation",
    "SceneGraph",
    "SceneObject",
    "Variant",
    "generate",
    "iter_batches",
    "load_recipe",
    "load_shards",
    "merge",
    "parse",
    "show",
]


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


def show(row: AugmentedCaption | Mapping[str, Any]) -> None:
    """Show a caption with its graph, negatives and positives, and what was changed in each.

    In a notebook it is drawn; elsewhere it is printed, with changes as ``[-old-]{+new+}``.

    Args:
        row: what ``Augmenter.augment_captions`` gave, or a row of :func:`load_shards`.

    Raises:
        KeyError: a mapping that is no whole row of a shard.

    Example:
        >>> from capaug import Augmenter, show
        >>> show(Augmenter().augment_captions(["a man riding a horse"])[0])  # doctest: +SKIP
    """
    from capaug.marks import row_text
    from capaug.records import AugmentedCaption

    shown = row if isinstance(row, AugmentedCaption) else AugmentedCaption.from_row(row)
    if "ipykernel" in sys.modules:
        from IPython.display import display

        display(shown)
    else:
        print(row_text(shown))


@cache
def _parser(name: str) -> Parser:
    from capaug.parsing.parser import Parser

    return Parser(name)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("capaug")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
