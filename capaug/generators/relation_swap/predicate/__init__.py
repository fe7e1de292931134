"""A predicate gives way to one that excludes it: ``a cat under a table`` -> ``a cat on a table``.

``change`` is what rules are asked about, ``order`` names all rules in the order in which they are asked, ``generator``
draws the predicates. Every other file holds the rules of one subject.
"""

from capaug.generators.relation_swap.predicate.generator import Predicate

__all__ = ["Predicate"]
