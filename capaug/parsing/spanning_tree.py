"""The best dependency tree for a matrix of scores (Chu and Liu 1965; Edmonds 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_tree(scores: NDArray[np.float32]) -> list[int]:
    """Heads of the tree, or of the trees beside one another, with the highest sum of scores.

    Args:
        scores: [words, words]; row is the dependent, column its head; a word that is its own head is a root.

    Returns:
        Head of each word; a root's is its own index.
    """
    n = len(scores)
    # column n is a root above all words, so that several words may be roots
    full = np.full((n + 1, n + 1), -np.inf)
    full[:n, :n] = scores
    full[:n, n] = np.diagonal(scores)
    np.fill_diagonal(full, -np.inf)
    heads = _arborescence(full, n)
    return [i if head == n else head for i, head in enumerate(heads[:n])]


def _arborescence(scores: NDArray[np.float64], root: int) -> list[int]:
    """Best heads under the one ``root``, whose own entry means nothing."""
    heads = scores.argmax(axis=1)
    heads[root] = root
    ring = _ring(heads.tolist(), root)
    if not ring:
        found: list[int] = heads.tolist()
        return found
    # The ring becomes one node: an arc into it costs what it takes away, an arc out of it is its best member's.
    inside = np.array(ring)
    outside = np.array([i for i in range(len(scores)) if i not in set(ring)])
    loss = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, outside)] - loss[:, None]  # [ring, outside]
    leaving = scores[np.ix_(outside, inside)]  # [outside, ring]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = entering.max(axis=0)
    small[:-1, -1] = leaving.max(axis=1)
    np.fill_diagonal(small, -np.inf)
    above = _arborescence(small, int(np.flatnonzero(outside == root)[0]))
    broken = int(entering[:, above[-1]].argmax())
    result: list[int] = heads.tolist()
    result[ring[broken]] = int(outside[above[-1]])
    for k, word in enumerate(outside.tolist()):
        head = above[k]
        result[word] = ring[int(leaving[k].argmax())] if head == len(outside) else int(outside[head])
    return result


def _ring(heads: list[int], root: int) -> list[int]:
    """The words of one ring of ``heads``, or an empty list."""
    seen = {root}
    for start in range(len(heads)):
        path: list[int] = []
        word = start
        while word not in seen:
            seen.add(word)
            path.append(word)
            word = heads[word]
        if word in path:
            return path[path.index(word) :]
    return []
