from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.encoders import embedded
from capaug.encoders.embedded import EmbeddedEncoder, ngram_buckets, split_words

CAPTIONS = [
    "A dog chasing a cat across the lawn.",
    "Two women sitting on a wooden bench near the lake",
    "A plate of pasta with broccoli and a glass of red wine",
    "There is a man who is riding a wave on his surfboard.",
    "A bathroom with a white toilet, a sink and a small window",
    "Traffic lights hang over an empty street at night",
]


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def cosine(encoder: EmbeddedEncoder, one: str, other: str) -> float:
    first, second = encoder.encode([one, other])
    return float(first @ second)


def test_rows_are_unit_vectors_in_order(encoder: EmbeddedEncoder) -> None:
    vectors = encoder.encode(CAPTIONS)
    assert vectors.shape == (len(CAPTIONS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(encoder.encode(CAPTIONS[::-1]), vectors[::-1])


def test_no_texts_make_no_rows(encoder: EmbeddedEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(CAPTIONS), min_size=1, max_size=12), data=st.data())
def test_a_text_gets_the_same_bits_in_any_batch(
    encoder: EmbeddedEncoder, texts: list[str], data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(texts) - 1))
    vectors = encoder.encode(texts)
    assert np.isfinite(vectors).all()
    np.testing.assert_array_equal(encoder.encode([texts[row]])[0], vectors[row])


def test_blocks_do_not_show(encoder: EmbeddedEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoder.encode(CAPTIONS)
    monkeypatch.setattr(EmbeddedEncoder, "block_words", 10)
    np.testing.assert_array_equal(encoder.encode(CAPTIONS), whole)


def test_words_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedEncoder, "texts_at_once", 10)
    monkeypatch.setattr(embedded, "MAX_CACHED_WORDS", 50)
    encoder = EmbeddedEncoder()
    before = encoder.encode(CAPTIONS)
    encoder.encode([f"word{number} and number{number}" for number in range(2000)])
    assert len(encoder._rows) < 100
    np.testing.assert_array_equal(encoder.encode(CAPTIONS), before)


def test_words_alike_in_what_counts_share_a_vector(encoder: EmbeddedEncoder) -> None:
    one, other = encoder.encode(["z" * 40, "z" * 50])
    np.testing.assert_array_equal(one, other)


def test_the_word_table_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MAX_CACHED_WORDS", 500)
    monkeypatch.setattr(EmbeddedEncoder, "texts_at_once", 3000)
    encoder = EmbeddedEncoder()
    texts = [f"thing{number} on a table" for number in range(3000)]
    np.testing.assert_array_equal(encoder.encode(texts)[[7, 2999]], EmbeddedEncoder().encode([texts[7], texts[2999]]))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a dog chasing a cat", "a cat chasing a dog"),
        ("a black cat and a white dog", "a white cat and a black dog"),
        ("a man holding a cup and a woman holding a book", "a man holding a book and a woman holding a cup"),
        ("a car behind a truck", "a truck behind a car"),
    ],
)
def test_order_matters(encoder: EmbeddedEncoder, text: str, changed: str) -> None:
    assert cosine(encoder, text, changed) < 0.98


@pytest.mark.parametrize(
    ("text", "paraphrase", "unrelated"),
    [
        ("a man riding a wave on a surfboard", "a surfer rides a wave in the ocean", "a cake on a kitchen counter"),
        ("two dogs playing in the grass", "a couple of dogs play on a lawn", "a train at a station"),
        ("a kitchen with a stove and a refrigerator", "a stove and fridge in a small kitchen", "a giraffe eats leaves"),
        ("a plate with a sandwich and fries", "a sandwich and french fries on a plate", "a boy hits a baseball"),
    ],
)
def test_a_paraphrase_is_nearer_than_an_unrelated_text(
    encoder: EmbeddedEncoder, text: str, paraphrase: str, unrelated: str
) -> None:
    assert cosine(encoder, text, paraphrase) > cosine(encoder, text, unrelated) + 0.2


@pytest.mark.parametrize(
    ("text", "same", "negative"),
    [
        ("a dog chasing a cat", "a dog that is chasing a cat", "a cat chasing a dog"),
        ("a black cat and a white dog", "a white dog and a black cat", "a white cat and a black dog"),
        ("a car behind a truck", "a truck in front of a car", "a truck behind a car"),
        ("a boy riding a horse on the beach", "on the beach a boy rides a horse", "a horse riding a boy on the beach"),
        ("two zebras grazing in a field", "a pair of zebras grazing in a pasture", "five zebras grazing in a field"),
        ("a plate on top of a book", "a book under a plate", "a book on top of a plate"),
        ("a man next to a woman", "a woman next to a man", "a man behind a woman"),
    ],
)
def test_what_says_the_same_is_nearer_than_a_small_change(
    encoder: EmbeddedEncoder, text: str, same: str, negative: str
) -> None:
    together = cosine(encoder, text, same)
    assert together > cosine(encoder, text, negative)
    assert together > cosine(encoder, same, negative)


def test_case_articles_and_punctuation_do_not_count(encoder: EmbeddedEncoder) -> None:
    one, other = encoder.encode(["A man on a horse.", "the man, on the HORSE"])
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "text", ["", " ", "...", "🐶🐱", "\x00\x1b", "一只狗在草地上", "\ud800", "word " * 10_000, "x" * 100_000]
)
def test_odd_texts_get_a_vector(encoder: EmbeddedEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode([text])[0]) == pytest.approx(1, abs=1e-5)


def test_a_misspelt_word_is_near_the_right_one(encoder: EmbeddedEncoder) -> None:
    right, misspelt, other = encoder.encode(["a motorcycle", "a motorcylce", "a sandwich"])
    assert right @ misspelt > right @ other


def test_split_words() -> None:
    assert split_words("The man's T-shirt, a RED one!") == ["man", "s", "t", "shirt", "red", "one"]
    assert split_words("a the") == [""]
    assert len(split_words("dog " * 1000)) == embedded.MAX_WORDS


def test_ngram_buckets_are_fixed() -> None:
    assert ngram_buckets("cat", 1000) == [524, 832, 276, 679, 239, 665]
    assert len(ngram_buckets("", 8)) == 1


def test_encoding_needs_neither_torch_nor_spacy() -> None:
    code = (
        "import sys; from capaug.encoders import load_encoder; load_encoder('embedded').encode(['a dog']); "
        "sys.exit(bool({'torch', 'spacy', 'datasets', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
