"""The best tree is the best of all trees."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from capaug.parsing.spanning_tree import best_tree


def reaches_a_root(heads: list[int] | tuple[int, ...]) -> bool:
    for word in range(len(heads)):
        for _ in heads:
            word = heads[word]
        if heads[word] != word:
            return False
    return True


def total(scores: np.ndarray, heads: list[int] | tuple[int, ...]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


@given(st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.integers(-50, 50))))
def test_no_tree_scores_higher(scores: np.ndarray) -> None:
    heads = best_tree(scores)
    assert reaches_a_root(heads)
    every = [h for h in product(range(len(scores)), repeat=len(scores)) if reaches_a_root(h)]
    assert total(scores, heads) == pytest.approx(max(total(scores, h) for h in every))


@given(st.integers(5, 30), st.integers(0, 2**32 - 1))
def test_long_texts_get_trees(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words, words)).astype(np.float32)
    assert reaches_a_root(best_tree(scores))
