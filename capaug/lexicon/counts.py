"""How often nouns, attributes and predicates go together, so that a replacement can be a usual one.

The counts come from GQA and Visual Genome, FACTUAL's scene graphs, and the nouns of COCO captions image by image;
``recipes/build/lexicon/counts.py`` builds them. All names are graph names, numbers are words (``two``).
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "counts.json.gz"

_NONE: Mapping[str, int] = {}
_NO_ROWS: Mapping[str, Mapping[str, int]] = {}


class Counts:
    """Frequencies of words and of what they go with; 0 for what was never seen."""

    def __init__(
        self,
        nouns: Mapping[str, int],
        attributes: Mapping[str, Mapping[str, int]],
        subjects: Mapping[str, Mapping[str, int]],
        objects: Mapping[str, Mapping[str, int]],
        triples: Mapping[str, Mapping[str, Mapping[str, int]]],
        together: Mapping[str, Mapping[str, int]],
        stated: Mapping[str, int] = _NONE,
    ) -> None:
        self._nouns = nouns
        self._attributes = attributes
        self._subjects = subjects
        self._objects = objects
        self._triples = triples
        both_ways: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for one, row in together.items():
            for other, images in row.items():
                both_ways[one][other] = both_ways[other][one] = images
        self._together = dict(both_ways)
        self._stated = stated

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Counts:
        """The counts that ship with the package; read once a process."""
        return Counts(**json.loads(gzip.decompress(DATA.read_bytes())))

    def noun(self, name: str) -> int:
        """How often ``name`` was seen."""
        return self._nouns.get(name, 0)

    def attribute(self, value: str, noun: str) -> int:
        """How often ``noun`` had the attribute ``value``."""
        return self.attributes_of(noun).get(value, 0)

    def subject(self, predicate: str, noun: str) -> int:
        """How often ``noun`` was the subject of ``predicate``."""
        return self.subjects_of(predicate).get(noun, 0)

    def object(self, predicate: str, noun: str) -> int:
        """How often ``noun`` was the object of ``predicate``."""
        return self.objects_of(predicate).get(noun, 0)

    def stated(self, word: str) -> int:
        """How often captions state the verb ``word``, or the preposition ``word`` without a verb."""
        return self._stated.get(word, 0)

    def triple(self, subject: str, predicate: str, object: str) -> int:
        """How often the whole triple was seen; triples seen once count as never."""
        return self.triples_of(predicate).get(subject, _NONE).get(object, 0)

    def images(self, name: str) -> int:
        """In how many images a caption names ``name``."""
        return self._together.get(name, _NONE).get(name, 0)

    def together(self, a: str, b: str) -> int:
        """In how many images the captions name both; the number of images with ``a`` if they are equal."""
        return self._together.get(a, _NONE).get(b, 0)

    def together_with(self, name: str) -> Mapping[str, int]:
        """The names that share images with ``name``, and how many; the images with ``name`` under its own."""
        return self._together.get(name, _NONE)

    def triples_of(self, predicate: str) -> Mapping[str, Mapping[str, int]]:
        """The objects of each subject of ``predicate`` and how often, of triples that were seen more than once."""
        return self._triples.get(predicate, _NO_ROWS)

    def attributes_of(self, noun: str) -> Mapping[str, int]:
        """The attributes of ``noun`` and how often it had them, the most frequent first."""
        return self._attributes.get(noun, _NONE)

    def subjects_of(self, predicate: str) -> Mapping[str, int]:
        """The subjects of ``predicate`` and how often, the most frequent first."""
        return self._subjects.get(predicate, _NONE)

    def objects_of(self, predicate: str) -> Mapping[str, int]:
        """The objects of ``predicate`` and how often, the most frequent first."""
        return self._objects.get(predicate, _NONE)
