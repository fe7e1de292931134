"""Token noise, a control."""

from __future__ import annotations

from capaug.generators.asymmetry_1.noise import Noise

NOISE = "asymmetry_1.noise"


def test_noise_keeps_only_words_of_the_caption(texts):
    caption = "A man riding a brown horse on the beach"
    found = texts(NOISE, caption)
    assert found
    assert all(set(text.split()) <= set(caption.split()) for text in found)


def test_too_few_words(texts):
    assert not texts(NOISE, "A brown horse")
    assert texts(NOISE, "A brown horse runs")


def test_it_is_a_control():
    assert Noise.kind.control and not Noise.kind.true
