"""Words that say on which side something is, and their opposites: ``left`` and ``right``, ``upper`` and ``lower``.

The knowledge is in ``data/positions.tsv``, written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from capaug.errors import InputError
from capaug.lexicon.tables import rows

DATA = Path(__file__).parent / "data" / "positions.tsv"
COLUMNS = ("set", "word", "opposite")
SETS = frozenset({"sideways", "height"})


@cache
def opposites(of_set: str) -> Mapping[str, str]:
    """The opposite of each word of a set of :data:`SETS`, both ways; read once a process.

    Raises:
        InputError: a line with the wrong number of columns, of another set, or with a word that stands twice.
    """
    found: dict[str, str] = {}
    for number, (name, word, opposite) in rows(DATA, COLUMNS):
        if name not in SETS:
            raise InputError(f"{DATA}, line {number}: {name!r} is none of {', '.join(sorted(SETS))}")
        if name == of_set:
            if word in found or opposite in found:
                raise InputError(f"{DATA}, line {number}: {word!r} or {opposite!r} stands twice")
            found |= {word: opposite, opposite: word}
    return found
