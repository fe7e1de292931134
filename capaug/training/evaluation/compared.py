"""Which pictures a pair's own one is compared with: another, all others, mirrors, and all of them shuffled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor

from capaug.mirrors import Miner
from capaug.records import AugmentedCaption
from capaug.training.evaluation.auc import share_above
from capaug.training.evaluation.gaps import GapsOf
from capaug.training.evaluation.other_pictures import other_images

FEW = 5  # others, and mirrors, that a pair is compared with where every score is a pass of its own
SHUFFLES = 5


class Compared:
    """The measures of pairs in front of pictures.

    Args:
        image_ids: of the pairs.
        rows: that say what these images hold, for the mirrors.
        every: compare with all pictures that there are, and once more with the pictures shuffled; else with a few,
            spread evenly.

    Attributes:
        images: the image ids, each once, in their order.
        place: of each image id in it.
    """

    def __init__(self, image_ids: Iterable[str], rows: Sequence[AugmentedCaption], *, every: bool) -> None:
        self.images = list(dict.fromkeys(image_ids))
        self.place = {image: place for place, image in enumerate(self.images)}
        self._every, count = every, len(self.images)
        others = other_images(self.images) or {}
        self._other = torch.tensor([self.place[others[image]] for image in self.images] if others else [0])
        steps = torch.arange(1, count) if every else torch.linspace(1, count - 1, FEW).round().long().unique()
        self._steps = steps if count > 1 else steps[:0]
        held = [row for row in rows if row.image_id in self.place]
        self._miner = Miner(lambda: held)
        self._mined = np.array([self.place[image] for image in self._miner.images])
        draws = torch.Generator().manual_seed(0)
        self._shuffles = [torch.randperm(count, generator=draws) for _ in range(SHUFFLES)] if every else []

    def measures(self, rows: Sequence[AugmentedCaption], gaps: GapsOf) -> dict[str, Tensor]:
        """Of each pair of a caption and a negative [P]: the gap in front of its ``own`` picture and of an ``other``;
        how often the own gap is above (``auc``, ``mirror_auc``: NaN without a mirror), and that of pictures shuffled.

        Only ``own`` where there is but one picture.
        """
        own = torch.tensor([self.place[row.image_id] for row in rows for _ in row.negatives])[:, None]  # [P, 1]
        found = {"own": gaps(own)[:, 0]}
        if not len(self._steps):
            return found
        others = (own + self._steps) % len(self.images)
        mirrors, mirrored = self._mirrors(rows)
        found["other"] = gaps(self._other[own])[:, 0]
        found["auc"] = share_above(found["own"], gaps(others))
        found["mirror_auc"] = share_above(found["own"], gaps(mirrors), mirrored)
        if self._shuffles:
            shuffled = [(gaps(shown[own])[:, 0], shown) for shown in self._shuffles]
            aucs = [share_above(gap, gaps(shown[others])) for gap, shown in shuffled]
            mirror_aucs = [share_above(gap, gaps(shown[mirrors]), mirrored) for gap, shown in shuffled]
            found["shuffled_auc"] = torch.stack(aucs).mean(dim=0)
            found["shuffled_mirror_auc"] = torch.stack(mirror_aucs).mean(dim=0)
        return found

    def _mirrors(self, rows: Sequence[AugmentedCaption]) -> tuple[Tensor, Tensor]:
        """Places [P, M] of the mirrors of each pair, and where there is one."""
        found = []
        for row in rows:
            for negative in row.negatives:
                mirrors = self._mined[np.sort(np.concatenate(self._miner.mirrors(row, negative)))]
                few = np.linspace(0, len(mirrors) - 1, FEW).round().astype(int)
                found.append(mirrors if self._every or len(mirrors) <= FEW else mirrors[few])
        longest = max(1, *map(len, found))
        places = torch.zeros(len(found), longest, dtype=torch.int64)
        there = torch.zeros(len(found), longest, dtype=torch.bool)
        for pair, mirrors in enumerate(found):
            places[pair, : len(mirrors)] = torch.from_numpy(mirrors)
            there[pair, : len(mirrors)] = True
        return places, there
