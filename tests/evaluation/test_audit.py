from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from capaug.errors import UsageError
from capaug.evaluation import audit as audit_module
from capaug.evaluation.audit import Audit, audit, draw_pairs
from capaug.formats.pairs import Pair

ANIMALS = "dog cat horse cow sheep bear bird zebra".split()
PLACES = "beach lawn street couch bench field road bed".split()


def make_pairs(change: Callable[[str, random.Random], str], count: int = 400, kind: str = "object") -> list[Pair]:
    """Pairs of a caption and what ``change`` makes of it, two an image."""
    rng = random.Random(4)
    pairs = []
    for number in range(count):
        caption = f"A {rng.choice(ANIMALS)} near a {rng.choice(ANIMALS)} on a {rng.choice(PLACES)}."
        pairs.append(Pair(str(number // 2), caption, change(caption, rng), kind))
    return pairs


def other_place(caption: str, rng: random.Random) -> str:
    """A place for a place, each as often put in as taken out: nothing gives this away."""
    return f"{caption.rpartition(' ')[0]} {rng.choice(PLACES)}."


def never_a_bed(caption: str, rng: random.Random) -> str:
    return f"{caption.rpartition(' ')[0]} {rng.choice([*PLACES[:-1], 'pier'])}."


def scrambled(caption: str, rng: random.Random) -> str:
    words = caption.rstrip(".").split()[1:]
    rng.shuffle(words)
    return f"A {' '.join(words)}."


def test_a_balanced_exchange_is_not_found_out() -> None:
    made = audit(make_pairs(other_place, 2000))
    assert made.ngram == pytest.approx(0.5, abs=0.05)
    assert made.lm == pytest.approx(0.5, abs=0.05)
    assert made.both == pytest.approx(0.5, abs=0.05)


def test_a_word_that_only_negatives_have_gives_them_away() -> None:
    pairs = make_pairs(never_a_bed)
    made = audit(pairs)
    assert made.ngram is not None and made.ngram > 0.54
    found = {one.feature.strip(" ./s<>"): one for one in made.giveaways}
    pier = next(one for name, one in found.items() if "pier" in name)
    assert pier.weight < 0 < pier.gain
    assert pier.in_captions == 0
    assert pier.in_negatives == pytest.approx(sum("pier" in pair.negative for pair in pairs) / len(pairs), abs=1e-6)
    bed = next(one for name, one in found.items() if "bed" in name)
    assert bed.weight > 0 and bed.in_captions > bed.in_negatives == 0


def test_give_aways_do_not_repeat_each_other() -> None:
    features = [one.feature for one in audit(make_pairs(never_a_bed)).giveaways]
    assert not [(a, b) for a in features for b in features if a != b and f" {a} " in f" {b} "]
    assert len(audit(make_pairs(never_a_bed), most=3).giveaways) == 3


@pytest.mark.parametrize(
    ("change", "feature"),
    [
        (lambda caption, _: caption.lower(), "capital"),
        (lambda caption, _: caption.rstrip("."), "end=none"),
    ],
)
def test_form_is_seen(change: Callable[[str, random.Random], str], feature: str) -> None:
    made = audit(make_pairs(change))
    assert made.ngram == 1
    assert feature in [one.feature for one in made.giveaways]


def test_odd_english_is_seen_by_every_judge() -> None:
    made = audit(make_pairs(scrambled))
    for share in (made.ngram, made.lm, made.both):
        assert share is not None and share > 0.9


def test_images_are_held_out() -> None:
    """Captions of one image alone have the mark by which their negatives lack it: only a judge that saw it knows."""
    pairs = [Pair(f"i{n % 100}", f"A dog {n % 100}x.", f"A dog {n % 100}y.", "object") for n in range(400)]
    made = audit(pairs)
    assert made.ngram == pytest.approx(0.5, abs=0.02)


def test_too_few_pairs_are_counted_only() -> None:
    assert audit(make_pairs(scrambled)[:199]) == Audit(199)
    assert audit([]) == Audit(0)
    one_image = [Pair("7", "a dog", "a cat", "object")] * 500
    assert audit(one_image) == Audit(500)


def test_pairs_that_do_not_differ_are_ties() -> None:
    made = audit(make_pairs(lambda caption, _: caption))
    assert (made.ngram, made.lm, made.both, made.giveaways) == (0.5, 0.5, 0.5, [])


def test_the_weights_minimise_the_loss() -> None:
    differences = audit_module._Differences(make_pairs(never_a_bed))
    nothing = np.zeros((400, 0))
    everything = np.arange(400)

    def loss(weights: np.ndarray) -> float:
        margins = differences.margins(everything, nothing, weights)
        return float(weights @ weights / 2 + 2 * audit_module.COST * np.logaddexp(0, -margins).sum())

    best = differences.fit(everything, nothing)
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert loss(best) < loss(best + 0.03 * rng.standard_normal(len(best)))
    assert loss(best) < min(loss(0.9 * best), loss(1.1 * best))


def test_pairs_are_drawn_by_kind() -> None:
    pairs = make_pairs(scrambled, 60, "a") + make_pairs(scrambled, 20, "b")
    drawn = draw_pairs(pairs, 30, by_kind=True)
    assert {name: len(of_kind) for name, of_kind in drawn.items()} == {"all": 30, "a": 30, "b": 20}
    assert {pair.kind for pair in drawn["a"]} == {"a"}
    assert {pair.kind for pair in drawn["all"]} == {"a", "b"}
    assert draw_pairs(pairs, 30, by_kind=True) == drawn
    assert draw_pairs(pairs, 1000) == {"all": pairs}


def test_without_scikit_learn_one_line_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_module, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs scikit-learn; install it with: pip install '.\[audit\]' in the"):
        audit(make_pairs(scrambled))
