"""Classes of words, each defined once, in ``words.tsv`` with a word on why it is there.

A line is a name, its words parted by spaces (``next_to`` is one of two words) and the reason, parted by tabs.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from capaug.errors import InputError

WORDS = "words.tsv"


def words(name: str) -> frozenset[str]:
    """The words of the class ``name`` of ``words.tsv``.

    Raises:
        KeyError: no class has that name.
    """
    return word_classes()[name]


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """All classes by name.

    Raises:
        InputError: a line that is no class, a name that stands twice, or two names of the same words.
    """
    found: dict[str, frozenset[str]] = {}
    names: dict[frozenset[str], str] = {}
    table = files("capaug.english").joinpath(WORDS)
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or not all(column.strip() for column in columns):
            raise InputError(f"{table}, line {number}: expected name, words and why, parted by tabs")
        name, members = columns[0], frozenset(word.replace("_", " ") for word in columns[1].split())
        if name in found or members in names:
            raise InputError(f"{table}, line {number}: {name} is defined twice (as {names.get(members, name)})")
        found[name], names[members] = members, name
    return found
