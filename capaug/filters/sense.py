"""The filter of sense: refuses negatives that a careful reader would not keep.

What rules and counts cannot know of a change (``a bottle of wine`` -> ``a jar of wine``, ``a window`` -> ``a door``
that may be there as well, ``riding a bicycle`` on a ramp) is learnt from readers: they labelled thousands of capaug's
own candidates as false, grammatical and sensible or not, and a logistic regression over the words of a change and
those beside it tells how likely the next one is to be all three. It asks about words alone, so that no answer takes
more than some look-ups, and needs no parse. ``recipes/build/sense/train.py`` makes the weights; the card beside them
says how good they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from capaug.english.inflection import singular
from capaug.english.words import words
from capaug.filters.base import Candidate, Filter, Setup
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.records import Edit

WEIGHTS = Path(__file__).parents[1] / "weights" / "sense" / "sense.npz"

BITS = 16  # of a feature's hash: places of the table
REACH = 160  # characters on either side of a change that are looked at
LONGEST = 24  # words beside a change; more count as so many
KNOWN = 1 << 15  # weights, words and contexts that are kept of each, some megabytes in all

SAY_LITTLE = frozenset({"a", "an", "the", "of", "and", "is", "are", "to"})
BESIDE_A_CHANGE = words("prepositions_beside_a_change")

_WORD = re.compile(r"[a-z]+|\d+|[^\w\s]")

Feature = tuple[str | int | bool, ...]


class Context(NamedTuple):
    """The words beside a change, before and behind it: the next, the next but one, the next that says something.

    ``preposition`` is the nearest one before it. ``fragment``: whether the change opens or closes the text, and how
    long that is; ``length``: how long, and whether there are other captions.
    """

    before: str
    second_before: str
    telling_before: str
    preposition: str
    behind: str
    second_behind: str
    telling_behind: str
    fragment: str
    length: str


def main_edit(edits: Sequence[Edit]) -> Edit:
    """The edit that the others follow from: articles and verbs agree with it."""
    return max(edits, key=lambda edit: (len(edit.new) > 2, len(edit.old)))


def features(kind: str, edits: Sequence[Edit], context: Context) -> list[Feature]:
    """What is asked about a change of ``kind`` (its family left out): the words that it takes and gives, what they are,
    and each with the words beside it.
    """
    edit = main_edit(edits)
    old, new = one_of(edit.old), one_of(edit.new)
    was, becomes = category(old), category(new)
    c = context
    return [
        ("kind", kind),
        ("edits", kind, len(edits)),
        ("length", kind, c.length),
        ("fragment", kind, c.fragment),
        ("old", kind, old),
        ("new", kind, new),
        ("pair", old, new),
        ("categories", kind, was, becomes),
        ("before new", c.before, new),
        ("before", c.before, kind),
        ("before old category", c.before, was),
        ("behind new", new, c.behind),
        ("behind", c.behind, kind),
        ("two before", c.second_before, c.before, kind),
        ("two behind", c.behind, c.second_behind, kind),
        ("telling before new", one_of(c.telling_before), new),
        ("telling category before new", category(one_of(c.telling_before)), new),
        ("telling behind new", new, one_of(c.telling_behind)),
        ("telling category behind new", new, category(one_of(c.telling_behind))),
        ("preposition new", c.preposition, new),
        ("preposition category", c.preposition, was),
        ("preposition categories", c.preposition, was, becomes),
        ("category length", was, c.length),
    ]


@lru_cache(maxsize=KNOWN >> 3)
def context_of(text: str, start: int, end: int, has_siblings: bool) -> Context:
    """The words beside the change of ``text[start:end]``; those of other sentences count too."""
    before = _WORD.findall(text[max(0, start - REACH) : start].lower())
    behind = _WORD.findall(text[end : end + REACH].lower())
    length = min(len(before) + len(behind), LONGEST)
    place = "first" if len(before) <= 1 else "last" if len(behind) <= 1 else "inside"
    return Context(
        before[-1] if before else "^",
        before[-2] if len(before) > 1 else "^",
        _telling(reversed(before), "^"),
        next((word for word in reversed(before) if word in BESIDE_A_CHANGE), "-"),
        behind[0] if behind else "$",
        behind[1] if len(behind) > 1 else "$",
        _telling(behind, "$"),
        f"{place} {min(length // 4, 3)}",
        f"{length // 4} {has_siblings}",
    )


def _telling(found: Iterable[str], otherwise: str) -> str:
    """The first word that says something; ``otherwise`` where there is none."""
    says = (word for word in found if word.isalpha() and word not in SAY_LITTLE and word not in BESIDE_A_CHANGE)
    return next(says, otherwise)


@lru_cache(maxsize=KNOWN)
def one_of(said: str) -> str:
    """A noun of a change in lower case and the singular; other words as they are."""
    said = said.strip().lower()
    return singular(said) if said else said


@lru_cache(maxsize=KNOWN)
def category(name: str) -> str:
    """What sort of thing a name is of, as the lexicon knows it."""
    return ObjectTaxonomy.load().category(name) or "none" if name else "nothing"


def place_of(feature: Feature) -> int:
    """The place of a feature in the table."""
    return crc32("\t".join(map(str, feature)).encode()) & ((1 << BITS) - 1)


class SenseFilter(Filter):
    """Scores negatives by how likely a reader is to call them false, grammatical and sensible, and refuses the others.

    The score is ``sense``, a probability; what lies below the least that passes is refused as ``sense``. Kinds that no
    reader has labelled are let through without a score.
    """

    name = "sense"
    gives = ("sense",)

    def __init__(self, setup: Setup | None = None, weights: Path = WEIGHTS) -> None:
        """Load ``weights``, an ``.npz`` file as ``recipes/build/sense/train.py`` writes it; no recipe sets anything."""
        with np.load(weights) as file:
            self._kinds = frozenset(bytes(file["kinds"]).decode().split())
            self._least = float(file["least"])
            self._table: list[float] = file["weights"].astype(float).tolist()
            self._intercept = float(file["intercept"])
        self._known: dict[Feature, float] = {}

    def judge(self, candidates: Sequence[Candidate]) -> None:
        """Judge candidates in place."""
        if len(self._known) > KNOWN:
            self._known.clear()
        for candidate in candidates:
            variant = candidate.variant
            if variant.kind not in self._kinds or not variant.edits:
                continue
            scene = candidate.scene
            share = self.share(scene.caption.text, variant.kind, variant.edits, bool(scene.siblings))
            candidate.scores["sense"] = round(share, 4)
            if share < self._least:
                candidate.refused = "sense"

    def share(self, caption: str, kind: str, edits: Sequence[Edit], has_siblings: bool = False) -> float:
        """How likely a reader is to keep the text that ``edits`` of ``kind`` make of ``caption``, from 0 to 1.

        ``has_siblings``: whether other captions of its image are known; with them less is left open.
        """
        edit = main_edit(edits)
        context = context_of(caption, edit.start, edit.end, has_siblings)
        known, total = self._known, self._intercept
        for feature in features(kind.rpartition(".")[2], edits, context):
            weight = known.get(feature)
            if weight is None:
                weight = known[feature] = self._table[place_of(feature)]
            total += weight
        return 1 / (1 + exp(-total))
