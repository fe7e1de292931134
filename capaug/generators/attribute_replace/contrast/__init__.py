"""A quality gives way to one that it excludes: ``a red bus`` -> ``a yellow bus``, ``two dogs`` -> ``three dogs``.

``change`` is what rules are asked about, ``order`` names all rules in the order in which they are asked, ``generator``
draws the values. Every other file holds the rules of one subject.
"""

from capaug.generators.attribute_replace.contrast.generator import Contrast

__all__ = ["Contrast"]
