"""The end of the pipeline: which of the candidates that passed a caption keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from capaug.filters.alike import are_alike
from capaug.filters.base import Candidate
from capaug.recipes import Recipe

SPARE = 1  # candidates beyond what is kept that a costly filter is asked about, for those it may refuse


class Chooser:
    """Chooses by the limits and weights of a recipe's kinds, or the hardest negatives where it asks for those."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def shortlist(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """What a costly filter is asked about: what would be chosen now, and a spare; all negatives where the hardest
        are kept, or places are filled.

        In the order of ``candidates``.
        """
        positives = self._by_weight(candidates, True, self._recipe.positives + SPARE)
        if self._recipe.hardest or self._recipe.fill:
            return positives + [c for c in candidates if not c.kind.true]
        return positives + self._by_weight(candidates, False, self._recipe.negatives + SPARE)

    def choose(self, candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
        """The positives and the negatives that a caption keeps of the candidates that no filter refused."""
        positives = self._by_weight(candidates, True, self._recipe.positives)
        if not self._recipe.hardest:
            return positives, self._by_weight(candidates, False, self._recipe.negatives)
        limits = {kind: settings.limit for kind, settings in self._recipe.kinds.items()}
        return positives, hardest([c for c in candidates if not c.kind.true], limits)[: self._recipe.hardest]

    def _by_weight(self, candidates: Sequence[Candidate], true: bool, most: int) -> list[Candidate]:
        """At most ``most``, level by level: the first of each kind before the second of any, heavy kinds first; of
        negatives that say the same the first.

        Where a recipe fills its places, what is beyond the limit of its kind comes last.
        """
        ranks: dict[str, int] = defaultdict(int)
        ranked = []
        taken: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in sorted(candidates, key=lambda c: (c.level, c.order)):
            kind = candidate.kind.id
            if candidate.kind.true is true:
                if not true:
                    if any(are_alike(candidate, one) for one in taken[kind]):
                        continue
                    taken[kind].append(candidate)
                settings = self._recipe.kinds[kind]
                beyond = ranks[kind] >= settings.limit
                if not beyond or (self._recipe.fill and not true):
                    ranked.append((beyond, candidate.level, ranks[kind], -settings.weight, kind, candidate))
                ranks[kind] += 1
        ranked.sort(key=lambda item: item[:-1])
        return [candidate for *_, candidate in ranked[:most]]


def hardest(candidates: Sequence[Candidate], limits: Mapping[str, int]) -> list[Candidate]:
    """Candidates with a similarity, the nearest to their caption first, of each kind at most its limit."""
    taken: Counter[str] = Counter()
    found = []
    for candidate in sorted(candidates, key=lambda c: -c.scores.get("similarity", 0.0)):
        taken[candidate.kind.id] += 1
        if taken[candidate.kind.id] <= limits[candidate.kind.id]:
            found.append(candidate)
    return found
