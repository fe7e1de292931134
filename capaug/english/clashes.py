"""Values that a word said beside them contradicts, as ``clashes.tsv`` tells them: no ``lush brown grass``.

A line is values, the nouns of which they are said (``*``: any), where the words stand, the words and the reason, parted
by tabs. Where: in the ``sentence``, or anywhere in the ``captions`` of the picture.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from capaug.errors import InputError

CLASHES = "clashes.tsv"
WHERE = ("sentence", "captions")


@dataclass(frozen=True, slots=True)
class Clash:
    """The words that contradict a value of one of ``nouns`` (all, if there are none)."""

    nouns: frozenset[str]
    anywhere: bool
    words: frozenset[str]


def clash(
    value: str, noun: str, own: Collection[str], of_sentence: Collection[str], of_captions: Collection[str]
) -> bool:
    """Whether a word contradicts ``value`` of ``noun``.

    Args:
        value: a quality.
        noun: the head of what it is said of.
        own: the words that ``value`` would replace.
        of_sentence: the words of its sentence, in lower case.
        of_captions: those of all sentences of all captions of the picture.
    """
    for one in clashes().get(value, ()):
        if not one.nouns or noun in one.nouns:
            said = one.words.intersection(of_captions if one.anywhere else of_sentence)
            if not said.issubset(own):
                return True
    return False


@cache
def clashes() -> dict[str, tuple[Clash, ...]]:
    """What contradicts each value.

    Raises:
        InputError: a line that is no such line.
    """
    found: dict[str, tuple[Clash, ...]] = {}
    table = files("capaug.english").joinpath(CLASHES)
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 5 or not all(columns) or columns[2] not in WHERE:
            raise InputError(f"{table}, line {number}: expected values, nouns, where, words and why, parted by tabs")
        nouns = frozenset() if columns[1] == "*" else frozenset(columns[1].split())
        one = Clash(nouns, columns[2] == "captions", frozenset(columns[3].split()))
        for value in columns[0].split():
            found[value] = (*found.get(value, ()), one)
    return found
