"""The lexicon as the generators see it: one object with six parts, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from capaug.lexicon.attributes import AttributeLexicon
from capaug.lexicon.counts import Counts
from capaug.lexicon.exclusive import Exclusive
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.relations import RelationLexicon
from capaug.lexicon.together import Together


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Objects, attributes, relations, the counts of what goes with what, what cannot be so at the same time, and which
    relations were counted to hold together.
    """

    objects: ObjectTaxonomy
    attributes: AttributeLexicon
    relations: RelationLexicon
    counts: Counts
    exclusive: Exclusive
    together: Together

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Lexicon:
        """The lexicon that ships with the package; read once a process."""
        objects = ObjectTaxonomy.load()
        attributes, relations = AttributeLexicon.load(objects), RelationLexicon.load(objects)
        return Lexicon(objects, attributes, relations, Counts.load(), Exclusive.load(), Together.load())
