from __future__ import annotations

import torch

from capaug.training.evaluation.metrics import Choice, Recall, choice_accuracy


def test_the_sum_of_recall_is_in_percent() -> None:
    assert Recall({1: 0.25, 5: 0.5, 10: 1.0}, {1: 0.0, 5: 0.25, 10: 0.5}).r_sum == 250


def test_choice_by_kind() -> None:
    own, negatives = torch.tensor([0.5, 0.5, 0.5, 0.5]), torch.tensor([0.4, 0.6, 0.5, 0.1])
    found = choice_accuracy(own, negatives, ["b", "b", "a", "a"])
    assert found == {"all": Choice(2.5, 4), "a": Choice(1.5, 2), "b": Choice(1.0, 2)}
    assert found["a"].accuracy == 0.75
    assert choice_accuracy(torch.empty(0), torch.empty(0), []) == {"all": Choice(0.0, 0)}
