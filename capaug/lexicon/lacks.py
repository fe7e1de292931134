"""What captions say to be missing of a thing: a shirt of a man, a lid of a toilet.

The knowledge is in ``data/lacks.tsv``, written by hand.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data" / "lacks.tsv"
COLUMNS = ("whole", "parts")


class Lacks:
    """Wholes, by category or by name, and what they may have or lack."""

    def __init__(self, of_category: dict[str, frozenset[str]], of_name: dict[str, frozenset[str]]) -> None:
        self._of_category, self._of_name = of_category, of_name
        self._objects = ObjectTaxonomy.load()

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Lacks:
        """The table that ships with the package; read once a process.

        Raises:
            InputError: a line with the wrong number of columns.
        """
        of_category: dict[str, frozenset[str]] = {}
        of_name: dict[str, frozenset[str]] = {}
        for _, (wholes, named) in rows(DATA, COLUMNS):
            parts = frozenset(named.split(", "))
            for whole in wholes.split(", "):
                table = of_name if whole.startswith("=") else of_category
                table[whole.removeprefix("=")] = table.get(whole.removeprefix("="), frozenset()) | parts
        return Lacks(of_category, of_name)

    def may_lack(self, whole: str, part: str) -> bool:
        """Whether captions say of ``whole`` both that it has a ``part`` and that it has none."""
        objects = self._objects
        names = [name for name in objects.covers(whole) if name in self._of_name]
        parts = self._of_category.get(objects.category(whole) or "", frozenset()).union(
            *[self._of_name[name] for name in names]
        )
        return part in parts or part.rpartition(" ")[2] in parts
