"""Put measured bands into a recipe and leave the rest of it, comments too, as it is.

    make -C recipes/build bands DATA=FOLDER

``--measured`` is a recipe that ``capaug calibrate`` wrote. Only kinds that have a band in both get the new one,
its ends rounded outwards to two decimals.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Mapping
from pathlib import Path

from capaug.recipes import load_recipe

_BAND = re.compile(r"^(?P<head>\s+(?P<kind>[\w.]+): \{.*\bband: )\[[^]]*\](?P<tail>.*)$", re.MULTILINE)


def with_bands(recipe: str, bands: Mapping[str, tuple[float, float]]) -> str:
    """The text of ``recipe`` with ``bands`` in place of those that stand there."""

    def replaced(found: re.Match[str]) -> str:
        if found["kind"] not in bands:
            return found.group()
        low, high = bands[found["kind"]]
        # The hundredths of 0.29 are 28.999999999999996: a cosine's last digits are no reason for another end.
        ends = math.floor(round(100 * low, 6)) / 100, math.ceil(round(100 * high, 6)) / 100
        return f"{found['head']}[{ends[0]:.2f}, {ends[1]:.2f}]{found['tail']}"

    return _BAND.sub(replaced, recipe)


def main() -> None:
    """Rewrite the recipe."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--measured", type=Path, required=True, help="recipe of capaug calibrate")
    options.add_argument("--recipe", type=Path, required=True, help="recipe to rewrite")
    given = options.parse_args()
    kinds = load_recipe(str(given.measured)).kinds
    bands = {kind: settings.band for kind, settings in kinds.items() if settings.band is not None}
    given.recipe.write_text(with_bands(given.recipe.read_text(encoding="utf-8"), bands), encoding="utf-8")


if __name__ == "__main__":
    main()
