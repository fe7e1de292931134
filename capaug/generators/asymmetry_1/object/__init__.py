"""Another thing in the place of one: ``a dog sleeping on a bed`` -> ``a cat sleeping on a bed``.

``place`` is what is asked of a thing where it stands, ``order`` names all rules in the order in which they are asked,
``exchange`` makes the texts of what they let through, ``generator`` draws among them. Every other file holds the rules
of one subject.
"""

from capaug.generators.asymmetry_1.object.generator import Object

__all__ = ["Object"]
