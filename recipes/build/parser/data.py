"""Words as rows of tables, sentences as batches of tensors."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from capaug.parsing.network import Tables
from recipes.build.parser.kinds import word_kinds
from recipes.build.parser.treebank import Sentence

IGNORED = -100


@dataclass
class Batch:
    """Sentences of about one length; ``IGNORED`` where there is no word or no gold."""

    features: Tensor  # (batch, length, 5)
    tags: Tensor  # (batch, length)
    heads: Tensor  # (batch, length); the root's head is ``length``
    labels: Tensor  # (batch, length)


def build_tables(sentences: Iterable[Sentence], least: int) -> Tables:
    """The forms, prefixes and suffixes that occur at least ``least`` times, and all tags and labels."""
    words: Counter[str] = Counter()
    prefixes: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for sentence in sentences:
        for word in sentence.words:
            form = word.lower()
            words[form] += 1
            prefixes[form[:3]] += 1
            suffixes[form[-3:]] += 1
        tags.update(sentence.tags)
        labels.update(sentence.deps)

    def frequent(counts: Counter[str]) -> list[str]:
        return [key for key, n in sorted(counts.items()) if n >= least]

    return Tables(frequent(words), frequent(prefixes), frequent(suffixes), word_kinds(), sorted(tags), sorted(labels))


class Encoded:
    """A corpus as rows of tables."""

    def __init__(self, sentences: Sequence[Sentence], tables: Tables) -> None:
        tag_rows = {tag: k for k, tag in enumerate(tables.tags)}
        label_rows = {label: k for k, label in enumerate(tables.labels)}
        self.items = [
            (
                np.array([tables.rows(word) for word in s.words]),
                np.array([tag_rows.get(t, IGNORED) for t in s.tags]),
                np.array(s.heads),
                np.array([label_rows.get(d, IGNORED) for d in s.deps]),
            )
            for s in sentences
        ]

    def batches(self, words: int, rng: random.Random | None, forget: float = 0.0) -> Iterator[Batch]:
        """Batches of about ``words`` words, of sentences of like length, in random order.

        Args:
            rng: None for the order of the corpus's lengths, and no forgetting.
            forget: share of word forms that are hidden, so that ends and shapes learn to stand in for them.
        """
        order = list(range(len(self.items)))
        if rng is not None:
            rng.shuffle(order)
            order.sort(key=lambda i: len(self.items[i][0]) + rng.random() * 3)
        else:
            order.sort(key=lambda i: len(self.items[i][0]))
        groups: list[list[int]] = [[]]
        longest = 0
        for i in order:
            longest = max(longest, len(self.items[i][0]))
            if groups[-1] and longest * (len(groups[-1]) + 1) > words:
                groups.append([])
                longest = len(self.items[i][0])
            groups[-1].append(i)
        if rng is not None:
            rng.shuffle(groups)
        for group in groups:
            yield self.batch(group, forget if rng is not None else 0.0)

    def batch(self, group: Sequence[int], forget: float = 0.0) -> Batch:
        """The sentences with the indices ``group``, in their order."""
        length = max(len(self.items[i][0]) for i in group)
        features = np.zeros((len(group), length, 5), dtype=np.int64)
        tags, heads, labels = (np.full((len(group), length), IGNORED) for _ in range(3))
        for row, i in enumerate(group):
            rows, tag, head, label = self.items[i]
            n = len(rows)
            features[row, :n] = rows
            tags[row, :n], labels[row, :n] = tag, label
            heads[row, :n] = np.where(head == np.arange(n), length, head)
        if forget:
            known = features[..., 0] > 0
            features[..., 0][known & (torch.rand(known.shape).numpy() < forget)] = 1
        return Batch(*map(torch.from_numpy, (features, tags, heads, labels)))
