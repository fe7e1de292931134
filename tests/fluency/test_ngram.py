from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.fluency import ngram
from capaug.fluency.ngram import FluencyModel, KneserNey, rare_form, split_words

CAPTIONS = [
    "A dog is lying on a couch next to a cat.",
    "Two men are riding bicycles down a city street",
    "a woman holding an umbrella on a rainy day",
    "There is a plate of food on the wooden table.",
    "A train at the station with people waiting on the platform",
]
BITS, ORDER = 4, 3
DISCOUNTS = (0.5, 0.6, 0.7)


@pytest.fixture(scope="module")
def model() -> FluencyModel:
    return FluencyModel()


def flat(texts: list[list[int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of the texts with begin (0) and end (1), the text each belongs to, and which are predicted."""
    numbers = [row for text in texts for row in [*[0] * (ORDER - 1), *text, 1]]
    owners = [owner for owner, text in enumerate(texts) for _ in range(len(text) + ORDER)]
    predicted = [k >= ORDER - 1 for text in texts for k in range(len(text) + ORDER)]
    return np.array(numbers), np.array(owners), np.array(predicted)


def counted(texts: list[list[int]]) -> KneserNey:
    grams: Counter[int] = Counter()
    for text in texts:
        padded = [*[0] * (ORDER - 1), *text, 1]
        for k in range(ORDER - 1, len(padded)):
            grams[sum(padded[k - back] << back * BITS for back in range(ORDER))] += 1
    keys = np.array(sorted(grams), dtype=np.uint64)
    return KneserNey(keys, np.array([grams[int(key)] for key in keys]), DISCOUNTS, BITS)


def plain_probability(texts: list[list[int]], history: tuple[int, ...], word: int) -> float:
    """Interpolated Kneser-Ney by the book, from sets of n-grams."""
    levels: dict[int, Counter[tuple[int, ...]]] = {ORDER: Counter()}
    for text in texts:
        padded = (*[0] * (ORDER - 1), *text, 1)
        levels[ORDER].update(padded[k - ORDER + 1 : k + 1] for k in range(ORDER - 1, len(padded)))
    for n in range(ORDER - 1, 0, -1):
        levels[n] = Counter(gram[1:] for gram in levels[n + 1])
    p = 1 / (len(levels[1]) + 1)
    for n in range(1, ORDER + 1):
        begin = history[len(history) - n + 1 :]
        after = {gram: count for gram, count in levels[n].items() if gram[:-1] == begin}
        total = sum(after.values())
        if total:
            count = after.get((*begin, word), 0)
            p = (max(count - DISCOUNTS[n - 1], 0) + DISCOUNTS[n - 1] * len(after) * p) / total
    return p


TEXTS = [[random.Random(seed).randrange(2, 9) for _ in range(1 + seed % 6)] for seed in range(40)]


def test_probabilities_are_those_of_the_book() -> None:
    numbers, _, predicted = flat([*TEXTS[:12], [9, 2, 9], [2, 10]])
    found = counted(TEXTS).probabilities(numbers)
    for k in np.flatnonzero(predicted):
        expected = plain_probability(TEXTS, tuple(numbers[k - ORDER + 1 : k].tolist()), int(numbers[k]))
        assert found[k] == pytest.approx(expected, rel=1e-9)


def test_probabilities_sum_to_less_than_one_by_the_unknown_alone() -> None:
    model = counted(TEXTS)
    for history in ((0, 0), (0, 3), (2, 3), (9, 9)):
        total = sum(model.probabilities(np.array([*history, word]))[-1] for word in range(1, 11))
        assert total == pytest.approx(1, abs=0.2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(2, 6), max_size=6), min_size=2, max_size=12), st.lists(st.integers(2, 6), max_size=6)
)
def test_leaving_a_text_out_is_counting_without_it(texts: list[list[int]], other: list[int]) -> None:
    """Of the text itself and of any other, the words known only from it set apart (they are rows all the same)."""
    everything, rest = counted([*texts, [2, 3, 4, 5, 6]]), counted([*texts[1:], [2, 3, 4, 5, 6]])
    left_out = everything.leave_out(*flat([texts[0]]))
    for text in (texts[0], other):
        numbers, owners, predicted = flat([text])
        found = everything.probabilities(numbers, owners, left_out)[predicted]
        np.testing.assert_allclose(found, rest.probabilities(numbers)[predicted], rtol=1e-9)


def test_texts_left_out_together_are_left_out_apart() -> None:
    everything = counted(TEXTS)
    numbers, owners, predicted = flat(TEXTS[:5])
    together = everything.probabilities(numbers, owners, everything.leave_out(numbers, owners, predicted))
    for owner in range(5):
        alone = counted(TEXTS[:owner] + TEXTS[owner + 1 :])
        mine = predicted & (owners == owner)
        np.testing.assert_allclose(together[mine], alone.probabilities(flat([TEXTS[owner]])[0])[ORDER - 1 :], rtol=1e-9)


def test_a_hash_table_finds_all_and_only_its_keys() -> None:
    rng = np.random.default_rng(0)
    keys = np.unique(rng.integers(0, 1 << 40, 5000, dtype=np.uint64))
    level = ngram._Level(keys, np.ones(len(keys), dtype=np.int64))
    np.testing.assert_array_equal(level.find(keys), np.arange(len(keys)))
    strangers = np.setdiff1d(rng.integers(0, 1 << 40, 5000, dtype=np.uint64), keys)
    assert set(level.find(strangers).tolist()) == {len(keys)}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("Two dogs are lying on a bed.", "Two dog are lying on a bed."),
        ("Two dogs are lying on a bed.", "Two dogs is lying on a bed."),
        ("A man riding a wave on a surfboard.", "A man a riding wave on surfboard a."),
        ("A man riding a horse on the beach.", "A horse riding a man on the beach."),
        ("A pizza with cheese on a plate.", "A pizza with cheese on a cloud."),
        ("a bathroom with a toilet and a sink", "a bathroom with a toilet and a giraffe"),
    ],
)
def test_the_better_text_scores_higher(model: FluencyModel, good: str, bad: str) -> None:
    better, worse = model.score([good, bad])
    assert better > worse
    assert model.difference([good], [bad])[0] < 0 < model.difference([bad], [good])[0]


def test_the_difference_is_that_of_whole_texts(model: FluencyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scoring around the edit alone loses nothing, wherever the edit is and however long the texts get."""
    monkeypatch.setattr(FluencyModel, "_seen", lambda self, padded: np.zeros(len(padded), dtype=bool))
    rng = random.Random(2)
    captions, texts = [], []
    for caption in CAPTIONS:
        words = caption.split()
        for _ in range(30):
            begin, end = sorted(rng.choices(range(len(words) + 1), k=2))
            captions.append(caption)
            texts.append(
                " ".join(
                    words[:begin] + rng.choices(["red", "dog", "the", "on", "qwx"], k=rng.randrange(4)) + words[end:]
                )
            )
    lengths = [np.array([len(split_words(text)) + 1 for text in side]) for side in (captions, texts)]
    whole = model.score(texts) * lengths[1] - model.score(captions) * lengths[0]
    np.testing.assert_allclose(model.difference(captions, texts), whole, atol=1e-9)


def test_batches_and_company_change_nothing(model: FluencyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    captions = [*CAPTIONS, "a man riding a horse", "a cat"] * 3
    texts = [caption.replace("a ", "the ", 1) for caption in captions]
    scores, differences = model.score(texts), model.difference(captions, texts)
    monkeypatch.setattr(ngram, "BLOCK", 4)
    np.testing.assert_array_equal(model.score(texts), scores)
    np.testing.assert_array_equal(model.difference(captions, texts), differences)
    apart = [model.difference([caption], [text])[0] for caption, text in zip(captions, texts, strict=True)]
    np.testing.assert_array_equal(apart, differences)
    assert (model.score(texts[::-1])[::-1] == scores).all()


def test_case_and_full_stops_do_not_count(model: FluencyModel) -> None:
    first, second = model.score(["A dog, on a couch.", "a DOG , on a couch"])
    assert first == second
    assert model.difference(["A dog on a couch."], ["a dog on a couch"]) == [0]


@pytest.mark.parametrize(
    "text", ["", " ", "...", "🐶", "\x00", "一只狗", "\ud800", "x" * 10_000, "dog " * 3000, "1234"]
)
def test_odd_texts_have_a_score(model: FluencyModel, text: str) -> None:
    assert np.isfinite(model.score([text])[0])
    assert np.isfinite(model.difference(["a dog on a couch", text], [text, "a dog"])).all()


def test_no_text_no_score(model: FluencyModel) -> None:
    assert model.score([]).shape == model.difference([], []).shape == (0,)


def test_split_words() -> None:
    assert split_words("The man’s T-shirt, 2 dogs!") == ["the", "man's", "t", "shirt", ",", "2", "dogs"]


def test_rare_words_count_as_their_endings() -> None:
    forms = {"unicycling": "<ing>", "3rd": "<number>", "platypuses": "<s>", "ing": "<rare>", "platypus": "<s>"}
    assert {word: rare_form(word) for word in forms} == forms


def test_the_weights_are_small_and_carded() -> None:
    assert ngram.WEIGHTS.stat().st_size < 6_000_000
    card = (ngram.WEIGHTS.parent / "README.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in card and "make -C recipes/build fluency" in card


def test_scoring_needs_numpy_alone() -> None:
    code = (
        "import sys; from capaug.fluency.ngram import FluencyModel; FluencyModel().score(['a dog']);"
        "sys.exit(bool({'torch', 'spacy', 'datasets', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent).returncode == 0
