"""What makes variants: one file a family, each a small class behind one protocol, found in one registry."""

from capaug.generators import asymmetry_1, asymmetry_2, asymmetry_3, attribute_replace, relation_swap
from capaug.generators.base import GENERATORS, Generator, Scene, make_generator

__all__ = [
    "GENERATORS",
    "Generator",
    "Scene",
    "asymmetry_1",
    "asymmetry_2",
    "asymmetry_3",
    "attribute_replace",
    "make_generator",
    "relation_swap",
]
