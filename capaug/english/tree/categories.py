"""What the lexicon says of the nouns of a tree, as far as it tells where a word belongs."""

from __future__ import annotations

from capaug.english.tree.tree import Tree
from capaug.lexicon import Lexicon

LIVING = ("person", "animal")
PLACES = ("place", "terrain", "water", "room", "sky_weather")
CARRIED = ("sports_gear", "accessory", "toy", "clothing")
"""What people have with them rather than places (``a woman on a beach with a surfboard``)."""


def category(tree: Tree, lexicon: Lexicon, i: int) -> str | None:
    """The lexicon's category of word ``i``."""
    return lexicon.objects.category(tree.lemmas[i])
