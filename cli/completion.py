"""What the shell completes as values of options: names that are known, found when it asks for them.

A name of a file is completed by the shell itself where no known name begins as what is typed.
"""

from __future__ import annotations

from collections.abc import Iterable


def recipes(incomplete: str) -> list[str]:
    """Recipes that ship."""
    from capaug.recipes import recipe_names

    return _beginning(recipe_names(), incomplete)


def training_recipes(incomplete: str) -> list[str]:
    """Recipes of ``capaug train`` that ship."""
    from capaug.training.loop.recipes import training_recipe_names

    return _beginning(training_recipe_names(), incomplete)


def kinds(incomplete: str) -> list[str]:
    """Kinds and their families."""
    from capaug.kinds import family
    from capaug.registry import KINDS

    names = KINDS.names()
    return _beginning(sorted({*names, *map(family, names)}), incomplete)


def datasets(incomplete: str) -> list[str]:
    """Datasets by name, but for the endings of files; behind ``hf`` stands the name of one of the hub."""
    from capaug.sources import SOURCES

    names = [name for name in SOURCES.names() if not name.startswith(".")]
    return _beginning(["hf:" if name == "hf" else name for name in names], incomplete)


def splits(incomplete: str) -> list[str]:
    """Splits of COCO."""
    from capaug.sources.coco import COCO_SPLITS

    return _beginning(COCO_SPLITS, incomplete)


def formats(incomplete: str) -> list[str]:
    """Formats of ``capaug export``."""
    from capaug.formats import FORMATS

    return _beginning(FORMATS.names(), incomplete)


def engines(incomplete: str) -> list[str]:
    """Engines of ``capaug generate``."""
    from capaug.engines import ENGINES

    return _beginning(ENGINES.names(), incomplete)


def devices(incomplete: str) -> list[str]:
    """Devices that an encoder may run on."""
    from capaug.encoders import DEVICES

    return _beginning(DEVICES, incomplete)


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
