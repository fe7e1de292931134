"""What marks say: the share of texts that are right, how sure it is, and how far two reviewers agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from capaug.review import ANSWERS, CONTROL_CAPTION, RIGHT, SIDES, Mark

Z = 1.959964  # standard normal: 95% lie within


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``texts`` are ``right``, and from where to where the true share lies 95 times in 100."""

    texts: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.texts


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of right texts of a side of a folder, kinds weighted by how many texts they have there.

    ``covered`` is the share of the folder's texts whose kind was marked at all.
    """

    share: float
    low: float
    high: float
    covered: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree: on what share of ``texts``, and beyond chance (Cohen's kappa).

    ``kappa`` is None where both gave one and the same answer to all: chance alone would agree as well.
    """

    texts: int
    agree: float
    kappa: float | None


def wilson(right: int, texts: int) -> tuple[float, float]:
    """Wilson's interval of a share, for 95%.

    Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 1927.
    """
    share, square = right / texts, Z * Z
    middle = (share + square / (2 * texts)) / (1 + square / texts)
    half = Z / (1 + square / texts) * sqrt(share * (1 - share) / texts + square / (4 * texts * texts))
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(marks: Sequence[Mark]) -> dict[str, dict[str, Share]]:
    """The share that is right by side, then by kind, ``all`` first; controls are left out."""
    found: dict[str, dict[str, Share]] = {}
    for side in SIDES:
        by_kind: dict[str, list[bool]] = defaultdict(list)
        for mark in marks:
            if mark.side == side and not mark.is_control:
                by_kind[mark.kind].append(mark.verdict == RIGHT)
        if by_kind:
            everything = {
                "all": [right for of_kind in by_kind.values() for right in of_kind],
                **dict(sorted(by_kind.items())),
            }
            found[side] = {kind: _share(rights) for kind, rights in everything.items()}
    return found


def answers(marks: Sequence[Mark]) -> dict[str, dict[str, int]]:
    """How often each answer of a blind review was given, by side and question; empty if none was."""
    found: dict[str, dict[str, int]] = {}
    for side in SIDES:
        of_side = [mark for mark in marks if mark.side == side and mark.truth and not mark.is_control]
        for question, possible in ANSWERS.items():
            if of_side:
                given = [getattr(mark, question) for mark in of_side]
                found[f"{side}: {question}"] = {answer: given.count(answer) for answer in possible}
    return found


def controls(marks: Sequence[Mark]) -> Share | None:
    """Of how many controls the truth was seen: the caption itself is true, that of another image false."""
    found = [mark.truth == ("true" if mark.kind == CONTROL_CAPTION else "false") for mark in marks if mark.is_control]
    return _share(found) if found else None


def estimate(of_kinds: Mapping[str, Share], counts: Mapping[str, int]) -> Estimate | None:
    """The share of a folder's texts of a side that are right, from the share of each kind; None where none was marked.

    Args:
        of_kinds: of the side (:func:`shares`).
        counts: texts of the folder by kind.

    The interval is normal, with the variance of each kind from its share with two right and two wrong added, as one of
    few texts would have none otherwise (Agresti and Coull, The American Statistician, 1998).
    """
    marked = {kind: one for kind, one in of_kinds.items() if counts.get(kind)}
    total = sum(counts[kind] for kind in marked)
    if not total:
        return None
    share = variance = 0.0
    for kind, one in marked.items():
        weight, likely = counts[kind] / total, (one.right + 2) / (one.texts + 4)
        share += weight * one.share
        variance += weight * weight * likely * (1 - likely) / (one.texts + 4)
    half = Z * sqrt(variance)
    return Estimate(share, max(0.0, share - half), min(1.0, share + half), total / sum(counts.values()))


def agreements(first: Sequence[Mark], second: Sequence[Mark]) -> dict[str, Agreement]:
    """How far two reviewers agree on the texts that both marked: on all verdicts, on those of each kind, and, where
    both reviewed blind, on each question. Empty if they have no text in common.
    """
    of_second = {mark.key: mark for mark in second if not mark.is_control}
    both = [(mark, of_second[mark.key]) for mark in first if not mark.is_control and mark.key in of_second]
    if not both:
        return {}
    found = {"verdict": _agreement([(one.verdict, other.verdict) for one, other in both])}
    for kind in sorted({one.kind for one, _ in both}):
        found[kind] = _agreement([(one.verdict, other.verdict) for one, other in both if one.kind == kind])
    blind = [(one, other) for one, other in both if one.truth and other.truth]
    for question in ANSWERS if blind else ():
        found[question] = _agreement([(getattr(one, question), getattr(other, question)) for one, other in blind])
    return found


def _share(rights: Sequence[bool]) -> Share:
    return Share(len(rights), sum(rights), *wilson(sum(rights), len(rights)))


def _agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Source of kappa: Cohen, A coefficient of agreement for nominal scales, 1960."""
    agree = sum(one == other for one, other in pairs) / len(pairs)
    firsts, seconds = zip(*pairs, strict=True)
    chance = sum(firsts.count(answer) * seconds.count(answer) for answer in set(firsts)) / len(pairs) ** 2
    return Agreement(len(pairs), agree, None if chance == 1 else (agree - chance) / (1 - chance))
