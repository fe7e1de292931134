"""Draws that only their key and their random generator decide."""

from __future__ import annotations

import random
from copy import copy
from hashlib import blake2b

from capaug.draws import in_turn, keyed_random, weighted_order


def test_weighted_order_is_a_permutation_that_favours_weight():
    items = [("rare", 1.0), ("usual", 99.0)]
    first = [weighted_order(items, random.Random(seed))[0] for seed in range(200)]
    assert first.count("usual") > 180
    assert sorted(weighted_order(items, random.Random(0))) == ["rare", "usual"]
    assert weighted_order([("never", 0.0)], random.Random(0)) == []


def test_in_turn_takes_an_item_only_when_it_is_asked_for():
    taken = []

    def items(name, count):
        for k in range(count):
            taken.append((name, k))
            yield f"{name}{k}"

    turns = in_turn([items("a", 2), items("b", 3), items("c", 0)])
    assert next(turns) == "a0" and taken == [("a", 0)]
    assert list(turns) == ["b0", "a1", "b1", "b2"]


def test_keyed_random_depends_on_its_key_alone():
    assert keyed_random(0, "1", "a").random() == keyed_random(0, "1", "a").random()
    draws = {keyed_random(*key).random() for key in ((0, "1", "a"), (1, "1", "a"), (0, "2", "a"), (0, "1", "b"))}
    assert len(draws) == 4


def test_keyed_random_draws_as_a_generator_of_the_standard_library_does():
    late, again = keyed_random(7, "caption", "kind"), keyed_random(7, "caption", "kind")
    seed = int.from_bytes(blake2b(b"7\0caption\0kind", digest_size=8).digest(), "big")
    plain = random.Random(seed)
    for _ in range(3):
        assert late.random() == plain.random()
        assert late.choice("abc") == plain.choice("abc")
        assert late.choices(range(9), k=4) == plain.choices(range(9), k=4)
    assert again.getrandbits(64) == random.Random(seed).getrandbits(64)
    assert copy(keyed_random(7, "caption", "kind")).random() == random.Random(seed).random()
