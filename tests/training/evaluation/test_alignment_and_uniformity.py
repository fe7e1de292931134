from __future__ import annotations

import math
from itertools import combinations

import pytest
import torch
from torch.nn.functional import normalize

from capaug.training.evaluation import geometry
from capaug.training.evaluation.geometry import alignment, uniformity


@pytest.mark.parametrize("block", [4, 7, 2048])
def test_the_formulas_by_plain_loops(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(geometry, "BLOCK", block)
    first, second = (normalize(torch.randn(13, 5, dtype=torch.float64), dim=1) for _ in range(2))
    apart = [
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True))
        for x, y in zip(first.tolist(), second.tolist(), strict=True)
    ]
    assert alignment(first, second) == pytest.approx(sum(apart) / 13)
    terms = [
        math.exp(-2 * sum((a - b) ** 2 for a, b in zip(x, y, strict=True))) for x, y in combinations(first.tolist(), 2)
    ]
    assert uniformity(first) == pytest.approx(math.log(sum(terms) / len(terms)))


def test_known_values() -> None:
    poles = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    assert alignment(poles, poles) == 0
    assert alignment(poles, -poles) == 4
    assert uniformity(poles) == pytest.approx(-8)
    assert uniformity(poles[[0, 0, 0]]) == pytest.approx(0)
    assert uniformity(poles[:1]) is None
